// Does not prove that findings are excepted: pack.test.ts does.
import assert from "node:assert/strict";
import { covers, exceptionProblems } from "../../../policy-pack/engine/exceptions";

const today = new Date("2026-01-01T22:00:00Z");
const exception = {
    resource: "azure-native:keyvault:Vault::vault",
    reason: "The vendor mends it in March.",
    owner: "platform-security",
    expires: "2026-06-30",
};
const problems = (change: object) => exceptionProblems([{ ...exception, ...change }], today);
const days = 'it must be a day from 2026-01-01 to 2027-01-01, 365 days ahead, for example "2026-04-01"';

describe("problems of exceptions", () => {
    it("are none when all is said", () => {
        assert.deepEqual(problems({}), []);
        assert.deepEqual(exceptionProblems([], today), []);
    });

    for (const resource of [
        "urn:pulumi:prod::zero-trust-mcp::zero-trust-mcp:index:KeyVault$azure-native:keyvault:Vault::vault-vault",
        "kubernetes:core/v1:Namespace::orders",
        "azure-native:keyvault/v20230701:Vault::a vault: mine",
    ])
        it(`are none of the resource ${resource}`, () => {
            assert.deepEqual(problems({ resource }), []);
        });

    for (const resource of [
        "*",
        "vault",
        "azure-native:keyvault:Vault",
        "azure-native:keyvault:Vault::*",
        "::vault",
        "",
    ])
        it(`say that "${resource}" is no exact resource`, () => {
            assert.deepEqual(problems({ resource }), [
                `exceptions[0].resource is "${resource}": it must name one resource by its URN or the end of that, for example "azure-native:keyvault:Vault::vault".`,
            ]);
        });

    it("say what a short reason needs, blanks not counted", () => {
        const message = (length: number) => [
            `exceptions[0].reason has ${length} characters: say in 20 or more why the risk is taken.`,
        ];
        assert.deepEqual(problems({ reason: "x".repeat(19) }), message(19));
        assert.deepEqual(problems({ reason: "x".repeat(20) }), []);
        assert.deepEqual(problems({ reason: ` x${" ".repeat(30)}` }), message(1));
    });

    it("say that nobody answers for it", () => {
        for (const owner of [undefined, "", "  "])
            assert.deepEqual(problems({ owner }), [
                "exceptions[0].owner is missing: name the team or person that answers for it.",
            ]);
    });

    it("say from when to when it may end", () => {
        assert.deepEqual(problems({ expires: "2026-01-01" }), []);
        assert.deepEqual(problems({ expires: "2027-01-01" }), []);
        assert.deepEqual(problems({ expires: "2025-12-31" }), [
            `exceptions[0] expired on 2025-12-31: mend the resource and remove the exception, or decide anew; ${days}.`,
        ]);
        assert.deepEqual(problems({ expires: "2027-01-02" }), [
            `exceptions[0].expires is "2027-01-02", which is too far ahead: ${days}.`,
        ]);
    });

    it("say what a day looks like", () => {
        for (const expires of ["2026-02-30", "2026-13-01", "30.6.2026", "2026-06-30T00:00:00Z", "tomorrow", ""])
            assert.deepEqual(problems({ expires }), [`exceptions[0].expires is "${expires}": ${days}.`]);
        assert.deepEqual(problems({ expires: undefined }), [`exceptions[0].expires is missing: ${days}.`]);
    });

    it("say that a resource is named twice", () => {
        assert.deepEqual(exceptionProblems([exception, { ...exception, owner: "others" }], today), [
            'exceptions[1].resource is "azure-native:keyvault:Vault::vault", as of an exception before it: leave one.',
        ]);
    });

    it("say which names mean nothing", () => {
        assert.deepEqual(problems({ expiry: "2026-06-30" }), [
            'exceptions[0] has "expiry", which means nothing: it has resource, reason, owner, expires.',
        ]);
    });

    it("come all at once", () => {
        const all = exceptionProblems([exception, {}], today);
        assert.deepEqual(
            all.map((problem) => problem.split(" ")[0]),
            ["exceptions[1].resource", "exceptions[1].reason", "exceptions[1].owner", "exceptions[1].expires"],
        );
    });
});

describe("an exception", () => {
    const urn = "urn:pulumi:prod::mcp::a:b:C$azure-native:keyvault:Vault::vault::of mine";

    it("covers the resource of its URN or the end of it, and nothing that is like it", () => {
        const covered = (resource: string) => covers({ ...exception, resource }, { urn });
        assert.equal(covered(urn), true);
        assert.equal(covered("azure-native:keyvault:Vault::vault::of mine"), true);
        assert.equal(covered("azure-native:keyvault:Vault::vault"), false);
        assert.equal(covered("keyvault:Vault::vault::of mine"), false);
        assert.equal(covered(urn.replace("prod", "dev")), false);
    });
});
