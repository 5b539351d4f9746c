// Does not prove that the engine makes such a schema: test/engine/package-schema.test.ts does.
import assert from "node:assert/strict";
import { differences, lockOf } from "../../tools/schema-lock";

const schema = {
    resources: {
        "zero-trust-mcp:index:Vault": {
            inputProperties: {
                tier: { $ref: "#/types/zero-trust-mcp:index:Tier", plain: true },
                group: { type: "string" },
                users: {
                    type: "object",
                    additionalProperties: { $ref: "#/types/zero-trust-mcp:index:User", plain: true },
                    plain: true,
                },
                ids: { type: "array", items: { type: "string" }, plain: true },
            },
            requiredInputs: ["group"],
            properties: {
                vaultId: { type: "string" },
                keyIds: { type: "object", additionalProperties: { type: "string" } },
            },
            required: ["keyIds", "vaultId"],
        },
    },
    types: {
        "zero-trust-mcp:index:User": { properties: { id: { type: "string" } }, required: ["id"] },
        "zero-trust-mcp:index:Tier": { enum: [{ value: "one" }, { value: 2 }] },
    },
};

const lock = {
    Tier: ["value one", "value 2"],
    User: ["property id: Input<string>"],
    Vault: [
        "input group: Input<string>",
        "input ids?: Input<string>[]",
        "input tier?: Tier",
        "input users?: Record<string, User>",
        "output keyIds: Record<string, string>",
        "output vaultId: string",
    ],
};

describe("lockOf", () => {
    it("has a line for all that adopters depend on", () => assert.deepEqual(lockOf(schema), lock));

    it("is empty for an empty package", () => assert.deepEqual(lockOf({}), {}));
});

describe("differences", () => {
    it("are none between equals", () => assert.deepEqual(differences(lock, lockOf(schema)), []));

    it("are what went and what came", () => {
        const { Tier: _, ...rest } = lock;
        const now = { ...rest, User: ["property id: string"], Zone: ["value a"] };
        assert.deepEqual(differences(lock, now), [
            "- Tier",
            "- Tier value one",
            "- Tier value 2",
            "- User property id: Input<string>",
            "+ User property id: string",
            "+ Zone",
            "+ Zone value a",
        ]);
    });
});
