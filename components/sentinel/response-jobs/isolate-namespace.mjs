// Cuts namespaces of servers off from the network. Again is the same as once. The job fails when one of them could not be,
// once the others are.
//
//   CLUSTER_ID   ARM id of the cluster
//   NAMESPACES   names with spaces between
import { run, variable } from "./azure.mjs";
import { connect, namespacesIn } from "./cluster.mjs";

// what is denied wins over what is allowed: https://docs.cilium.io/en/stable/security/policy/language/#deny-policies
const policy = {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: { name: "quarantine" },
    spec: { endpointSelector: {}, ingressDeny: [{ fromEntities: ["all"] }], egressDeny: [{ toEntities: ["all"] }] },
};

await run(async () => {
    const { namespaces, problems } = namespacesIn(variable("NAMESPACES"));
    if (problems.length > 0) throw new Error(problems.join(" "));
    if (namespaces.length === 0) throw new Error("NAMESPACES names no namespace.");
    const cluster = await connect(variable("CLUSTER_ID"));
    for (const namespace of namespaces) {
        const path = `/apis/cilium.io/v2/namespaces/${namespace}/ciliumnetworkpolicies/${policy.metadata.name}`;
        await cluster("PATCH", `${path}?fieldManager=incident-response&force=true`, {
            contentType: "application/apply-patch+yaml", // JSON is YAML
            body: { ...policy, metadata: { ...policy.metadata, namespace } },
        }).catch((error) => problems.push(error.message));
    }
    if (problems.length > 0) throw new Error(problems.join(" "));
    return `Isolated ${namespaces.join(", ")}.`;
});
