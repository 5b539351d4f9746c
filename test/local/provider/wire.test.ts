// Does not prove that the engine wraps values like this: the wrappers are those of the SDK.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, unknown } from "../../../local/provider/provider";
import { asSecret, secretsIn, toProperties, toStruct, withSecrets } from "../../../local/provider/wire";

const wrapper = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const reference = "5cf8f73096256a8f31e491e813e4eb8e";
const asset = "c44067f5952c0a294b673a41bacd8c17";

const sent = (object: Record<string, JavaScriptValue>) => toProperties(Struct.fromJavaScript(object));

describe("wire", () => {
    it("brings every JSON object back as it was, through the bytes of a message", () => {
        const object = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }));
        fc.assert(
            fc.property(object, (value) => {
                const bytes = toStruct(value as Properties).serializeBinary();
                assert.deepEqual(toProperties(Struct.deserializeBinary(bytes)), withoutNulls(value));
            }),
            { seed: 1 },
        );
    });

    it("leaves out what is undefined or null, but keeps nulls of a list in their place", () => {
        const object = { a: undefined, b: null, c: [null, 1], d: { e: undefined } } as unknown as Properties;
        assert.deepEqual(toProperties(toStruct(object)), { c: [null, 1], d: {} });
    });

    it("reads an absent struct as an empty object", () => {
        assert.deepEqual(toProperties(undefined), {});
    });

    it("unwraps secrets, outputs and references to resources, at any depth", () => {
        assert.deepEqual(
            sent({
                secret: { [wrapper]: secret, value: { inner: { [wrapper]: secret, value: "s" } } },
                known: { [wrapper]: output, value: [1], secret: true, dependencies: ["urn:a"] },
                unknown: { [wrapper]: output },
                list: [{ [wrapper]: secret, value: 1 }],
                resource: { [wrapper]: reference, urn: "urn:a", id: "id-a" },
                component: { [wrapper]: reference, urn: "urn:b" },
            }),
            {
                secret: { inner: "s" },
                known: [1],
                unknown,
                list: [1],
                resource: "id-a",
                component: "urn:b",
            },
        );
    });

    it("refuses a wrapper that it cannot read", () => {
        assert.throws(() => sent({ file: { [wrapper]: asset, text: "x" } }), {
            message: `The engine sent a value of the unknown kind ${asset}, perhaps an asset.`,
        });
    });

    it("refuses what JSON does not have", () => {
        assert.throws(() => toStruct({ f: (() => {}) as unknown as string }), {
            message: "A function cannot be sent to the engine.",
        });
    });

    it("finds secrets at any depth, and marks the same parts of another object", () => {
        const struct = toStruct({
            a: asSecret("x"),
            b: { c: asSecret({ d: 1 }), e: 2 },
            f: [{ g: asSecret(1) }],
            h: 3,
        });
        const secrets = { a: true, b: { c: true }, f: true } as const;
        assert.deepEqual(secretsIn(struct), secrets);
        assert.equal(secretsIn(toStruct({ a: { b: 1 } })), undefined);
        assert.deepEqual(withSecrets({ a: "y", b: { c: 1, e: 2 }, f: [3], h: 4 }, secrets), {
            a: asSecret("y"),
            b: { c: asSecret(1), e: 2 },
            f: asSecret([3]),
            h: 4,
        });
        assert.deepEqual(withSecrets({ b: "no object" }, secrets), { b: asSecret("no object") });
        assert.deepEqual(toProperties(toStruct(withSecrets({ a: "y" }, secrets))), { a: "y" });
    });
});

/** Without the nulls of objects, and with the prototype of object literals, which `deepEqual` compares, too. */
function withoutNulls(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutNulls);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(
              Object.entries(value)
                  .filter(([, inner]) => inner !== null)
                  .map(([name, inner]) => [name, withoutNulls(inner)]),
          )
        : value;
}
