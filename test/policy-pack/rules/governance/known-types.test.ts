// Does not prove that types of packages that are not installed here exist: azuread and kubernetes are named from their
// documentation.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { azureTypes, otherTypes, typesTaking } from "../../../../policy-pack/rules/governance/known-types";
import { opaqueTypes } from "../../../../policy-pack/rules/governance/opaque-types";
import { sdkVersions } from "../../../../policy-pack/rules/governance/sdk-versions";
import { sdkShape } from "../../../local/azure/sdk-shape";

const shapes = () => Object.keys(azureTypes).map((type) => [type, sdkShape(`azure-native:${type}`)] as const);

describe("the known types", () => {
    it("take tags and a location where their declarations say so", () => {
        const declared = shapes().map(([type, { inputs }]) => {
            const { tags, location } = inputs.properties ?? {};
            return [type, { ...(location && { location: true }), ...(tags?.type === "map" && { tags: true }) }];
        });
        assert.deepEqual(Object.fromEntries(declared), azureTypes);
    });

    it("are picked by what they take", () => {
        assert.deepEqual(
            ["keyvault:Vault", "network:Subnet", "keyvault:Secret", "authorization:PolicyAssignment"].map((type) => [
                typesTaking("tags").includes(type),
                typesTaking("location").includes(type),
            ]),
            [
                [true, true],
                [false, false],
                [true, false],
                [false, true],
            ],
        );
    });

    it("of random are those of the package", () => {
        const own = otherTypes.filter((type) => type.startsWith("random:"));
        for (const type of own) {
            const [, module = "", name = ""] = /^random:index\/(\w+):(\w+)$/.exec(type) ?? [];
            const classes: Record<string, { __pulumiType?: string }> = require(`@pulumi/random/${module}`);
            assert.equal(classes[name]?.__pulumiType, type);
        }
        assert.notDeepEqual(own, []);
    });

    it("are listed once, in the form that resources have", () => {
        assert.equal(new Set(otherTypes).size, otherTypes.length);
        for (const type of otherTypes) assert.match(type, /^[\w-]+:[\w./-]+:\w+$/);
    });
});

describe("the versions that the SDK pins", () => {
    it("are those of the declarations, where they are previews or of Key Vault", () => {
        const declared = shapes()
            .map(([type, { apiVersion }]) => [type, apiVersion] as const)
            .filter(([type, version]) => version.endsWith("-preview") || type.startsWith("keyvault:"));
        assert.deepEqual(Object.fromEntries(declared), sdkVersions);
    });
});

describe("the opaque types", () => {
    it("of azure-native exist", () => {
        const own = opaqueTypes.filter((type) => type.split(":").length === 2);
        for (const type of own) assert.ok(sdkShape(`azure-native:${type}`).inputs.properties, type);
        assert.notDeepEqual(own, []);
    });

    it("have all scripts of azure-native's resources", () => {
        const folder = require.resolve("@pulumi/azure-native/resources").replace(/index\.js$/, "");
        const scripts = readdirSync(folder).filter((file) => /^azure\w+Script\.d\.ts$/.test(file));
        assert.deepEqual(
            scripts.map((file) => `resources:A${file.slice(1, -".d.ts".length)}`),
            opaqueTypes.filter((type) => type.startsWith("resources:")),
        );
    });

    it("are no known types", () => {
        for (const type of opaqueTypes) assert.equal(type in azureTypes || otherTypes.includes(type), false, type);
    });
});
