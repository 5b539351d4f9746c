// Does not prove who may write to a repository, nor what Flux applies from it.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-flux-source";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const listed = "https://git.contoso.example/platform/manifests";
const finds = (type: string, inputs: Values, repositories?: string[]) =>
    judge(
        rule,
        [resourceOf("one", { type: `kubernetesconfiguration:${type}`, inputs })],
        repositories && { repositories },
    ).findings.map(({ path }) => path);
const ofSource = (gitRepository: Values, repositories = [listed]) =>
    finds(
        "FluxConfiguration",
        { sourceKind: "GitRepository", gitRepository, kustomizations: { apps: { prune: true } } },
        repositories,
    );
const main = { branch: "main" };

describe("aks-flux-source", () => {
    it("lists no repository unless the environment does", () => {
        const inputs = {
            sourceKind: "GitRepository",
            gitRepository: { url: listed, repositoryRef: main },
            kustomizations: { apps: { prune: true } },
        };
        assert.deepEqual(finds("FluxConfiguration", inputs), ["gitRepository.url"]);
        assert.deepEqual(finds("FluxConfiguration", inputs, [listed]), []);
    });

    it("takes the whole address, not a beginning or another spelling", () => {
        for (const url of [`${listed}.git`, `${listed}/`, listed.toUpperCase(), listed.slice(0, -1)])
            assert.notDeepEqual(ofSource({ url, repositoryRef: main }), [], url);
    });

    it("wants https, even of what is listed", () => {
        for (const url of ["http://git.contoso.example/one", "ssh://git@git.contoso.example/one"])
            assert.deepEqual(ofSource({ url, repositoryRef: main }, [url]), ["gitRepository.url"]);
    });

    it("wants a branch or a commit, and nothing that is chosen later", () => {
        const commit = "0123456789012345678901234567890123456789";
        for (const repositoryRef of [main, { commit }, { ...main, commit }])
            assert.deepEqual(ofSource({ url: listed, repositoryRef }), []);
        for (const repositoryRef of [
            {},
            { branch: "" },
            { ...main, tag: "v1" },
            { ...main, semver: "*" },
            { commit, tag: "v1" },
            { commit, semver: "*" },
        ] as Values[])
            assert.deepEqual(ofSource({ url: listed, repositoryRef }), ["gitRepository.repositoryRef"]);
        assert.deepEqual(ofSource({ url: listed }), ["gitRepository.repositoryRef"]);
    });

    it("finds everything that is missing", () => {
        assert.deepEqual(finds("FluxConfiguration", {}, [listed]), [
            "sourceKind",
            "gitRepository.url",
            "gitRepository.url",
            "gitRepository.repositoryRef",
            "kustomizations",
        ]);
        assert.deepEqual(finds("Extension", {}), ["extensionType", "releaseTrain", "configurationSettings"]);
    });

    it("takes no other word for enforced", () => {
        const extension = { extensionType: "microsoft.flux", releaseTrain: "Stable" };
        for (const setting of ["True", "", "1"])
            assert.deepEqual(
                finds("Extension", { ...extension, configurationSettings: { "multiTenancy.enforce": setting } }),
                ["configurationSettings"],
            );
    });
});
