// Does not prove that the engine encrypts the marked values: that is its import.
import assert from "node:assert/strict";
import { adoptedOutputs } from "../../../local/recovery/adopted-outputs";

const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const encrypted = { ...mark, ciphertext: "v1:abc" };
const base = { urn: "urn", type: "azure-native:keyvault:Secret" };

describe("outputs of an adopted resource", () => {
    it("are what the cloud answered", () => {
        assert.deepEqual(adoptedOutputs(base, { a: 1, b: [{ c: null }] }), { a: 1, b: [{ c: null }] });
    });

    it("are secret where the inputs are, at any depth", () => {
        const inputs = {
            whole: encrypted,
            part: { value: encrypted, other: "x" },
            absent: encrypted,
            list: [encrypted],
        };

        assert.deepEqual(
            adoptedOutputs({ ...base, inputs }, { whole: { a: 1 }, part: { value: "s", more: 2 }, list: ["s"] }),
            {
                whole: { ...mark, plaintext: '{"a":1}' },
                part: { value: { ...mark, plaintext: '"s"' }, more: 2 },
                list: ["s"],
            },
        );
    });

    it("are secret where the program says so", () => {
        const resource = { ...base, additionalSecretOutputs: ["key", "absent"] };

        assert.deepEqual(adoptedOutputs(resource, { key: "k", other: 1 }), {
            key: { ...mark, plaintext: '"k"' },
            other: 1,
        });
    });
});
