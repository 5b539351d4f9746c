// Does not prove that an image is what was built: it judges where it comes from, and that it cannot change.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-image-provenance";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const digest = `sha256:${"a1".repeat(32)}`;
const finds = (image: string, parameters = {}) => {
    const inputs = { spec: { containers: [{ image }] } };
    const { findings } = judge(rule, [resourceOf("one", { type: "kubernetes:core/v1:Pod", inputs })], parameters);
    return findings.map(({ message }) => message);
};
const foreign = ["an image must come from a registry of the environment"];
const loose = ["an image must be pinned by its digest"];

describe("k8s-image-provenance", () => {
    it("takes the registries of the environment, and no others", () => {
        const registries = { registries: ["crone.azurecr.io", "*.azurecr.cn"] };
        for (const server of ["crone.azurecr.io", "crtwo.azurecr.cn"])
            assert.deepEqual(finds(`${server}/one@${digest}`, registries), [], server);
        for (const server of ["crtwo.azurecr.io", "azurecr.cn", "a.b.azurecr.cn", "crtwo.azurecr.cn.example.com"])
            assert.deepEqual(finds(`${server}/one@${digest}`, registries), foreign, server);
    });

    it("stops the names of images that say no registry", () => {
        for (const image of [`orders@${digest}`, `library/orders@${digest}`, `crone.azurecr.io@${digest}`])
            assert.deepEqual(finds(image), foreign, image);
    });

    it("stops everything but a whole digest at the end", () => {
        for (const end of ["", ":latest", `:${digest}`, `@${digest}0`, `@${digest.slice(0, -1)}`, `@${digest}:latest`])
            assert.deepEqual(finds(`crone.azurecr.io/one${end}`), loose, end);
    });
});
