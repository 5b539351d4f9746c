// Does not prove that containers start: there are no nodes, and nobody but the API server has read what is in the objects.
import assert from "node:assert/strict";
import { captureProgram } from "../support/capture";
import { AdmittingCluster } from "./admission/admitting-cluster";
import { administrator } from "./admission/people";
import type { Sample } from "./admission/sample-objects";

describe("a cluster, with the guards of the environment, accepts every object of", function () {
    this.timeout(120_000);
    let admitting: AdmittingCluster;

    before(async () => {
        admitting = await AdmittingCluster.start();
    });
    after(() => admitting.stop());

    /** Made as an ordinary administrator makes it, or changed if it is there; a field that nobody knows is an error. */
    const isAccepted = async (object: Sample) => {
        const { status, body, warnings } = await admitting.requests.apply(object, administrator);
        const what = `${object.kind} ${object.metadata.name}`;
        assert.ok(status < 300, `${what}: ${body.message}`);
        assert.deepEqual(warnings, [], what);
    };

    const hasItsPods = async ({ metadata: { namespace }, spec: { replicas, selector } }: Sample) => {
        const pods: Sample[] = await admitting.cluster.list("v1", "Pod", namespace);
        const labels = Object.entries(selector.matchLabels);
        const own = pods.filter(({ metadata }) => labels.every(([name, value]) => metadata.labels[name] === value));
        return own.length === replicas;
    };

    for (const environment of ["dev", "staging", "prod"]) {
        it(`${environment}, and makes its pods`, async () => {
            const { resources } = await captureProgram(environment);
            const own = resources.filter(({ type }) => /^kubernetes:(?!.*Patch$)/.test(type));
            const objects: Sample[] = own.map(({ inputs }) => inputs);
            const guards = objects.filter(({ apiVersion }) => apiVersion.startsWith("admissionregistration"));
            const others = objects.filter((object) => !guards.includes(object));
            const patches = resources.filter(({ type }) => /^kubernetes:.*Patch$/.test(type));

            const deployments = others.filter(({ kind }) => kind === "Deployment");
            const names = [...deployments, ...patches.map(({ inputs }) => inputs)].map(({ metadata }) => metadata.name);
            assert.deepEqual(names, ["mcp-ingress-certificates", "orders", "aks-istio-ingressgateway-internal"]);

            for (const guard of guards) await isAccepted(guard);
            await admitting.guarded();
            for (const object of others) await isAccepted(object);
            for (const { inputs } of patches) await isAccepted(inputs);
            for (const deployment of deployments) await admitting.until(() => hasItsPods(deployment));

            // what is in a namespace goes with it
            const namespaces = others.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
            const outside = others.filter(({ metadata }) => !namespaces.includes(metadata.namespace));
            await Promise.all(outside.map((object) => admitting.remove(object)));
        });
    }
});
