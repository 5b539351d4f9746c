// Does not prove that a deployed cluster is recorded like this: local/azure's own tests do.
import assert from "node:assert/strict";
import { checkServer } from "../../../local/kubernetes/known-clusters";
import { MemoryStore } from "../cloud/memory-store";

const id = (name: string) =>
    `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${name}`;

async function storeWith(...names: string[]): Promise<MemoryStore> {
    const store = new MemoryStore();
    const type = "azure-native:containerservice:ManagedCluster";
    await store.write(
        names.map((name) => ({
            key: `arm:${id(name).toLowerCase()}`,
            value: { type, id: id(name), body: { privateFQDN: `${name}.privatelink.westeurope.azmk8s.io` } },
        })),
    );
    return store;
}

describe("checkServer", () => {
    it("lets every kubeconfig lead to the cluster while Azure has none", async () => {
        const store = await storeWith();
        for (const server of [undefined, "https://anywhere.test:443", "nonsense"]) checkServer(server, store);
    });

    it("lets those lead there that name a cluster of Azure", async () => {
        const store = await storeWith("blue", "green");
        checkServer("https://blue.privatelink.westeurope.azmk8s.io:443", store);
        checkServer("https://GREEN.privatelink.westeurope.azmk8s.io", store);
    });

    it("refuses all others, and says which clusters there are", async () => {
        const store = await storeWith("blue", "green");
        const known =
            "The local cloud has blue at blue.privatelink.westeurope.azmk8s.io, green at green.privatelink.westeurope.azmk8s.io. " +
            "Set kubeconfig of the provider to that of one of them.";
        const why = "configured Kubernetes cluster is unreachable:";
        for (const [server, reason] of [
            [
                "https://red.privatelink.westeurope.azmk8s.io:443",
                "no such host in the kubeconfig's server https://red.privatelink.westeurope.azmk8s.io:443",
            ],
            ["nonsense", "no such host in the kubeconfig's server nonsense"],
            [undefined, "no kubeconfig names a server"],
        ] as const) {
            assert.throws(() => checkServer(server, store), { name: "Refusal", message: `${why} ${reason}. ${known}` });
        }
    });
});
