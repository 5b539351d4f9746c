// Does not prove that a vault holds the secret: it judges that the cluster does not.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-no-native-secrets";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const finds = (type: string, inputs: Values, parameters = {}) =>
    judge(rule, [resourceOf("one", { type, inputs })], parameters).findings.map(({ path }) => path);
const ofContainer = (container: Values) => finds("kubernetes:core/v1:Pod", { spec: { containers: [container] } });

describe("k8s-no-native-secrets", () => {
    it("lets pass the types of secret that the environment allows", () => {
        const type = "helm.sh/release.v1";
        assert.deepEqual(finds("kubernetes:core/v1:Secret", { type }), ["type"]);
        assert.deepEqual(finds("kubernetes:core/v1:Secret", { type }, { allowedTypes: [type] }), []);
        assert.deepEqual(finds("kubernetes:core/v1:Secret", { type: "Opaque" }, { allowedTypes: [type] }), ["type"]);
    });

    it("stops one variable among others", () => {
        const env: Values[] = [
            { name: "A", value: "a" },
            { name: "B", valueFrom: { fieldRef: {} } },
        ];
        assert.deepEqual(ofContainer({ env }), []);
        assert.deepEqual(ofContainer({ env: [...env, { name: "C", valueFrom: { secretKeyRef: {} } }] }), [
            "spec.containers[].env[].valueFrom.secretKeyRef",
        ]);
        const envFrom = [{ configMapRef: {} }];
        assert.deepEqual(ofContainer({ envFrom }), []);
        assert.deepEqual(ofContainer({ envFrom: [...envFrom, { secretRef: {} }] }), [
            "spec.containers[].envFrom[].secretRef",
        ]);
    });
});
