// Does not prove that kubelogin gets a token, nor that the load balancer has the address: nothing signs in or runs here.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { KubeconfigLogin, kubeconfig } from "../../components/cluster/kubeconfig";
import { kubernetesPackage } from "../../local/kubernetes";
import { LocalCluster } from "../../local/kubernetes/local-cluster";
import { part } from "../../local/kubernetes/object";
import { type ProviderServer, serveProvider } from "../../local/provider/server";
import { MemoryStore } from "../local/cloud/memory-store";
import { KubernetesStack } from "./kubernetes-stack";

const host = "contoso-mcp.privatelink.westeurope.azmk8s.io";
const cluster = {
    name: "aks-contoso-mcp",
    certificateAuthority: "LS0tLS1CRUdJTg==",
    tenantId: "11111111-1111-4111-8111-111111111111",
    login: KubeconfigLogin.ManagedIdentity,
};
const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "default" } };

describe("the Kubernetes provider on a private cluster of AKS", function () {
    this.timeout(120_000);

    const folder = mkdtempSync(path.join(os.tmpdir(), "aks-"));
    const local = new LocalCluster({ folder, log: () => {} });
    const store = new MemoryStore();
    let provider: ProviderServer;
    let stack: KubernetesStack;

    before(async () => {
        const id = `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`;
        const type = "azure-native:containerservice:ManagedCluster";
        const body = { privateFQDN: host };
        await store.write([{ key: `arm:${id.toLowerCase()}`, value: { type, id, body } }]);
        provider = await serveProvider(kubernetesPackage(local, store), 0);
    });
    afterEach(() => stack.remove());
    after(async () => {
        await provider.close();
        await local.stop();
        rmSync(folder, { recursive: true });
    });

    it("takes a kubeconfig without secret, which the first preview does not know yet", async () => {
        const later = kubeconfig({ ...cluster, host });
        stack = await new KubernetesStack(provider.port, { kubeconfig: { later } }).create();
        const objects = { settings: { ...settings, data: { level: "info" } } };
        assert.deepEqual(await stack.preview(objects), {
            "objects-test": "create",
            cluster: "create",
            settings: "create",
        });
        await stack.up(objects);
        assert.equal((await stack.resources()).settings?.id, "default/settings");
    });

    it("says which clusters there are when the kubeconfig is of none of them", async () => {
        const wrong = { kubeconfig: kubeconfig({ ...cluster, host: host.replace("contoso", "fabrikam") }) };
        stack = await new KubernetesStack(provider.port, wrong).create();
        await assert.rejects(
            stack.up({ settings: { ...settings, metadata: { ...settings.metadata, name: "other" } } }),
            (error: Error) =>
                error.message
                    .replaceAll(/\s+/g, " ")
                    .includes(
                        `unreachable: no such host in the kubeconfig's server https://${host.replace("contoso", "fabrikam")}:443. ` +
                            `The local cloud has ${cluster.name} at ${host}.`,
                    ),
        );
    });

    it("sets fields of the Service of the ingress gateway, and gives them back", async () => {
        const service = {
            apiVersion: "v1",
            kind: "Service",
            metadata: { name: "aks-istio-ingressgateway-internal", namespace: "aks-istio-ingress" },
        };
        const annotations = {
            "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
            "service.beta.kubernetes.io/azure-load-balancer-ipv4": "10.10.3.254",
        };
        const annotationsOf = async () => part(await (await local.use()).get(service), "metadata", "annotations");
        stack = await new KubernetesStack(provider.port, { kubeconfig: kubeconfig({ ...cluster, host }) }).create();
        const address = { ...service, patch: true, metadata: { ...service.metadata, annotations } };
        await stack.up({ address });
        assert.deepEqual(await annotationsOf(), annotations);
        assert.deepEqual(await stack.preview({ address }), {});
        await stack.destroy();
        assert.deepEqual(await annotationsOf(), {
            "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
        });
    });
});
