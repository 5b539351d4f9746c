// Does not prove that Kubernetes heeds the labels: it judges that they are there.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-ns-pss";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const [example] = rule.examples.compliant;
const labels: Values = example?.inputs.metadata.labels;
const finds = (changes: Values, parameters = {}, type = "kubernetes:core/v1:Namespace", name = "mcp-one") =>
    judge(
        rule,
        [resourceOf("one", { type, inputs: { metadata: { name, labels: { ...labels, ...changes } } } })],
        parameters,
    ).findings.map(({ path, message }) => `${path}: ${message}`);

describe("k8s-ns-pss", () => {
    it("takes the version, the classes and the tiers of the environment", () => {
        const versions = Object.fromEntries(
            ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}-version`, "v1.35"]),
        );
        assert.equal(finds(versions).length, 3);
        assert.deepEqual(finds(versions, { version: "v1.35" }), []);
        const others = { "data-classification": "secret", "mcp-tier": "platform" };
        assert.deepEqual(finds(others), [
            "metadata.labels: the label data-classification must be one of public, internal, confidential, restricted",
            "metadata.labels: the label mcp-tier must be one of tools",
        ]);
        assert.deepEqual(finds(others, { classifications: ["secret"], tiers: ["platform"] }), []);
    });

    it("stops a namespace with a name of Azure's", () => {
        assert.deepEqual(finds({}, {}, undefined, "flux-system"), [
            "metadata.name: the policies of the cluster leave a namespace of this name alone",
        ]);
    });

    it("refuses to judge a part of a namespace, even with all labels", () => {
        for (const suffix of ["List", "Patch"])
            assert.deepEqual(finds({}, {}, `kubernetes:core/v1:Namespace${suffix}`), [
                ": no rule sees the whole of what this changes or makes",
            ]);
    });
});
