import type * as pulumi from "@pulumi/pulumi";
import { checked, type Principal, readableSecret } from "../shared";
import type { GatewayArgs } from "./gateway-args";
import { createNamedValue, type NamedValueContent, type ServicePlace } from "./named-value";

/**
 * What responders change to stop somebody: the session epoch, lists of object ids with one space between, `none` for
 * nobody, and `elevated` for a lower limit. They are created once, and no later deployment sets them back.
 *
 * Serves practices IR-2, 4.2 and 8.3.
 */
const ownedByResponders: Readonly<Record<string, string>> = {
    "session-epoch": "1",
    "blocked-principals": "none",
    "throttled-principals": "none",
    "risk-level": "normal",
};

/** What the policies of all servers refer to. Serves practices 6.1, 6.2 and MUST-4. */
export function createNamedValues(
    name: string,
    place: ServicePlace,
    identities: { systemPrincipal: Principal; clientId: pulumi.Output<string> },
    args: GatewayArgs,
    parent: pulumi.Resource,
): pulumi.Resource[] {
    const create = (displayName: string, content: NamedValueContent, opts: pulumi.CustomResourceOptions = {}) =>
        createNamedValue(name, place, displayName, content, { parent, ...opts });
    const keys = readSessionKeys(name, identities.systemPrincipal, args, parent);
    const signing = keys[args.signingSessionKey];
    if (signing === undefined) throw new Error("gatewayProblems lets no such arguments pass");
    // the same while there is only one
    const other = Object.entries(keys).find(([key]) => key !== args.signingSessionKey)?.[1] ?? signing;
    // no identityClientId: that is the system identity
    const sessionKey = (which: "current" | "previous", secretIdentifier: pulumi.Output<string>) =>
        create(`session-key-${which}`, { secret: true, keyVault: { secretIdentifier } });
    return [
        sessionKey("current", signing),
        sessionKey("previous", other),
        ...Object.entries(ownedByResponders).map(([displayName, value]) =>
            create(displayName, { secret: false, value }, { ignoreChanges: ["value"] }),
        ),
        create("content-safety-endpoint", { secret: false, value: contentSafetyEndpoint(args) }),
        create("gateway-identity-client-id", { secret: false, value: identities.clientId }),
    ];
}

/**
 * Addresses of the session keys by name, each readable. Roles are named by the key, not by what it is good for now: when
 * keys change places, no role does.
 */
function readSessionKeys(
    name: string,
    principal: Principal,
    { sessionKeys, subscriptionId }: GatewayArgs,
    parent: pulumi.Resource,
): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        Object.entries(sessionKeys).map(([key, reference]) => {
            const reader = { argument: `sessionKeys.${key}`, principal, subscriptionId };
            return [key, readableSecret(`${name}-key-${key}-reader`, reference, reader, parent)];
        }),
    );
}

/** With a slash at its end, to which policies add the path of a call. */
function contentSafetyEndpoint(args: GatewayArgs): pulumi.Output<string> {
    return checked(args.contentSafetyEndpoint, contentSafetyEndpointProblem).apply((endpoint) =>
        endpoint.endsWith("/") ? endpoint : `${endpoint}/`,
    );
}

/** A problem when the text is not the address of an account of Azure AI Content Safety. */
export function contentSafetyEndpointProblem(endpoint: string): string | undefined {
    return /^https:\/\/[a-z0-9.-]+\/?$/.test(endpoint)
        ? undefined
        : `contentSafetyEndpoint is "${endpoint}"; it must be an https URL without a path, for example "https://ai-contoso.cognitiveservices.azure.com/".`;
}
