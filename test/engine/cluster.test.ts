// Does not prove that AKS accepts the cluster: the API server is Kubernetes' own, nodes and webhooks of AKS are missing.
import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { clusterFolder, LocalCluster } from "../../local/kubernetes/local-cluster";
import type { KubernetesObject } from "../../local/kubernetes/object";
import type { Deployment } from "../../local/recovery/deployment";
import { devObjects, devResources } from "../support/dev-resources";
import type { JsonReport, LocalRun } from "../support/local-run";
import { fast, fastEverywhere, suiteRun } from "../support/suite-run";

const changed = ({ changes }: JsonReport) =>
    changes
        .filter(({ operation }) => operation !== "unchanged")
        .map(({ name, operation }) => `${operation} ${name}`)
        .sort();

/** What the state has of Kubernetes, as it was sent. */
async function objectsIn(local: LocalRun): Promise<KubernetesObject[]> {
    const file = join(local.home, "state", ".pulumi", "stacks", "zero-trust-mcp", "dev.json");
    const { resources = [] }: Deployment = JSON.parse(await readFile(file, "utf8")).checkpoint.latest;
    return resources
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(({ inputs }) => inputs as unknown as KubernetesObject);
}

describe("an environment with its cluster", function () {
    this.timeout(300_000);
    const local = suiteRun();

    async function inCluster<T>(action: (cluster: Awaited<ReturnType<LocalCluster["use"]>>) => Promise<T>): Promise<T> {
        const running = new LocalCluster({ folder: clusterFolder(join(local.home, "cloud")), log: () => {} });
        try {
            return await action(await running.use());
        } finally {
            await running.stop();
        }
    }

    it("is deployed from outside but for what is in the cluster", async () => {
        const { resources } = await local.report(["up", ...fast]);
        assert.deepEqual(resources, { created: devResources, updated: 0, replaced: 0, deleted: 0, unchanged: 0 });
        assert.deepEqual(await objectsIn(local), []);
    });

    it("then from inside but for everything else", async () => {
        const { resources } = await local.report(["up", ...fastEverywhere, "--only-kubernetes"]);
        assert.deepEqual(resources, {
            created: devObjects,
            updated: 0,
            replaced: 0,
            deleted: 0,
            unchanged: devResources,
        });
        assert.equal((await objectsIn(local)).length, devObjects);
    });

    it("and is complete", async () => {
        const { resources } = await local.report(["up", ...fastEverywhere]);
        const unchanged = devResources + devObjects;
        assert.deepEqual(resources, { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged });
    });

    it("shows what somebody takes away in the cluster, and puts it back", async () => {
        await inCluster(async (cluster) => {
            const metadata = { name: "default-deny", namespace: "mcp-orders" };
            const guard = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata };
            await cluster.delete(guard, "Background");
        });
        assert.deepEqual(changed(await local.report(["refresh", ...fastEverywhere])), ["delete orders-default-deny"]);
        assert.deepEqual(changed(await local.report(["up", ...fastEverywhere])), ["create orders-default-deny"]);
    });

    it("is gone with its objects after its destruction", async () => {
        const { resources } = await local.report(["destroy", ...fastEverywhere]);
        assert.equal(resources.deleted, devResources + devObjects);
        const left = await inCluster((cluster) => cluster.list("v1", "ConfigMap", "mcp-orders"));
        assert.deepEqual(left, []);
    });
});

describe("an environment whose cluster follows a repository", function () {
    this.timeout(300_000);
    const local = suiteRun();
    const folder = () => join(local.folder, "manifests");
    const url = "https://git.contoso.example/platform/mcp";

    async function texts(): Promise<Record<string, string>> {
        const files = (await readdir(join(folder(), "1-manifest"))).sort();
        const contents = files.map((file) => readFile(join(folder(), "1-manifest", file), "utf8"));
        return Object.fromEntries((await Promise.all(contents)).map((text, index) => [files[index], text]));
    }

    const manifests = async () => Object.values(await texts()).map((text): KubernetesObject => parse(text));

    const named = (objects: KubernetesObject[]) =>
        Object.fromEntries(
            objects.map((object) => {
                const { namespace = "", name } = object.metadata as { namespace?: string; name: string };
                return [`${object.kind} ${namespace}/${name}`, object];
            }),
        );

    it("has every object as a manifest, as it would have been sent", async () => {
        await local.writeProject({
            configuration: [
                [["cluster", "delivery"], "rendered"],
                [["cluster", "manifestFolder"], folder()],
                [["cluster", "flux"], { url, branch: "main", path: "dev", credentialsName: "git" }],
            ],
        });
        const file = join(local.project, "stacks", "policy.dev.json");
        const policies = { ...JSON.parse(await readFile(file, "utf8")), "aks-flux-source": { repositories: [url] } };
        await writeFile(file, JSON.stringify(policies));
        const { resources } = await local.report(["up", ...fastEverywhere]);
        // the extension and the configuration of Flux
        assert.equal(resources.created, devResources + devObjects + 2);
        assert.deepEqual(named(await manifests()), named(await objectsIn(local)));
        assert.equal((await manifests()).length, devObjects);
    });

    it("has the same bytes again in an emptied folder, and nothing else changes", async () => {
        const before = await texts();
        await rm(folder(), { recursive: true });
        const { changes } = await local.report(["up", ...fastEverywhere]);
        const others = changes.filter(
            ({ type, operation }) => !(type.startsWith("kubernetes:") && operation === "update"),
        );
        assert.deepEqual(
            others.filter(({ operation }) => operation !== "unchanged"),
            [],
        );
        assert.deepEqual(await texts(), before);
    });
});
