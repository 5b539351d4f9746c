import type * as inputs from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { type KubernetesObject, podSecurity, sandboxRuntimeClass, tierLabel, toolsTier } from "../shared";
import { certificatesContainer, definitionCheckContainer, proxyContainer, serverContainer } from "./containers";
import { namespaceOf, objectLabels, podLabels } from "./names";
import { replicasOf, type ServerNamespaceArgs } from "./server-namespace-args";
import { podVolumes } from "./volumes";

/**
 * The pods: each in a virtual machine of its own on nodes for tools, spread over zones and nodes, replaced one by one.
 * No container has rights, a writable disk of its own or a token of the cluster; only the server has the identity and
 * its secrets. Serves practices 4.3, 10.1, 10.2 and 12.1.
 *
 * @param checksum - Of all files that containers read when they start: pods with others replace these.
 */
export function deployment(name: string, args: ServerNamespaceArgs, checksum: pulumi.Input<string>): KubernetesObject {
    const spec: inputs.apps.v1.DeploymentSpec = {
        replicas: replicasOf(args),
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: 600,
        selector: { matchLabels: podLabels(name) },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: {
            metadata: {
                labels: { ...objectLabels(name), "azure.workload.identity/use": "true" },
                annotations: {
                    "checksum/files": checksum,
                    "azure.workload.identity/skip-containers": "certificates;proxy;definition-check",
                },
            },
            spec: pod(name, args),
        },
    };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: namespaceOf(name), labels: objectLabels(name) },
        spec,
    };
}

function pod(name: string, args: ServerNamespaceArgs): inputs.core.v1.PodSpec {
    return {
        serviceAccountName: name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        hostNetwork: false,
        hostPID: false,
        hostIPC: false,
        shareProcessNamespace: false,
        terminationGracePeriodSeconds: 60,
        // a name with a dot is asked as it is first: the policies of the namespace let no domain be searched
        // https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config
        dnsConfig: { options: [{ name: "ndots", value: "1" }] },
        runtimeClassName: sandboxRuntimeClass,
        nodeSelector: { [tierLabel]: toolsTier },
        tolerations: [{ key: tierLabel, operator: "Equal", value: toolsTier, effect: "NoSchedule" }],
        topologySpreadConstraints: [
            // a zone that is lost must not keep the pods from the others
            spread(name, "topology.kubernetes.io/zone", "ScheduleAnyway"),
            spread(name, "kubernetes.io/hostname", "DoNotSchedule"),
        ],
        securityContext: podSecurity,
        initContainers: [certificatesContainer(args)],
        containers: [serverContainer(args), proxyContainer(args), definitionCheckContainer(name, args)],
        volumes: podVolumes(name, args),
    };
}

function spread(name: string, topologyKey: string, whenUnsatisfiable: string): inputs.core.v1.TopologySpreadConstraint {
    return {
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable,
        labelSelector: { matchLabels: podLabels(name) },
        matchLabelKeys: ["pod-template-hash"], // pods that are being replaced do not count
        nodeTaintsPolicy: "Honor", // nor do nodes that take no pods
    };
}
