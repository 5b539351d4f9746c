import {
    changed,
    goodClusterRole,
    goodClusterRoleBinding,
    goodCronJob,
    goodDeployment,
    goodGateway,
    goodIngress,
    goodJob,
    goodNamespace,
    goodRole,
    goodRoleBinding,
    goodServiceAccount,
    goodStatefulSet,
    named,
    quarantine,
    type Sample,
} from "./sample-objects";

/** What an administrator may create, by what it is: what every bad object would be if it were not bad. */
export const goodObjects: Readonly<Record<string, Sample>> = {
    "a namespace": named(goodNamespace, "mcp-billing"),
    "a namespace of something else": changed(goodNamespace, ({ metadata }) => {
        metadata.name = "platform";
        metadata.labels["mcp-tier"] = "platform";
    }),
    "a deployment": named(goodDeployment, "billing"),
    "a stateful set": goodStatefulSet,
    "a job": goodJob,
    "a scheduled job": goodCronJob,
    "a service account": named(goodServiceAccount, "billing"),
    "a gateway": named(goodGateway, "billing"),
    "a gateway with mutual TLS": changed(goodGateway, ({ metadata, spec }) => {
        metadata.name = "billing";
        spec.servers[0].tls.mode = "MUTUAL";
    }),
    "an ingress": goodIngress,
    "a network policy": quarantine,
    "a role": named(goodRole, "readers"),
    "a cluster role": goodClusterRole,
    "the role of a group": named(goodRoleBinding, "readers"),
    "the role of a single account": changed(goodRoleBinding, ({ metadata, subjects }) => {
        metadata.name = "account";
        subjects[0] = { kind: "ServiceAccount", name: "orders", namespace: metadata.namespace };
    }),
    "the cluster role of a group": goodClusterRoleBinding,
    "a workload with the token for Entra": changed(named(goodDeployment, "billing"), ({ spec }) => {
        spec.template.spec.volumes.push({
            name: "token",
            projected: {
                sources: [{ serviceAccountToken: { path: "token", audience: "api://AzureADTokenExchange" } }],
            },
        });
    }),
};
