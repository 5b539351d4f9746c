// Does not prove that every secret has a form that is known.
import assert from "node:assert/strict";
import type { Row } from "../../../../local/kql/schema";
import { secretsIn } from "./secrets-in";

const token = ["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "c2lnbmF0dXJl"].join(".");
const known = { "an argument": 'Plum "tree"' };

describe("secretsIn", () => {
    it("finds tokens and keys wherever they are in a row", () => {
        const rows: Row[] = [{ Url: "/orders" }, { TraceRecords: [{ metadata: { error: `bad ${token}` } }] }];
        assert.deepEqual(secretsIn(rows), ["TraceRecords.0.metadata.error holds a credential."]);
        assert.deepEqual(secretsIn([{ Message: `Bearer ${"abcdefghij".repeat(3)}` }]), ["Message holds a credential."]);
    });

    it("finds known texts in any case, in names, and as JSON, URL or base64 have them", () => {
        for (const text of [
            'so PLUM "tree" it is',
            String.raw`{"text":"Plum \"tree\""}`,
            "?q=Plum%20%22tree%22",
            `x ${Buffer.from('Plum "tree"').toString("base64")}`,
        ])
            assert.deepEqual(secretsIn([{ Message: text }], known), ["Message holds an argument."], text);
        assert.deepEqual(secretsIn([{ 'plum "tree"': 1 }], known), ["a name in the row holds an argument."]);
    });

    it("finds nothing in a row that has ids, addresses and words", () => {
        const row = { User: "33333333-3333-4333-8333-000000000023", ClientAddress: "203.0.113.7", Reason: "token" };
        assert.deepEqual(secretsIn([row], known), []);
    });
});
