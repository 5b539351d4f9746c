// Does not prove which versions Azure retires, or when.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/governance/gov-api-lifecycle";
import { sdkVersions } from "../../../../policy-pack/rules/governance/sdk-versions";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const findings = (type: string, parameters = {}) =>
    judge(rule, stackOf({ one: { type } }), parameters).findings.map(({ message }) => message);
const retires = ["this version of the Key Vault API retires on 2027-02-27"];
const preview = ["this version of the Azure API is a preview"];

describe("gov-api-lifecycle", () => {
    it("stops nothing", () => assert.equal(rule.level, "advisory"));

    it("wants a version of Key Vault that stays, in every form of the token", () => {
        for (const version of ["v20260201", "v20270101"])
            for (const type of [
                `azure-native:keyvault/${version}:Key`,
                `azure-native_keyvault_${version}:keyvault:Key`,
            ])
                assert.deepEqual(findings(type), [], type);
        for (const version of ["v20260131", "v20241101", "v20150601"])
            for (const type of [
                `azure-native:keyvault/${version}:Key`,
                `azure-native_keyvault_${version}:keyvault:Key`,
            ])
                assert.deepEqual(findings(type), retires, type);
    });

    it("takes a plain token for the version of the SDK, and one that it does not know for an old one", () => {
        for (const type of ["azure-native:keyvault:Vault", "azure-native:keyvault:PrivateEndpointConnection"])
            assert.deepEqual(findings(type), retires);
    });

    it("lets every preview pass that the SDK pins, whether the token says so or not", () => {
        const pinned = Object.entries(sdkVersions).filter(([, version]) => version.endsWith("-preview"));
        for (const [type, version] of pinned) {
            const [module = "", name = ""] = type.split(":");
            const dense = `v${version.replaceAll("-", "")}`;
            assert.deepEqual(findings(`azure-native:${type}`), []);
            assert.deepEqual(findings(`azure-native:${module}/${dense}:${name}`), []);
            assert.deepEqual(findings(`azure-native_${module}_${dense}:${module}:${name}`), []);
        }
    });

    it("finds other previews, unless their type is allowed", () => {
        for (const type of [
            "azure-native:monitor/v20210901preview:ActionGroup",
            "azure-native:network/v20230701preview:VirtualNetwork",
            "azure-native:network/v20150501alpha:VirtualNetwork",
            "azure-native_network_v20230701privatepreview:network:VirtualNetwork",
        ])
            assert.deepEqual(findings(type), preview, type);
        const parameters = { allowedPreviews: ["network:VirtualNetwork"] };
        assert.deepEqual(findings("azure-native:network/v20230701preview:VirtualNetwork", parameters), []);
        assert.deepEqual(findings("azure-native:network/v20230701preview:Subnet", parameters), preview);
    });

    it("finds both in a preview of an old Key Vault", () => {
        assert.deepEqual(findings("azure-native:keyvault/v20230701preview:Vault"), [...retires, ...preview]);
        assert.deepEqual(findings("azure-native:keyvault/v20260301preview:Vault"), preview);
    });

    it("does not mind other versions and packages", () => {
        for (const type of [
            "azure-native:network/v20230701:VirtualNetwork",
            "azure-native:monitor/v20230101:ActionGroup",
            "kubernetes:gateway.networking.k8s.io/v1beta1:ReferenceGrant",
            "random:index/randomPassword:RandomPassword",
        ])
            assert.deepEqual(findings(type), [], type);
    });
});
