// Does not prove that an adopted group exists, or what the benchmark says of the resources in it.
import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { ResourceGroup, type ResourceGroupArgs } from "../../../components";
import { resourceGroupProblems } from "../../../components/resource-group/resource-group";
import { capture } from "../../support/capture";
import { placement, sampleTags } from "../../support/sample-placement";

const { resourceGroupName: _, ...args } = placement;
const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";

async function outputs(of: ResourceGroupArgs): Promise<Record<string, string>> {
    const given: Record<string, string> = {};
    await capture(
        () => {
            const group = new ResourceGroup("main", of);
            group.resourceGroupName.apply((name) => (given.name = name));
            group.resourceGroupId.apply((id) => (given.id = id));
        },
        { preview: true },
    );
    return given;
}

function benchmarkOf(resourceGroupName: string) {
    return {
        scope: `${subscription}/resourceGroups/${resourceGroupName}`,
        policyAssignmentName: "policy-mcp-dev-main-benchmark",
        policyDefinitionId:
            "/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8",
        enforcementMode: "Default",
        notScopes: [],
        displayName: "Microsoft cloud security benchmark",
        description: "Reports how the resources of the group compare with the benchmark; stops and changes nothing.",
    };
}

describe("ResourceGroup", () => {
    it("is a protected, tagged group", async () => {
        const resources = await capture(() => new ResourceGroup("main", args));
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:PolicyAssignment main-benchmark",
            "azure-native:resources:ResourceGroup main-group",
        ]);
        const { inputs, protect, parent } = resources.only("azure-native:resources:ResourceGroup");
        assert.deepEqual(inputs, {
            resourceGroupName: "rg-mcp-dev-main",
            location: "westeurope",
            tags: sampleTags("resource-group"),
        });
        assert.equal(protect, true);
        assert.equal(parent, resources.only("zero-trust-mcp:index:ResourceGroup").urn);
    });

    it("has the benchmark assigned to it, to all of it and to nothing above it", async () => {
        const resources = await capture(() => new ResourceGroup("main", args));
        const assignment = resources.only("azure-native:authorization:PolicyAssignment");
        assert.deepEqual(assignment.inputs, benchmarkOf("rg-mcp-dev-main"));
        assert.equal(assignment.parent, resources.only("zero-trust-mcp:index:ResourceGroup").urn);
    });

    it("shows in its first preview all of the assignment", async () => {
        const resources = await capture(() => new ResourceGroup("main", args), { preview: true });
        const { inputs, unknownPaths } = resources.only("azure-native:authorization:PolicyAssignment");
        assert.deepEqual(inputs, benchmarkOf("rg-mcp-dev-main"));
        assert.deepEqual(unknownPaths, []);
    });

    it("gives a name and an id that a preview knows", async () => {
        assert.deepEqual(await outputs(args), {
            name: "rg-mcp-dev-main",
            id: `${subscription}/resourceGroups/rg-mcp-dev-main`,
        });
    });

    it("gives a name that waits for the group", async () => {
        const resources = await capture(() => {
            const { resourceGroupName } = new ResourceGroup("main", args);
            new random.RandomBytes("name", { length: 1, keepers: { resourceGroupName } });
        });
        assert.deepEqual(resources.waitsFor(), {
            "main-group": [],
            "main-benchmark": ["main-group"],
            name: ["main-group"],
        });
    });

    it("creates only the assignment when it adopts", async () => {
        const adopting = { ...args, existingResourceGroupName: "Platform_(shared).1" };
        const resources = await capture(() => new ResourceGroup("main", adopting));
        assert.deepEqual(resources.typesAndNames(), ["azure-native:authorization:PolicyAssignment main-benchmark"]);
        assert.deepEqual(
            resources.only("azure-native:authorization:PolicyAssignment").inputs,
            benchmarkOf("Platform_(shared).1"),
        );
        assert.deepEqual(await outputs(adopting), {
            name: "Platform_(shared).1",
            id: `${subscription}/resourceGroups/Platform_(shared).1`,
        });
    });

    for (const existingResourceGroupName of ["", "a.", "a/b", "x".repeat(91)]) {
        it(`refuses to adopt "${existingResourceGroupName}"`, () => {
            assert.deepEqual(resourceGroupProblems("main", { ...args, existingResourceGroupName }), [
                `existingResourceGroupName is "${existingResourceGroupName}"; it must be 1 to 90 letters, digits, "_", "(", ")", "-" and ".", with no "." at the end.`,
            ]);
        });
    }
});
