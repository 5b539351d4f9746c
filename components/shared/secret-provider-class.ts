import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "./kubernetes-object";

/** What the pods that mount the class get from a vault. */
interface MountedSecrets {
    name: string;
    namespace: string;
    vaultName: string;
    /** Id of the Entra tenant that the vault belongs to. */
    tenantId: string;
    /** Client id of the identity that reads: that of the pods' service account. */
    clientId: pulumi.Input<string>;
    /** Names of the secrets; of a certificate, it is also that of the secret with its key. Each becomes a file of its name. */
    secrets: readonly string[];
    /** What the driver keeps as Secrets of Kubernetes as long as a pod mounts the class. Default: nothing. */
    kept?: readonly KeptSecret[];
}

/** A Secret of Kubernetes, whose entries come from secrets of the vault. */
interface KeptSecret {
    name: string;
    type: string;
    /** Names of secrets in the vault, by the key of the entry. */
    entries: Readonly<Record<string, string>>;
}

/**
 * Secrets of a vault as files of pods, read by the identity that the pods have, never by one of the node. Always the
 * current versions: the driver looks for new ones.
 * https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options
 */
export function secretProviderClass({
    name,
    namespace,
    vaultName,
    tenantId,
    clientId,
    secrets,
    kept = [],
}: MountedSecrets): KubernetesObject {
    return {
        apiVersion: "secrets-store.csi.x-k8s.io/v1",
        kind: "SecretProviderClass",
        metadata: { name, namespace },
        spec: {
            provider: "azure",
            parameters: {
                usePodIdentity: "false",
                useVMManagedIdentity: "false",
                clientID: clientId,
                keyvaultName: vaultName,
                tenantId,
                objects: objectList(secrets),
            },
            ...(kept.length > 0 && {
                secretObjects: kept.map(({ name: secretName, type, entries }) => ({
                    secretName,
                    type,
                    data: Object.entries(entries).map(([key, objectName]) => ({ objectName, key })),
                })),
            }),
        },
    };
}

/** YAML in YAML, as the driver wants it; names of secrets are letters, digits and hyphens. */
function objectList(secrets: readonly string[]): string {
    const items = secrets.map((secret) => `  - |\n    objectName: ${JSON.stringify(secret)}\n    objectType: secret\n`);
    return `array:\n${items.join("")}`;
}
