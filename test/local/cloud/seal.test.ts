// Does not prove that the key is kept from others: its file has a test of its own.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { seal, unseal } from "../../../local/cloud/seal";
import { fixedKey } from "./fixed-key";

const key = fixedKey();
const refused = { message: /^What is sealed of \/a cannot be opened: .* deploy a new value\.$/ };

describe("a sealed text", () => {
    it("is opened with its key and its label, whatever it is", () => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, label) => {
                assert.equal(unseal(seal(text, label, key), label, key), text);
            }),
            { seed: 1 },
        );
    });

    it("is another each time, and says nothing of the text", () => {
        const [one, other] = [seal("hunter2", "/a", key), seal("hunter2", "/a", key)];
        assert.notEqual(one, other);
        assert.equal(Buffer.from(one, "base64").includes("hunter2"), false);
    });

    it("is not opened with another key or label", () => {
        assert.throws(() => unseal(seal("hunter2", "/a", randomBytes(32)), "/a", key), refused);
        assert.throws(() => unseal(seal("hunter2", "/b", key), "/a", key), refused);
    });

    it("is not opened when a single byte has changed, or some are missing", () => {
        const sealed = Buffer.from(seal("hunter2", "/a", key), "base64");
        for (const index of sealed.keys()) {
            const changed = Buffer.from(sealed);
            changed[index] = (changed[index] ?? 0) ^ 1;
            assert.throws(() => unseal(changed.toString("base64"), "/a", key), refused);
            assert.throws(() => unseal(sealed.subarray(0, index).toString("base64"), "/a", key), refused);
        }
    });
});
