import type * as pulumi from "@pulumi/pulumi";
import {
    type KubernetesObject,
    objectList,
    type Principal,
    parseSecretUri,
    readableSecret,
    type SecretReference,
    secretProviderClass,
} from "../shared";
import { textOf } from "./known-text";
import { namespaceOf } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** Name of the file that a secret is in, in the folder of its name. */
const secretFile = "value";

/** Name of the class that a secret is mounted by. */
export function secretClass(name: string, secret: string): string {
    return `${name}-secret-${secret}`;
}

/**
 * What the driver brings from vaults for the server alone, by role, as files, never as Secrets of Kubernetes. Each secret
 * has a class of its own: a class is for one vault, and which vaults are the same is not known before they exist.
 * Serves practices 6.2 and 6.3.
 */
export function secretClasses(
    name: string,
    { secrets = {}, tenantId }: ServerNamespaceArgs,
    clientId: pulumi.Input<string>,
): Record<string, KubernetesObject> {
    const classes = Object.entries(secrets).map(([secret, { uri }]) => [
        `secret-${secret}`,
        secretProviderClass({
            name: secretClass(name, secret),
            namespace: namespaceOf(name),
            vaultName: textOf({ uri }, (known) => placeOf(known.uri).vaultName),
            tenantId,
            clientId,
            objects: textOf({ uri }, (known) =>
                objectList([{ secretName: placeOf(known.uri).secretName, file: secretFile }]),
            ),
        }),
    ]);
    return Object.fromEntries(classes);
}

/** The secrets, whose addresses are known when the server may read them. Serves practices 2.2 and 6.2. */
export function readableSecrets(
    name: string,
    { secrets = {}, subscriptionId }: ServerNamespaceArgs,
    principal: Principal,
    parent: pulumi.Resource,
): Record<string, SecretReference> {
    const readable = Object.entries(secrets).map(([secret, reference]) => {
        const reader = { argument: `secrets.${secret}`, principal, subscriptionId };
        const uri = readableSecret(`${name}-secret-${secret}-reader`, reference, reader, parent);
        return [secret, { ...reference, uri }];
    });
    return Object.fromEntries(readable);
}

function placeOf(uri: string): { vaultName: string; secretName: string } {
    const place = parseSecretUri(uri);
    if (place === undefined) throw new Error("serverNamespaceProblems lets no such address pass");
    return place;
}
