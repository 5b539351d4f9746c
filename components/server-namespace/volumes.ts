import type * as inputs from "@pulumi/kubernetes/types/input";
import { vaultVolume } from "../shared";
import { filesName } from "./programs";
import { secretClass } from "./secrets";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** Names of the volumes of a pod. */
export const volumes = {
    vault: "vault",
    certificates: "certificates",
    certificateProgram: "certificate-program",
    proxyFiles: "proxy-files",
    definitionCheckFiles: "definition-check-files",
    definitionCheckScratch: "definition-check-scratch",
    serverScratch: "server-scratch",
} as const;

/** Name of the volume with a secret of the server. */
export function secretVolume(secret: string): string {
    return `secret-${secret}`;
}

/** What containers mount: nothing of the node, and nothing that outlives the pod. */
export function podVolumes(name: string, { secrets = {} }: ServerNamespaceArgs): inputs.core.v1.Volume[] {
    return [
        vaultVolume(volumes.vault, name),
        // in memory, for there is a key in it
        { name: volumes.certificates, emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        files(volumes.certificateProgram, filesName("certificates", name)),
        files(volumes.proxyFiles, filesName("proxy", name)),
        files(volumes.definitionCheckFiles, filesName("definition-check", name)),
        { name: volumes.definitionCheckScratch, emptyDir: { sizeLimit: "1Mi" } },
        { name: volumes.serverScratch, emptyDir: { sizeLimit: "128Mi" } },
        ...Object.keys(secrets).map((secret) => vaultVolume(secretVolume(secret), secretClass(name, secret))),
    ];
}

function files(name: string, configMap: string): inputs.core.v1.Volume {
    return { name, configMap: { name: configMap, defaultMode: 0o444 } };
}
