// Does not prove that a cluster takes the objects: every start of one does.
import assert from "node:assert/strict";
import { ingressGateway, ingressNamespace, sandboxRuntimeClass } from "../../../../components/shared";
import { systemNamespaces as excluded } from "../../../../components/shared/aks";
import { systemNamespaces, systemObjects } from "../../../../local/kubernetes/aks/system-objects";
import { idOf, kindOf } from "../../../../local/kubernetes/object";

describe("systemObjects", () => {
    it("have the namespaces that admission leaves to Azure, but that of Flux, which is an extension", () => {
        const own = excluded.filter((name) => !name.startsWith("kube-") && name !== "flux-system");
        assert.deepEqual([...systemNamespaces].sort(), [...own].sort());
    });

    it("have what the components refer to", () => {
        const ids = systemObjects.map((object) => `${kindOf(object)} ${idOf(object)}`);
        for (const id of [`Service ${ingressNamespace}/${ingressGateway}`, `RuntimeClass ${sandboxRuntimeClass}`]) {
            assert.ok(ids.includes(id), id);
        }
    });
});
