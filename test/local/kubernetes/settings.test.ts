// Does not prove when the engine asks, nor that a kubeconfig leads to a cluster: every one leads to that of the local cloud.
import assert from "node:assert/strict";
import { configDiff, configProblems, readSettings, serverOf } from "../../../local/kubernetes/settings";
import { type Properties, unknown } from "../../../local/provider/provider";

describe("settings of the Kubernetes provider", () => {
    const kubeconfig = (server: string, user = "u") =>
        JSON.stringify({
            "current-context": "a",
            contexts: [
                { name: "a", context: { cluster: "one", user } },
                { name: "b", context: { cluster: "two", user } },
            ],
            clusters: [
                { name: "one", cluster: { server } },
                { name: "two", cluster: { server: "https://two" } },
            ],
        });

    it("are off unless they are on", () => {
        assert.deepEqual(readSettings({}), {
            namespace: "",
            renderDirectory: "",
            alwaysRender: false,
            upsertExistingObjects: false,
            patchForce: false,
            configMapMutable: false,
            secretMutable: false,
        });
        const on = {
            namespace: "team",
            renderYamlToDirectory: "out",
            alwaysRender: "true",
            upsertExistingObjects: "true",
            enablePatchForce: "true",
            enableConfigMapMutable: "true",
            enableSecretMutable: "true",
        };
        assert.deepEqual(Object.values(readSettings(on)), ["team", "out", true, true, true, true, true]);
    });

    it("that the local cloud does not have are refused with the way out", () => {
        assert.throws(() => readSettings({ enableServerSideApply: "false" }), {
            name: "Refusal",
            message:
                "enableServerSideApply is false: the local cloud has server-side apply only. Leave the option out.",
        });
    });

    it("name a server by the context and the cluster that are chosen", () => {
        const text = kubeconfig("https://one");
        const choices: Properties[] = [{}, { context: "b" }, { cluster: "two" }, { context: "c" }];
        assert.deepEqual(
            choices.map((choice) => serverOf({ kubeconfig: text, ...choice })),
            ["https://one", "https://two", "https://two", undefined],
        );
        assert.deepEqual([serverOf({}), serverOf({ kubeconfig: "/home/me/.kube/config" })], [undefined, undefined]);
    });

    it("contradict each other in the words of the real provider", () => {
        assert.deepEqual(configProblems({ kubeconfig: "x", context: "y" }), []);
        assert.deepEqual(configProblems({ renderYamlToDirectory: "out" }), []);
        assert.deepEqual(
            configProblems({ renderYamlToDirectory: "out", cluster: "a", context: "b", kubeconfig: "c" }),
            [
                '"cluster" arg is not compatible with "renderYamlToDirectory" arg',
                '"context" arg is not compatible with "renderYamlToDirectory" arg',
                '"kubeconfig" arg is not compatible with "renderYamlToDirectory" arg',
            ],
        );
        assert.deepEqual(configProblems({ alwaysRender: "true" }), [
            '"alwaysRender" requires "renderYamlToDirectory" to be set',
        ]);
    });

    describe("replace the provider with all that is in its cluster", () => {
        const cases: Record<string, [olds: object, news: object, changes: string[], replaces: string[]]> = {
            "not when nothing changes": [{ namespace: "a" }, { namespace: "a" }, [], []],
            "not for another default namespace": [{ namespace: "a" }, { namespace: "b" }, ["namespace"], []],
            "for another folder of manifests": [
                { renderYamlToDirectory: "a" },
                { renderYamlToDirectory: "b" },
                ["renderYamlToDirectory"],
                ["renderYamlToDirectory"],
            ],
            "for another server": [
                { kubeconfig: kubeconfig("https://one") },
                { kubeconfig: kubeconfig("https://three") },
                ["kubeconfig"],
                ["kubeconfig"],
            ],
            "not for another user of the same server": [
                { kubeconfig: kubeconfig("https://one") },
                { kubeconfig: kubeconfig("https://one", "v") },
                ["kubeconfig"],
                [],
            ],
            "for another context with another server": [
                { kubeconfig: kubeconfig("https://one") },
                { kubeconfig: kubeconfig("https://one"), context: "b" },
                ["context"],
                ["context"],
            ],
            "for one that is not known yet": [
                { kubeconfig: kubeconfig("https://one") },
                { kubeconfig: unknown },
                ["kubeconfig"],
                ["kubeconfig"],
            ],
            "not when the identifier says that it is the same": [
                { kubeconfig: kubeconfig("https://one"), clusterIdentifier: "x" },
                { kubeconfig: unknown, clusterIdentifier: "x" },
                ["kubeconfig"],
                [],
            ],
            "when the identifier says that it is another": [
                { clusterIdentifier: "x" },
                { clusterIdentifier: "y" },
                ["clusterIdentifier"],
                ["clusterIdentifier"],
            ],
            "not when there was no kubeconfig before": [
                {},
                { kubeconfig: kubeconfig("https://one") },
                ["kubeconfig"],
                [],
            ],
        };
        for (const [title, [olds, news, changes, replaces]] of Object.entries(cases)) {
            it(title, () => assert.deepEqual(configDiff({ ...olds }, { ...news }), { changes, replaces }));
        }
    });
});
