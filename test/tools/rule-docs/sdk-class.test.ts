// Does not prove that the modules exist: test/docs/rules.long.test.ts compiles programs that import them.
import assert from "node:assert/strict";
import { sdkClass } from "../../../tools/rule-docs/sdk-class";

const azure = "@pulumi/azure-native";
const kubernetes = "@pulumi/kubernetes";

describe("sdkClass", () => {
    const cases: [token: string, module: string, binding: string, expression: string][] = [
        ["azure-native:keyvault:Vault", `${azure}/keyvault`, "* as keyvault", "keyvault.Vault"],
        ["azure-native:keyvault/v20230701:Vault", `${azure}/keyvault/v20230701`, "* as keyvault", "keyvault.Vault"],
        [
            "azure-native_keyvault_v20260201:keyvault:Vault",
            "@pulumi/azure-native_keyvault_v20260201",
            "* as keyvault_v20260201",
            "keyvault_v20260201.keyvault.Vault",
        ],
        ["kubernetes:core/v1:Secret", `${kubernetes}/core/v1`, "* as corev1", "corev1.Secret"],
        ["kubernetes:batch/v1:Job", `${kubernetes}/batch/v1`, "* as batchv1", "batchv1.Job"],
        [
            "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            `${kubernetes}/networking/v1`,
            "* as networkingv1",
            "networkingv1.NetworkPolicy",
        ],
        ["kubernetes:rbac.authorization.k8s.io/v1:Role", `${kubernetes}/rbac/v1`, "* as rbacv1", "rbacv1.Role"],
        ["kubernetes:helm.sh/v4:Chart", `${kubernetes}/helm/v4`, "* as helmv4", "helmv4.Chart"],
        ["azuread:index/application:Application", "@pulumi/azuread/application", "{ Application }", "Application"],
        ["random:index/randomBytes:RandomBytes", "@pulumi/random/randomBytes", "{ RandomBytes }", "RandomBytes"],
        ["command:local:Command", "@pulumi/command/local", "* as command", "command.Command"],
        ["docker:index:Image", "@pulumi/docker", "* as docker", "docker.Image"],
        ["pulumi:pulumi:StackReference", "@pulumi/pulumi", "* as pulumi", "pulumi.StackReference"],
        ["pulumi:providers:kubernetes", `${kubernetes}/provider`, "{ Provider }", "Provider"],
    ];
    for (const [token, module, binding, expression] of cases)
        it(`has that of ${token}`, () => assert.deepEqual(sdkClass(token), { module, binding, expression }));

    it("takes what Kubernetes does not have by itself for a custom resource", () => {
        for (const group of ["cilium.io/v2", "gateway.networking.k8s.io/v1", "security.istio.io/v1"])
            assert.deepEqual(sdkClass(`kubernetes:${group}:Thing`), {
                module: `${kubernetes}/apiextensions`,
                binding: "* as apiextensions",
                expression: "apiextensions.CustomResource",
                given: { apiVersion: group, kind: "Thing" },
            });
    });

    it("says what a type looks like when it gets none", () => {
        for (const token of ["*", "Vault", "azure-native::Vault", "a:b:c:d"])
            assert.throws(() => sdkClass(token), {
                message: `"${token}" is no type of a resource: an example needs a type like "keyvault:Vault" or "kubernetes:core/v1:Secret".`,
            });
    });
});
