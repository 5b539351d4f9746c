import type * as inputs from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { secretsDriver } from "./aks";
import type { KubernetesObject } from "./kubernetes-object";

/** What the pods that mount the class get from a vault. */
interface MountedSecrets {
    name: string;
    namespace: string;
    vaultName: pulumi.Input<string>;
    /** Id of the Entra tenant that the vault belongs to. */
    tenantId: string;
    /** Client id of the identity that reads: that of the pods' service account. */
    clientId: pulumi.Input<string>;
    /** Which secrets, as `objectList` writes them. */
    objects: pulumi.Input<string>;
    /** What the driver keeps as Secrets of Kubernetes as long as a pod mounts the class. Default: nothing. */
    kept?: readonly KeptSecret[];
}

/** A secret of a vault that becomes a file. */
interface MountedSecret {
    /** Its name; that of a certificate is also that of the secret with its key. */
    secretName: string;
    /** Name of the file. Default: that of the secret. */
    file?: string;
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
    objects,
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
                objects,
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

/** YAML in YAML, as the driver wants it; names of secrets and files are letters, digits and hyphens. */
export function objectList(secrets: readonly MountedSecret[]): string {
    const items = secrets.map(({ secretName, file }) => [
        "  - |\n",
        `    objectName: ${JSON.stringify(secretName)}\n`,
        ...(file === undefined ? [] : [`    objectAlias: ${JSON.stringify(file)}\n`]),
        "    objectType: secret\n",
    ]);
    return `array:\n${items.flat().join("")}`;
}

/** A volume of a pod with the files of a class. */
export function vaultVolume(name: string, secretProviderClass: string): inputs.core.v1.Volume {
    return { name, csi: { driver: secretsDriver, readOnly: true, volumeAttributes: { secretProviderClass } } };
}
