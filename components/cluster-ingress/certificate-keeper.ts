import type * as inputs from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { objectLabels, podLabels } from "../server-namespace/names";
import {
    ingressNamespace,
    type KubernetesObject,
    objectList,
    parseArmId,
    podSecurity,
    secretProviderClass,
    vaultVolume,
} from "../shared";
import type { ClusterIngressArgs } from "./cluster-ingress-args";

/** Name of everything that keeps the certificates, in the namespace of the gateway. */
export const keeperName = "mcp-ingress-certificates";

/**
 * Secrets that gateways and destination rules name, which Istio looks for beside the gateway:
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export const serverSecret = "mcp-ingress";
export const clientSecret = "mcp-ingress-client";

/**
 * What brings the certificates to the gateway, by role. The driver keeps a Secret only as long as a pod mounts its
 * source, and AKS owns the pods of the gateway: so a pod of ours mounts it, and does nothing else.
 * https://learn.microsoft.com/azure/aks/istio-secure-gateway
 */
export function certificateKeeper(
    { certificates, tenantId, image }: ClusterIngressArgs,
    clientId: pulumi.Input<string>,
): Record<"account" | "certificates" | "keeper", KubernetesObject> {
    const { vaultId, certificateName, clientCertificateName, authorityName } = certificates;
    const { names: [vaultName = ""] = [] } = parseArmId(vaultId) ?? {};
    const files = [certificateName, clientCertificateName, authorityName];
    const pair = (name: string) => ({ "tls.crt": name, "tls.key": name });
    return {
        account: {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: {
                name: keeperName,
                namespace: ingressNamespace,
                annotations: { "azure.workload.identity/client-id": clientId },
            },
            automountServiceAccountToken: false,
        },
        certificates: secretProviderClass({
            name: keeperName,
            namespace: ingressNamespace,
            vaultName,
            tenantId,
            clientId,
            objects: objectList(files.map((secretName) => ({ secretName }))),
            kept: [
                { name: serverSecret, type: "kubernetes.io/tls", entries: pair(certificateName) },
                { name: clientSecret, type: "kubernetes.io/tls", entries: pair(clientCertificateName) },
                { name: `${clientSecret}-cacert`, type: "Opaque", entries: { cacert: authorityName } },
            ],
        }),
        keeper: {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: keeperName, namespace: ingressNamespace, labels },
            spec: deployment(image, files),
        },
    };
}

const labels = objectLabels(keeperName);

const volume = "certificates";
const folder = "/mnt/certificates";

function deployment(image: string, files: string[]): inputs.apps.v1.DeploymentSpec {
    return {
        replicas: 1,
        revisionHistoryLimit: 2,
        selector: { matchLabels: podLabels(keeperName) },
        template: {
            metadata: { labels: { ...labels, "azure.workload.identity/use": "true" } },
            spec: {
                serviceAccountName: keeperName,
                automountServiceAccountToken: false,
                enableServiceLinks: false,
                terminationGracePeriodSeconds: 10,
                securityContext: podSecurity,
                containers: [container(image, files)],
                volumes: [vaultVolume(volume, keeperName)],
            },
        },
    };
}

function container(image: string, files: string[]): inputs.core.v1.Container {
    const hasFiles = {
        exec: { command: ["node", "-e", findAll, ...files.map((file) => `${folder}/${file}`)] },
        periodSeconds: 60,
        timeoutSeconds: 10,
        failureThreshold: 3,
    };
    return {
        name: "keeper",
        image,
        // the first process of a container ends on no signal that it does not handle
        command: ["node", "-e", 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 2 ** 30);'],
        securityContext: {
            privileged: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        },
        // the least that deployment safeguards leave as it is: https://learn.microsoft.com/azure/aks/deployment-safeguards
        resources: { requests: size, limits: size },
        volumeMounts: [{ name: volume, mountPath: folder, readOnly: true }],
        livenessProbe: hasFiles,
        readinessProbe: hasFiles,
    };
}

const size = { cpu: "100m", memory: "128Mi", "ephemeral-storage": "16Mi" };

const findAll = 'for (const file of process.argv.slice(1)) require("node:fs").accessSync(file);';
