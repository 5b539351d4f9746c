// Does not prove that engine and cloud keep these notes: test/engine/killed-runs.test.ts kills the real ones.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Creation, creationOf, creationsIn, rolledBack } from "../../../local/cloud/creation";
import type { PendingOperation, ResourceState } from "../../../local/recovery/deployment";
import { settle } from "../../../local/recovery/settle";
import { MemoryStore } from "../cloud/memory-store";

const type = "azure-native:keyvault:Vault";
const urnOf = (name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const resource = (name: string, id?: string): ResourceState => ({
    urn: urnOf(name),
    type,
    custom: true,
    inputs: { vaultName: name },
    ...(id !== undefined && { id, outputs: { name } }),
});
const pending = (name: string, kind: PendingOperation["type"] = "creating", id?: string): PendingOperation => ({
    type: kind,
    resource: resource(name, id),
});
const creation = (name: string, more: Partial<Creation> = {}): Creation => ({
    urn: urnOf(name),
    id: `/${name}`,
    outputs: { name },
    undo: { [`arm:/${name}`]: { before: null, after: { id: `/${name}` } } },
    ...more,
});
const outcomes = (settled: ReturnType<typeof settle>) =>
    settled.settlements.map(({ resource: { urn }, outcome }) => [urn.slice(urn.lastIndexOf(":") + 1), outcome]);

describe("settling what a killed run left", () => {
    it("adopts a pending create that the cloud has, as the engine would have stored it, after everything else", () => {
        const settled = settle({ resources: [resource("a", "/a")], pending_operations: [pending("b")] }, [
            creation("a"),
            creation("b"),
        ]);

        assert.deepEqual(settled.deployment, { resources: [resource("a", "/a"), resource("b", "/b")] });
        assert.deepEqual(settled.rollback, []);
        assert.deepEqual(outcomes(settled), [["b", "adopted"]]);
    });

    it("forgets a pending create that the cloud does not have", () => {
        const settled = settle({ resources: [], pending_operations: [pending("a")] }, []);

        assert.deepEqual(settled.deployment, { resources: [] });
        assert.deepEqual(outcomes(settled), [["a", "was never created"]]);
    });

    it("adopts once what is pending twice", () => {
        const settled = settle({ pending_operations: [pending("a"), pending("a")] }, [creation("a")]);

        assert.deepEqual(settled.deployment.resources, [resource("a", "/a")]);
        assert.deepEqual(outcomes(settled), [["a", "adopted"]]);
    });

    it("takes back a create that the state knows nothing of", () => {
        const settled = settle({ resources: [resource("a", "/a")] }, [creation("a"), creation("b")]);

        assert.deepEqual(settled.rollback, [creation("b")]);
        assert.deepEqual(outcomes(settled), [["b", "rolled back"]]);
        assert.deepEqual(settled.settlements[0]?.resource, { urn: urnOf("b"), type, custom: true });
    });

    it("takes back the new resource of a replacement, because the state has the old one", () => {
        const settled = settle({ resources: [resource("a", "/old")], pending_operations: [pending("a")] }, [
            creation("a"),
        ]);

        assert.deepEqual(settled.deployment, { resources: [resource("a", "/old")] });
        assert.deepEqual(settled.rollback, [creation("a")]);
        assert.deepEqual(outcomes(settled), [["a", "rolled back"]]);
    });

    it("takes back the new resource of a replacement also where it has the id of the old one, which was deleted first", () => {
        const old = { ...resource("a", "/a"), pendingReplacement: true };
        const settled = settle({ resources: [old], pending_operations: [pending("a")] }, [creation("a")]);

        assert.deepEqual(settled.deployment, { resources: [old] });
        assert.deepEqual(settled.rollback, [creation("a")]);
    });

    it("takes back a pending create whose answer nobody knows", () => {
        const settled = settle({ resources: [], pending_operations: [pending("a")] }, [
            creation("a", { outputs: undefined }),
        ]);

        assert.deepEqual(settled.deployment, { resources: [] });
        assert.deepEqual(outcomes(settled), [["a", "rolled back"]]);
    });

    it("leaves to a reading what was being updated, deleted or read", () => {
        const settled = settle(
            {
                resources: [resource("a", "/a"), resource("b", "/b")],
                pending_operations: [pending("a", "updating", "/a"), pending("b", "deleting", "/b")],
            },
            [],
        );

        assert.deepEqual(settled.deployment, { resources: [resource("a", "/a"), resource("b", "/b")] });
        assert.deepEqual(outcomes(settled), [
            ["a", "is read again"],
            ["b", "is read again"],
        ]);
    });

    it("never takes back what the cloud is to keep, but adopts it", () => {
        const kept = { undo: undefined };

        assert.deepEqual(settle({}, [creation("a", kept)]).rollback, []);
        const settled = settle({ pending_operations: [pending("a")] }, [creation("a", kept)]);
        assert.deepEqual(outcomes(settled), [["a", "adopted"]]);
    });

    it("keeps everything else in the state", () => {
        const others = { manifest: { version: "v3" }, secrets_providers: { type: "passphrase" } };

        assert.deepEqual(settle({ ...others, resources: [] }, []).deployment, { ...others, resources: [] });
    });

    it("leaves state and cloud with the same resources, whatever was under way when either was killed", async () => {
        /** How far each create had come. */
        const stages = ["begun", "created", "answered", "stored"] as const;
        const killed = fc.record({
            stages: fc.array(fc.constantFrom(...stages), { maxLength: 6 }),
            victim: fc.constantFrom("engine", "cloud"),
        });
        await fc.assert(
            fc.asyncProperty(killed, async ({ stages, victim }) => {
                const store = new MemoryStore();
                const resources: ResourceState[] = [];
                const pendings: PendingOperation[] = [];
                for (const [index, stage] of stages.entries()) {
                    const name = `r${index}`;
                    const { urn, id, outputs } = creation(name);
                    if (stage !== "begun") {
                        const writes = [{ key: `arm:${id}`, value: { id } }];
                        await store.write(creationOf({ urn, id, outputs }, writes, store));
                    }
                    // an engine that lives stores each answer, and forgets what ended without one
                    if (stage === "stored" || (stage === "answered" && victim === "cloud")) {
                        resources.push(resource(name, id));
                    } else if (victim === "engine") {
                        pendings.push(pending(name));
                    }
                }

                const settled = settle({ resources, pending_operations: pendings }, creationsIn(store, "urn:"));
                for (const lost of settled.rollback) {
                    await store.write(rolledBack(lost, store));
                }

                const inCloud = store.list("arm:").map(([, { id }]) => id);
                const inState = settled.deployment.resources?.map(({ id }) => id) ?? [];
                assert.deepEqual(inState.sort(), inCloud);
                assert.equal(settled.deployment.pending_operations, undefined);
            }),
            { seed: 3, numRuns: 200 },
        );
    });
});
