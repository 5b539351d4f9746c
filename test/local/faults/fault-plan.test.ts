// Does not prove that requests reach the plan: faulty-package.test.ts does.
import assert from "node:assert/strict";
import type { Fault } from "../../../local/faults/fault";
import { FaultPlan } from "../../../local/faults/fault-plan";

const create = { type: "azure-native:keyvault:Vault", operation: "create" as const };
const request = { ...create, names: ["kms-vault", "kv-mcp-kms"] };

function crash(change: Partial<Fault> = {}): Fault {
    return { fault: "crash", ...create, occurrence: 1, ...change } as Fault;
}

/** Numbers of the faults that happen at each of the requests. */
function happening(faults: Fault[], ...requests: Parameters<FaultPlan["next"]>[0][]): (number | undefined)[] {
    const plan = new FaultPlan(faults);
    return requests.map((each) => plan.next(each)?.number);
}

describe("which request a fault happens to", () => {
    const none = undefined;

    it("is the first one, the one with its number, or every one", () => {
        assert.deepEqual(happening([crash()], request, request), [1, none]);
        assert.deepEqual(happening([crash({ occurrence: 2 })], request, request, request), [none, 1, none]);
        assert.deepEqual(happening([crash({ occurrence: "every" })], request, request), [1, 1]);
    });

    it("has the type and the operation", () => {
        const others = [
            { ...request, type: "azure-native:keyvault:Key" },
            { ...request, operation: "update" as const },
        ];
        assert.deepEqual(happening([crash({ occurrence: 2 })], request, ...others, request), [none, none, none, 1]);
    });

    it("has the name, in the program or in Azure", () => {
        assert.deepEqual(happening([crash({ name: "kms-vault" })], request), [1]);
        assert.deepEqual(happening([crash({ name: "KV-mcp-kms" })], request), [1]);
        assert.deepEqual(happening([crash({ name: "vault" })], request), [none]);
    });

    it("is decided by the first fault that is due, and counted by all", () => {
        const faults = [crash(), crash({ occurrence: "every" }), crash({ occurrence: 2 })];
        assert.deepEqual(happening(faults, request, request), [1, 2]);
        assert.deepEqual(happening([crash(), crash({ occurrence: 2 })], request, request), [1, 2]);
    });
});
