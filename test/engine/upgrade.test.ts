// Does not prove what Azure does with an update: only what the engine would ask for.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonReport, ProjectChange } from "../support/local-run";
import { copyProgram } from "../support/program-copy";
import { fastEverywhere, suiteRun } from "../support/suite-run";
import { record, rendered, restore } from "./recorded-state";

const registry = "crcontosomcpdevregistrywbliw.azurecr.io";

/** What must outlive every change that the documentation of the arguments does not except. */
const lasting = /:(ManagedCluster|AgentPool|Namespace|DiskEncryptionSet)$/;

/** Those of them that would not. A new one is one in place of an old one: the record has them all. */
const lost = ({ changes }: JsonReport) =>
    changes
        .filter(({ operation, type }) => lasting.test(type) && /create|replace|delete/.test(operation))
        .map(({ name, operation }) => `${operation} ${name}`);

const updated = ({ changes }: JsonReport) =>
    changes.filter(({ operation }) => operation === "update").map(({ name }) => name);

describe("a cluster that version 0.1.0 deployed", function () {
    this.timeout(300_000);
    const local = suiteRun();
    const preview = async (change: ProjectChange = {}) => {
        await local.writeProject({ ...change, configuration: [...rendered(local), ...(change.configuration ?? [])] });
        return local.report(["preview", ...fastEverywhere]);
    };

    before(async () => {
        if (process.env.UPDATE_LOCKS === "1") {
            await local.writeProject({ configuration: rendered(local) });
            await local.report(["up", ...fastEverywhere]);
            await record(local);
        } else {
            await preview();
            await restore(local);
        }
    });

    it("is what it was, as far as it lasts", async () => {
        assert.deepEqual(lost(await preview()), []);
    });

    it("is kept with other numbers, versions and images", async () => {
        const report = await preview({
            configuration: [
                [["cluster", "kubernetesVersion"], "1.35"],
                [["cluster", "tier"], "Standard"],
                [["cluster", "maintenance", "startHour"], 3],
                [["cluster", "systemPool", "maxNodes"], 5],
                [["cluster", "toolPool", "minNodes"], 2],
                [["cluster", "userPool", "maxNodes"], 6],
                [["servers", "orders", "image"], `${registry}/mcp/orders@sha256:${"f".repeat(64)}`],
                [["servers", "orders", "replicas"], 4],
            ],
        });
        assert.deepEqual(lost(report), []);
        for (const name of ["cluster-cluster", "cluster-pool-tools", "cluster-pool-user", "orders-deployment"]) {
            assert.ok(updated(report).includes(name), name);
        }
    });

    it("has another pool for another size of its machines, and keeps the rest", async () => {
        const report = await preview({
            configuration: [
                [["cluster", "toolPool", "vmSize"], "Standard_D8ds_v5"],
                [["cluster", "userPool", "vmSize"], "Standard_D4ds_v5"],
            ],
        });
        assert.deepEqual(lost(report).sort(), ["replace cluster-pool-tools", "replace cluster-pool-user"]);
    });

    it("is kept with another list of tools", async () => {
        const main = await copyProgram(join(local.folder, "checkout"), (definition) =>
            definition.replaceAll("change_delivery_address", "redirect_order"),
        );

        const report = await preview({ main });

        assert.deepEqual(lost(report), []);
        assert.ok(updated(report).includes("orders-deployment"));
    });
});
