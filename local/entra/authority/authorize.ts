import { textAt } from "../../provider/values";
import { listedScopes, scopesWithoutConsent } from "../tokens/scopes";
import type { Tenant } from "../tokens/tenant";
import { errorAnswer, TokenError } from "../tokens/token-error";
import { field, optionalField } from "../tokens/token-request";
import { rolesOfSignedIn } from "../tokens/user-token";
import { type Answer, escaped, page, redirect } from "./answer";
import {
    type AuthorizationRequest,
    type ReturnAddress,
    readAuthorizationRequest,
    readReturnAddress,
} from "./authorization-request";
import { conditionalAccess, type SignIn } from "./conditional-access";
import { type Grants, newSecret } from "./grants";
import { refusal } from "./quirks";
import { signInPage } from "./sign-in-page";

/** A sign-in page that somebody has open. */
interface OpenSignIn {
    request: AuthorizationRequest;
    /** Secret of the browser that it was shown to. */
    browser: string;
}

const cookieName = "__Host-browser";

/** The pages where people sign in. */
export class SignIns {
    readonly #grants: Grants;
    readonly #open = new Map<string, OpenSignIn>();

    constructor(grants: Grants) {
        this.#grants = grants;
    }

    /** What `GET /<tenant>/oauth2/v2.0/authorize` answers. */
    authorize(tenant: Tenant, tenantName: string, params: URLSearchParams, cookies = ""): Answer {
        return orErrorPage(tenant, () => {
            const address = readReturnAddress(tenant, tenantName, params);
            return orErrorRedirect(tenant, address, () => {
                const request = readAuthorizationRequest(tenant, address, params);
                return this.#show(tenant, tenantName, request, browserOf(cookies) ?? newSecret());
            });
        });
    }

    #show(tenant: Tenant, tenantName: string, request: AuthorizationRequest, browser: string): Answer {
        const { address, resource } = request;
        const flow = newSecret();
        this.#open.set(flow, { request, browser });
        const asked = askedScopes(request);
        const answer = signInPage({
            action: `/${tenantName}/login`,
            flow,
            clientName: address.client.displayName,
            resourceName: resource.displayName,
            scopes: resource.parts.oauth2PermissionScopes
                .map((scope) => ({
                    name: textAt(scope, "value") ?? "",
                    title: textAt(scope, "userConsentDisplayName") ?? textAt(scope, "adminConsentDisplayName") ?? "",
                }))
                .filter(({ name }) => asked.includes(name)),
            users: tenant.graph.seed.principals.filter(({ type }) => type === "User"),
            redirectUri: address.redirectUri,
        });
        // other sites can open the page, but not send its form with this cookie
        const cookie = `${cookieName}=${browser}; Path=/; Secure; HttpOnly; SameSite=Lax`;
        return { ...answer, headers: { ...answer.headers, "Set-Cookie": cookie } };
    }

    /** What `POST /<tenant>/login` answers: the form of the page. */
    signIn(tenant: Tenant, form: URLSearchParams, cookies = ""): Answer {
        return orErrorPage(tenant, () => {
            const flow = field(form, "flow");
            const open = this.#open.get(flow);
            if (open === undefined) throw refusal("signInExpired");
            if (browserOf(cookies) !== open.browser) throw refusal("otherBrowser");
            this.#open.delete(flow);
            const { request } = open;
            return orErrorRedirect(tenant, request.address, () =>
                answerTo(request.address, {
                    code: this.#code(tenant, request, form),
                }),
            );
        });
    }

    #code(tenant: Tenant, request: AuthorizationRequest, form: URLSearchParams): string {
        const isTicked = (name: string) => optionalField(form, name) === "yes";
        if (isTicked("cancel")) throw refusal("declined");
        const { address, requested, resource, contexts, codeChallenge, nonce } = request;
        const { client, redirectUri, kind } = address;
        const signIn: SignIn = {
            userId: field(form, "user").toLowerCase(),
            phishingResistant: isTicked("phishing_resistant"),
            compliantDevice: isTicked("compliant_device"),
        };
        rolesOfSignedIn(tenant.graph, { userId: signIn.userId, client, resource });
        conditionalAccess(tenant.graph, resource, signIn, contexts);
        this.#consent(tenant, request, signIn.userId, isTicked("consent"));
        const grant = { clientId: client.clientId, kind, signIn, requested, ...(nonce !== undefined && { nonce }) };
        return this.#grants.issueCode({ grant, contexts, redirectUri, codeChallenge }, tenant.graph.clock.now());
    }

    /** Takes note of what a user consents to. Throws when it is not what the client needs. */
    #consent({ graph }: Tenant, request: AuthorizationRequest, userId: string, consents: boolean): void {
        const { client } = request.address;
        const { resource } = request;
        const names: Parameters<Grants["consent"]>[0] = [userId, client.clientId, resource.clientId];
        const had = [...scopesWithoutConsent(client, resource), ...this.#grants.consented(...names)];
        const missing = askedScopes(request).filter((name) => !had.includes(name));
        if (missing.length === 0) return;
        const isForAdministrators = resource.parts.oauth2PermissionScopes.some(
            ({ type, value }) => type === "Admin" && missing.includes(String(value)),
        );
        if (isForAdministrators) {
            throw refusal("adminConsent", { tenant: graph.seed.tenantId, displayName: client.displayName });
        }
        if (!consents) throw refusal("declined");
        this.#grants.consent(names, missing);
    }
}

/** Names of the scopes that a request is for. */
function askedScopes({ address, requested: { scopes }, resource }: AuthorizationRequest): string[] {
    return scopes.includes(".default") ? listedScopes(address.client, resource) : scopes;
}

function browserOf(cookies: string): string | undefined {
    return new RegExp(`(?:^|; )${cookieName}=([\\w-]+)(?:;|$)`).exec(cookies)?.[1];
}

/** Shows an error to the person in front of the browser, for no client has been recognized that could be told. */
function orErrorPage(tenant: Tenant, answer: () => Answer): Answer {
    return catching(answer, (error) => {
        const { body } = errorAnswer(error, new Date(tenant.graph.clock.now()));
        return page(400, {
            title: "Sorry, but we're having trouble signing you in.",
            content: `<p>${escaped(String(body.error_description))}</p>`,
        });
    });
}

/** Tells an error to the client. */
function orErrorRedirect(tenant: Tenant, address: ReturnAddress, answer: () => Answer): Answer {
    return catching(answer, (refused) => {
        const { body } = errorAnswer(refused, new Date(tenant.graph.clock.now()));
        const { error, error_description, error_uri } = body;
        return answerTo(address, {
            // here the word of the token endpoint does not exist
            error: error === "invalid_grant" ? "interaction_required" : String(error),
            error_description: String(error_description),
            error_uri: String(error_uri),
        });
    });
}

function catching(answer: () => Answer, refuse: (error: TokenError) => Answer): Answer {
    try {
        return answer();
    } catch (error) {
        if (error instanceof TokenError) return refuse(error);
        throw error;
    }
}

/** Without `iss`, which Entra does not send. */
function answerTo({ redirectUri, responseMode, state }: ReturnAddress, values: Record<string, string>): Answer {
    const url = new URL(redirectUri);
    const params = responseMode === "query" ? url.searchParams : new URLSearchParams();
    for (const [name, value] of Object.entries({ ...values, ...(state !== undefined && { state }) })) {
        params.set(name, value);
    }
    if (responseMode === "fragment") url.hash = params.toString();
    return redirect(url.href);
}
