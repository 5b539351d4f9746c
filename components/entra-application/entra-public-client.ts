import { ApplicationApiAccess } from "@pulumi/azuread/applicationApiAccess";
import { ApplicationRedirectUris } from "@pulumi/azuread/applicationRedirectUris";
import type { ApplicationRegistration } from "@pulumi/azuread/applicationRegistration";
import * as pulumi from "@pulumi/pulumi";
import { checked, guidProblem, knownAfter, listed, roleProblem, validate } from "../shared";
import { idProblem, idsProblems, keyProblem, proseProblem } from "./argument-problems";
import { register } from "./registration";
import { assign, defaultAccess, represent } from "./service-principal";
import { WriteSequence } from "./write-sequence";

/** Scopes of one server that a client may ask for. */
export interface EntraApiAccess {
    /** Required. Client id of the server's application, a GUID. */
    clientId: pulumi.Input<string>;
    /** Required. Ids of scopes of that application, GUIDs, at least one: `scopeIds` of `EntraApplication`. */
    scopeIds: pulumi.Input<string>[];
}

/** Arguments of `EntraPublicClient`. */
export interface EntraPublicClientArgs {
    /** Required. Name that people see when they sign in, 1 to 120 characters. */
    displayName: string;
    /**
     * Required. Where Entra sends people after they signed in, at least one: an https URL, or one that begins with
     * `http://localhost` or `http://127.0.0.1`, whose port Entra ignores. No wildcards.
     */
    redirectUris: string[];
    /** Optional. Object ids of the groups whose members may use the client, by short names. Default: nobody. */
    users?: Record<string, pulumi.Input<string>>;
    /**
     * Optional. Servers that people may consent to, by short names. Not needed for a server that lists the client in
     * `preAuthorizedClients`. Default: none.
     */
    apis?: Record<string, EntraApiAccess>;
}

/**
 * A client of one's own for programs that register none by themselves, such as Claude Code and MCP Inspector: Entra has
 * no dynamic registration.
 *
 * - It is a public client of this tenant alone. It has no secret, because nothing on a user's device keeps one; who signs
 *   in proves with PKCE that it is the one who asked.
 * - Redirect URIs are of the kind for public clients: with any other, Entra asks these programs for a secret or for
 *   headers of a browser.
 * - One client for each program, not one for all: consent and sign-in logs tell them apart.
 *
 * Serves practices MUST-3, 2.1, 2.2 and 2.3.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class EntraPublicClient extends pulumi.ComponentResource {
    /** Client id, a GUID: for `preAuthorizedClients` of a server, and for the configuration of the program. Waits until the client is complete. */
    readonly clientId: pulumi.Output<string>;
    /** Object id of the service principal, a GUID. */
    readonly servicePrincipalId: pulumi.Output<string>;

    constructor(name: string, args: EntraPublicClientArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:EntraPublicClient", name, {}, opts);
        validate(this, name, entraPublicClientProblems(name, args));

        const registration = register(name, { displayName: args.displayName, purpose: "Public client" }, this);
        const writes = new WriteSequence(registration, this);
        createRedirectUris(name, args, registration, writes);
        allowApis(name, args, registration, writes);
        const servicePrincipal = represent(name, registration.clientId, { parent: this });
        const assignments = Object.entries(args.users ?? {}).map(([group, principalId]) =>
            assign(`${name}-user-${group}`, { principalId, roleId: defaultAccess, servicePrincipal }, this),
        );

        this.clientId = knownAfter([writes.last, servicePrincipal, ...assignments], registration.clientId);
        this.servicePrincipalId = servicePrincipal.objectId;
        this.registerOutputs({ clientId: this.clientId, servicePrincipalId: this.servicePrincipalId });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function entraPublicClientProblems(
    name: string,
    { displayName, redirectUris, users = {}, apis = {} }: EntraPublicClientArgs,
): string[] {
    return [
        ...listed(
            roleProblem(name, "The component's name"),
            proseProblem(displayName, "displayName", 120),
            redirectUris.length > 0 ? undefined : "redirectUris is empty; give at least one.",
            ...redirectUris.map((uri, index) => redirectUriProblem(uri, `redirectUris[${index}]`)),
            new Set(redirectUris).size === redirectUris.length
                ? undefined
                : "redirectUris has the same URI twice; remove one.",
        ),
        ...idsProblems(users, "users"),
        ...Object.entries(apis).flatMap(([api, { clientId, scopeIds }]) =>
            listed(
                keyProblem(api, "apis"),
                idProblem(clientId, `apis.${api}.clientId`),
                scopeIds.length > 0 ? undefined : `apis.${api}.scopeIds is empty; give at least one.`,
                ...scopeIds.map((id, index) => idProblem(id, `apis.${api}.scopeIds[${index}]`)),
            ),
        ),
    ];
}

// https://learn.microsoft.com/entra/identity-platform/reply-url
function redirectUriProblem(uri: string, argument: string): string | undefined {
    const loopback = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/[^\s*#?]*)?$/;
    const elsewhere = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?(\/[^\s*#?]*)?$/;
    return (loopback.test(uri) || elsewhere.test(uri)) && uri.length <= 256
        ? undefined
        : `${argument} is "${uri}"; it must be an https URL, or begin with http://localhost or http://127.0.0.1, without wildcard, query and fragment, and have 256 characters at most.`;
}

function createRedirectUris(
    name: string,
    { redirectUris }: EntraPublicClientArgs,
    { id }: ApplicationRegistration,
    writes: WriteSequence,
): void {
    writes.next(
        (opts) =>
            new ApplicationRedirectUris(
                `${name}-redirects`,
                { applicationId: id, type: "PublicClient", redirectUris },
                opts,
            ),
    );
}

function allowApis(
    name: string,
    { apis = {} }: EntraPublicClientArgs,
    { id }: ApplicationRegistration,
    writes: WriteSequence,
): void {
    for (const [api, { clientId, scopeIds }] of Object.entries(apis)) {
        const access = {
            applicationId: id,
            apiClientId: checked(clientId, (known) => guidProblem(known, `apis.${api}.clientId`)),
            scopeIds: scopeIds.map((scopeId) =>
                checked(scopeId, (known) => guidProblem(known, `apis.${api}.scopeIds`)),
            ),
        };
        writes.next((opts) => new ApplicationApiAccess(`${name}-api-${api}`, access, opts));
    }
}
