import type { Properties } from "../../provider/provider";
import { textAt } from "../../provider/values";
import { applications, type Parts, partsOf } from "../applications/application";
import { type RedirectUris, redirectUrisOf } from "../applications/redirect-uris";
import type { Directory } from "../directory";
import { servicePrincipalsOf } from "../service-principals/principals";
import { microsoftClients } from "./microsoft";
import { TokenError } from "./token-error";

/** An application that is deployed, and what stands for it in the tenant. */
export interface Registered {
    clientId: string;
    displayName: string;
    /** Object id of the application. */
    objectId: string;
    /** Version of tokens for it. */
    tokenVersion: number;
    parts: Parts;
    redirectUris: RedirectUris;
    /** Whose users may sign in, such as `AzureADMyOrg`. */
    signInAudience: string;
    servicePrincipal: Properties;
}

/** A client that asks for tokens; one of Microsoft has nothing in the local directory. */
export interface Client {
    clientId: string;
    displayName: string;
    redirectUris: RedirectUris;
    registered?: Registered;
}

/**
 * The client with a client id.
 * @throws TokenError when Entra would not know it, or gives it no tokens.
 */
export function clientOf(graph: Directory, clientId: string): Client {
    const ofMicrosoft = microsoftClients.get(clientId.toLowerCase());
    if (ofMicrosoft !== undefined) return { clientId: clientId.toLowerCase(), ...ofMicrosoft };
    const registered = registeredClient(graph, clientId);
    const { displayName, redirectUris } = registered;
    return { clientId: registered.clientId, displayName, redirectUris, registered };
}

/**
 * The application that is deployed with a client id, as a client.
 * @throws TokenError when there is none that gets tokens.
 */
export function registeredClient(graph: Directory, clientId: string): Registered {
    const found = find(graph, (application) => sameText(textAt(application, "clientId"), clientId));
    if (found === undefined) throw unknownClient(graph, clientId);
    const { servicePrincipal, ...application } = found;
    if (servicePrincipal === undefined) {
        throw new TokenError(
            7000229,
            "unauthorized_client",
            `The client application ${clientId} is missing service principal in the tenant ${graph.seed.tenantId}.`,
        );
    }
    if (servicePrincipal.accountEnabled === false) {
        throw new TokenError(
            7000112,
            "unauthorized_client",
            `Application '${found.clientId}'(${found.displayName}) is disabled.`,
        );
    }
    return { ...application, servicePrincipal };
}

/** What Entra says of a client id that nothing in the tenant has. */
export function unknownClient({ seed }: Directory, clientId: string): TokenError {
    return new TokenError(
        700016,
        "unauthorized_client",
        `Application with identifier '${clientId}' was not found in the directory '${seed.tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    );
}

/**
 * The application that tokens are asked for, by an identifier URI, byte for byte, or by client id.
 * @throws TokenError when there is none that tokens are issued for.
 */
export function resourceOf(graph: Directory, name: string): Registered {
    const found = find(
        graph,
        (application) =>
            partsOf(application).identifierUris.includes(name) || sameText(textAt(application, "clientId"), name),
    );
    if (found?.servicePrincipal === undefined) {
        throw new TokenError(
            500011,
            "invalid_resource",
            `The resource principal named ${name} was not found in the tenant named ${graph.seed.tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
        );
    }
    const { servicePrincipal, ...application } = found;
    if (servicePrincipal.accountEnabled === false) {
        throw new TokenError(
            500014,
            "invalid_resource",
            `The service principal for resource '${name}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.`,
        );
    }
    return { ...application, servicePrincipal };
}

function find(
    graph: Directory,
    matches: (application: Properties) => boolean,
): (Omit<Registered, "servicePrincipal"> & { servicePrincipal?: Properties }) | undefined {
    const application = applications(graph).find(matches);
    if (application === undefined) return undefined;
    const clientId = textAt(application, "clientId") ?? "";
    const servicePrincipal = servicePrincipalsOf(graph, clientId)[0]?.body;
    return {
        clientId,
        displayName: textAt(application, "displayName") ?? "",
        objectId: textAt(application, "objectId") ?? "",
        tokenVersion: Number(application.requestedAccessTokenVersion ?? 1),
        parts: partsOf(application),
        redirectUris: redirectUrisOf(application),
        signInAudience: textAt(application, "signInAudience") ?? "",
        ...(servicePrincipal && { servicePrincipal }),
    };
}

function sameText(one: string | undefined, other: string): boolean {
    return one?.toLowerCase() === other.toLowerCase();
}
