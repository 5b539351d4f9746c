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

    it("stops one volume among others, even an empty one", () => {
        const others: Values[] = [
            { name: "a", emptyDir: {} },
            { name: "b", csi: { driver: "secrets-store.csi.k8s.io" } },
            { name: "c", projected: {} },
            { name: "d", projected: { sources: [{ configMap: {} }, { serviceAccountToken: {} }] } },
        ];
        const ofVolumes = (...volumes: Values[]) =>
            finds("kubernetes:core/v1:Pod", { spec: { containers: [{}], volumes: [...others, ...volumes] } });
        assert.deepEqual(ofVolumes(), []);
        for (const volume of [
            { secret: {} },
            { csi: { driver: "secrets-store.csi.k8s.io", nodePublishSecretRef: { name: "reader" } } },
            { projected: { sources: [{ configMap: {} }, { secret: {} }] } },
        ] as Values[])
            assert.deepEqual(ofVolumes({ name: "e", ...volume }), ["spec.volumes"], JSON.stringify(volume));
    });

    describe("of what is mounted from a vault", () => {
        const ofSource = (parameters: Values, provider = "azure") =>
            finds("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", {
                spec: { provider, parameters: { clientID: "one", ...parameters } },
            });

        it("takes every parameter that the provider reads, without an identity of the node", () => {
            const parameters = {
                cloudName: "AzurePublicCloud",
                keyvaultName: "kv-one",
                objects: "array: []",
                tenantID: "two",
                tenantId: "two",
                usePodIdentity: "false",
                useVMManagedIdentity: "false",
            };
            assert.deepEqual(ofSource(parameters), []);
        });

        it("takes no other, however it is spelt", () => {
            for (const name of [
                "usevmmanagedidentity",
                "useVmManagedIdentity",
                "usepodidentity",
                "userAssignedIdentityID",
                "clientId",
                "cloudEnvFileName",
            ])
                assert.deepEqual(ofSource({ [name]: "false" }), ["spec.parameters"], name);
        });

        it("takes no other word for false", () => {
            for (const value of ["true", "True", "1", "t", "False", ""]) {
                assert.deepEqual(ofSource({ usePodIdentity: value }), ["spec.parameters.usePodIdentity"]);
                assert.deepEqual(ofSource({ useVMManagedIdentity: value }), ["spec.parameters.useVMManagedIdentity"]);
            }
        });

        it("takes no other provider", () => {
            for (const provider of ["Azure", "vault", ""])
                assert.deepEqual(ofSource({}, provider), ["spec.provider"], provider);
        });
    });
});
