// Does not prove that the resource exists.
import assert from "node:assert/strict";
import { adoptionProblems } from "../../../components/shared/adoption";
import { placement } from "../../support/sample-placement";

const subscription = "abcdefab-cdef-4bcd-8fab-cdefabcdefab";
const id = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`;

interface Args {
    existingVaultId?: string;
    network?: string;
    days?: number;
}

const problems = (args: Args, subscriptionId = subscription) =>
    adoptionProblems(
        { ...placement, subscriptionId, ...args },
        {
            what: "vault",
            type: "Microsoft.KeyVault/vaults",
            existing: "existingVaultId",
            needed: ["network"],
            optional: ["days"],
        },
    );

describe("adoptionProblems", () => {
    it("finds none in a new resource with what it needs, and in an existing one alone", () => {
        assert.deepEqual(problems({ network: "here" }), []);
        assert.deepEqual(problems({ network: "here", days: 7 }), []);
        assert.deepEqual(problems({ existingVaultId: id }), []);
        assert.deepEqual(problems({ existingVaultId: id }, subscription.toUpperCase()), []);
    });

    it("finds what a new one lacks", () => {
        assert.deepEqual(problems({ days: 7 }), ["network is missing; only an existing vault does without it."]);
    });

    it("finds what an existing one would ignore", () => {
        const ignored = (argument: string) =>
            `${argument} is given together with existingVaultId, which leaves the vault as it is; remove one of them.`;
        assert.deepEqual(problems({ existingVaultId: id, network: "here", days: 0 }), [
            ignored("network"),
            ignored("days"),
        ]);
    });

    it("finds an id of something else, and one from elsewhere", () => {
        const other = id.replace("vaults", "managedHSMs");
        assert.deepEqual(problems({ existingVaultId: other }), [
            `existingVaultId is "${other}"; it must be the ARM id of a Microsoft.KeyVault/vaults.`,
        ]);
        const elsewhere = "99999999-9999-4999-8999-999999999999";
        assert.deepEqual(problems({ existingVaultId: id }, elsewhere), [
            `existingVaultId is "${id}"; the vault must be in subscription ${elsewhere}.`,
        ]);
    });
});
