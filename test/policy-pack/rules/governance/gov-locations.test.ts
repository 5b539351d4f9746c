// Does not prove that data stays where its resource is: services replicate in ways that no input shows.
import assert from "node:assert/strict";
import type { Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-locations";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const paths = (inputs: Value, type = "keyvault:Vault", parameters = {}) =>
    judge(rule, stackOf({ one: { type, inputs } }), parameters).findings.map(({ path }) => path);

describe("gov-locations", () => {
    it("knows a region with spaces and in any case, and only as a whole", () => {
        for (const location of ["westeurope", "West Europe", "WESTEUROPE", "global", "Global"])
            assert.deepEqual(paths({ location }), [], location);
        for (const location of ["westeurope2", "europe", "", "uksouth", "switzerlandnorth", "norwayeast"])
            assert.deepEqual(paths({ location }), ["location"], location);
        for (const location of [7, ["westeurope"]]) assert.deepEqual(paths({ location }), ["location"]);
    });

    it("takes the regions of the environment, however they are written there", () => {
        const parameters = { allowedLocations: ["East US"] };
        assert.deepEqual(paths({ location: "eastus" }, "keyvault:Vault", parameters), []);
        assert.deepEqual(paths({ location: "westeurope" }, "keyvault:Vault", parameters), ["location"]);
    });

    it("lets only a policy assignment have no location, and none have a wrong one", () => {
        assert.deepEqual(paths({}, "authorization:PolicyAssignment"), []);
        assert.deepEqual(paths({ location: "" }, "authorization:PolicyAssignment"), ["location"]);
        assert.deepEqual(paths({ location: "westeurope" }, "authorization:PolicyAssignment"), []);
        assert.deepEqual(paths({}, "network:VirtualNetwork"), ["location"]);
    });

    it("judges every copy", () => {
        const copies = (...locations: string[]) => ({
            location: "westeurope",
            additionalLocations: locations.map((location) => ({ location })),
        });
        const type = "apimanagement:ApiManagementService";
        assert.deepEqual(paths(copies("northeurope", "France Central"), type), []);
        assert.deepEqual(paths(copies("northeurope", "eastus"), type), ["additionalLocations[].location"]);
        assert.deepEqual(paths({ location: "westeurope", additionalLocations: [{}] }, type), [
            "additionalLocations[].location",
        ]);
        assert.deepEqual(paths({ location: "eastus", properties: { regions: [{}] } }, "keyvault:ManagedHsm"), [
            "location",
            "properties.regions[].name",
        ]);
    });

    it("leaves out types without location, and what is judged as another type", () => {
        for (const type of ["network:Subnet", "keyvault:Key", "resources:Resource"])
            assert.equal(rule.types.includes(type), false, type);
    });
});
