// Does not prove that AKS accepts the cluster: the API server is Kubernetes' own, nodes and webhooks of AKS are missing.
import assert from "node:assert/strict";
import { cp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { clusterFolder, LocalCluster } from "../../local/kubernetes/local-cluster";
import type { KubernetesObject } from "../../local/kubernetes/object";
import type { Deployment } from "../../local/recovery/deployment";
import { devObjects, devResources } from "../support/dev-resources";
import type { JsonReport, LocalRun, ProjectChange } from "../support/local-run";
import { fast, fastEverywhere, suiteRun } from "../support/suite-run";

const checkout = resolve(__dirname, "..", "..");

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

    describe("when something is changed", () => {
        const digest = "f".repeat(64);
        const image = `crcontosomcpdevregistrywbliw.azurecr.io/mcp/orders@sha256:${digest}`;
        /** What the next deployment is to do, as the documentation of the arguments says. */
        const table: Record<string, [change: ProjectChange, ...expected: string[]]> = {
            "counts of nodes": [
                {
                    configuration: [
                        [["cluster", "systemPool", "maxNodes"], 5],
                        [["cluster", "toolPool", "minNodes"], 2],
                        [["cluster", "userPool", "maxNodes"], 6],
                    ],
                },
                "update cluster-cluster",
                "update cluster-pool-tools",
                "update cluster-pool-user",
            ],
            "the version of Kubernetes": [
                { configuration: [[["cluster", "kubernetesVersion"], "1.35"]] },
                "update cluster-cluster",
                "update cluster-pool-tools",
                "update cluster-pool-user",
            ],
            "the size of the machines of a pool, which is a new pool": [
                { configuration: [[["cluster", "toolPool", "vmSize"], "Standard_D8ds_v5"]] },
                "replace cluster-pool-tools",
            ],
            "tier and maintenance window": [
                {
                    configuration: [
                        [["cluster", "tier"], "Standard"],
                        [["cluster", "maintenance", "startHour"], 3],
                    ],
                },
                "update cluster-cluster",
                "update cluster-maintenance-kubernetes",
                "update cluster-maintenance-nodes",
            ],
            "image and number of the pods": [
                {
                    configuration: [
                        [["servers", "orders", "image"], image],
                        [["servers", "orders", "replicas"], 4],
                    ],
                },
                "update orders-deployment",
                "update orders-quota",
            ],
        };
        for (const [what, [change, ...expected]] of Object.entries(table)) {
            it(`replaces nothing that holds state for another ${what}`, async () => {
                await local.writeProject(change);
                const report = await local.report(["preview", ...fastEverywhere]);
                assert.deepEqual(changed(report), expected);
            });
        }

        it("replaces no namespace for another list of tools", async () => {
            const copy = join(local.folder, "checkout");
            for (const part of ["components", "infra", "stacks", "package.json", "tsconfig.json"]) {
                await cp(join(checkout, part), join(copy, part), { recursive: true });
            }
            await symlink(join(checkout, "node_modules"), join(copy, "node_modules"));
            const file = join(copy, "stacks", "servers", "orders.yaml");
            await writeFile(
                file,
                (await readFile(file, "utf8")).replaceAll("change_delivery_address", "redirect_order"),
            );
            await local.writeProject({ main: join(copy, "infra", "index.ts") });

            const report = await local.report(["preview", ...fastEverywhere]);

            const replaced = changed(report).filter((change) => !change.startsWith("update"));
            assert.deepEqual(
                report.changes
                    .filter(
                        ({ operation, type }) =>
                            operation !== "unchanged" && /Namespace|ManagedCluster|AgentPool/.test(type),
                    )
                    .map(({ name }) => name),
                [],
            );
            assert.deepEqual(
                replaced.filter((change) => !/schema|files/.test(change)),
                [],
            );
            assert.ok(changed(report).includes("update orders-deployment"));
        });

        after(() => local.writeProject());
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

    async function manifests(): Promise<KubernetesObject[]> {
        const files = await readdir(join(folder(), "1-manifest"));
        const texts = await Promise.all(files.map((file) => readFile(join(folder(), "1-manifest", file), "utf8")));
        return texts.map((text) => parse(text));
    }

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
                [
                    ["cluster", "flux"],
                    {
                        url: "https://git.contoso.example/platform/mcp",
                        branch: "main",
                        path: "dev",
                        credentialsName: "git",
                    },
                ],
            ],
        });
        const { resources } = await local.report(["up", ...fastEverywhere]);
        // the extension and the configuration of Flux
        assert.equal(resources.created, devResources + devObjects + 2);
        assert.deepEqual(named(await manifests()), named(await objectsIn(local)));
        assert.equal((await manifests()).length, devObjects);
    });

    it("writes the same the next time", async () => {
        const before = await manifests();
        const report = await local.report(["up", ...fastEverywhere]);
        assert.deepEqual(changed(report), []);
        assert.deepEqual(await manifests(), before);
    });
});
