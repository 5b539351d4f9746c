// Does not prove that the server gives inputs back in these words: test/engine/kubernetes.test.ts meets a real one.
import assert from "node:assert/strict";
import { checked } from "../../../local/kubernetes/checked";
import { fromOutputs, toOutputs } from "../../../local/kubernetes/checkpoint";
import { hasUnknown, normalized, secretsOf } from "../../../local/kubernetes/inputs";
import { type Properties, type Secrets, unknown } from "../../../local/provider/provider";
import { asSecret } from "../../../local/provider/wire";

describe("inputs of Kubernetes objects", () => {
    const secret = (inputs: Properties): Properties => ({ apiVersion: "v1", kind: "Secret", metadata: {}, ...inputs });

    it("are unknown as soon as a part is", () => {
        assert.equal(hasUnknown({ a: [{ b: unknown }] }), true);
        assert.equal(hasUnknown({ a: [{ b: "known" }], c: null }), false);
    });

    it("have texts of a secret where and as the server keeps them", () => {
        const inputs = secret({
            data: { kept: "YQ==", wrapped: "Y\nQ==", bad: "?" },
            stringData: { text: "b", kept: "c" },
        });
        assert.deepEqual(
            normalized(inputs),
            secret({ data: { bad: "?", kept: "Yw==", text: "Yg==", wrapped: "YQ==" } }),
        );
        assert.deepEqual(
            normalized(secret({ stringData: { text: unknown } })),
            secret({ stringData: { text: unknown } }),
        );
    });

    it("have no metadata that only the server writes, and definitions no status", () => {
        const metadata = { name: "a", uid: "1", resourceVersion: "2", managedFields: [], creationTimestamp: "now" };
        assert.deepEqual(normalized({ kind: "Thing", metadata, status: {} }), {
            kind: "Thing",
            metadata: { name: "a" },
            status: {},
        });
        const definition = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };
        assert.deepEqual(normalized({ ...definition, status: {} }), definition);
    });

    it("are secret where the program says so, and all data of a Secret", () => {
        assert.deepEqual(secretsOf({ kind: "ConfigMap", apiVersion: "v1" }, { data: { a: true } }), {
            data: { a: true },
        });
        assert.deepEqual(secretsOf(secret({}), undefined), { data: true, stringData: true });
        assert.equal(secretsOf(secret({}), true), true);
    });

    describe("when they are checked", () => {
        const request = (type: string, inputs: Properties, secrets?: Secrets) => ({
            urn: "urn:pulumi:s::p::t::name",
            type,
            name: "name",
            oldInputs: undefined,
            inputs,
            secrets,
            randomSeed: Buffer.from("seed"),
        });
        const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
        const check = (type: string, inputs: Properties, namespace = "", secrets?: Secrets) =>
            checked(request(type, inputs, secrets), namespace);

        it("get the default namespace of the provider unless they name one", () => {
            const type = "kubernetes:core/v1:ConfigMap";
            assert.deepEqual(check(type, map), map);
            assert.deepEqual(check(type, map, "team").metadata, { name: "a", namespace: "team" });
            const placed = { ...map, metadata: { name: "a", namespace: "b" } };
            assert.deepEqual(check(type, placed, "team"), placed);
        });

        it("keep their secrets marked", () => {
            const inputs = { ...map, data: { a: "b", c: "d" } };
            const result = check("kubernetes:core/v1:ConfigMap", inputs, "", { data: { a: true } });
            assert.deepEqual(result.data, { a: asSecret("b"), c: "d" });
        });

        const refusals: Record<string, [type: string, inputs: Properties, message: RegExp]> = {
            "a list": [
                "kubernetes:core/v1:ConfigMapList",
                { items: [] },
                /^Refusal: list resources exist for compatibility/,
            ],
            "a patch without a name": [
                "kubernetes:core/v1:NamespacePatch",
                { kind: "Namespace" },
                /^Refusal: patch resources require the `\.metadata\.name` field to be set$/,
            ],
            "a name that the server would make": [
                "kubernetes:core/v1:ConfigMap",
                { ...map, metadata: { generateName: "a-" } },
                /^Refusal: the `\.metadata\.generateName` field is not supported in Server-Side Apply mode$/,
            ],
            "a release of Helm": ["kubernetes:helm.sh/v3:Release", {}, /^Refusal: .* it has no Helm/],
            "what is no object": [
                "kubernetes:index:Thing",
                {},
                /^Refusal: .* it has objects of the Kubernetes API only/,
            ],
        };
        for (const [title, [type, inputs, message]] of Object.entries(refusals)) {
            it(`are refused for ${title}`, () => assert.throws(() => check(type, inputs), message));
        }
    });

    it("are in the state beside the live object, with their own marks, and come back", () => {
        const inputs = secret({ data: { a: "Yg==" } });
        const checkpoint = {
            live: { ...inputs, metadata: { uid: "1" }, schema: { "x-kubernetes-list-type": "map" } },
            inputs,
            initialApiVersion: "v1",
            fieldManager: "manager",
        };
        const outputs = toOutputs(checkpoint, undefined);
        assert.deepEqual(outputs, {
            ...checkpoint.live,
            data: asSecret({ a: "Yg==" }),
            schema: { x_kubernetes_list_type: "map" },
            __inputs: { ...inputs, data: asSecret({ a: "Yg==" }) },
            __initialApiVersion: "v1",
            __fieldManager: "manager",
        });
        const received = { ...outputs, data: inputs.data, __inputs: inputs } as Properties;
        assert.deepEqual(fromOutputs(received), checkpoint);
    });
});
