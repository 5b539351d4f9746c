// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { groupId, newCloud, subscription } from "../fixture";
import { arm, changedExample, itRefuses, prepare, type RefusalCase } from "../refusal-case";
import { connection, connections, definition, responderId, workflowId } from "../sentinel-landscape";

const group = ["resources:ResourceGroup"];
const given: RefusalCase["given"] = [...group, "managedidentity:UserAssignedIdentity", connection];

const invalid = (problem: string) =>
    arm(400, "InvalidTemplate", `The definition of the workflow is invalid: ${problem}.`);
const compose = (runAfter: Properties = {}, others: Properties = {}): Properties => ({
    type: "Compose",
    inputs: "",
    runAfter,
    ...others,
});
const schema =
    "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#";

const definitionCases: [Properties, string][] = [
    [{ $schema: schema.replace("2016", "2015") }, `its $schema must be ${schema}`],
    [{ contentVersion: 1 }, "it needs a contentVersion"],
    [{ triggers: {} }, "it needs a trigger"],
    [{ actions: [] }, "it needs actions"],
    [{ triggers: { when: { type: "Whenever" } } }, "the trigger 'when' has the unknown type 'Whenever'"],
    [{ actions: { one: { type: "Dance" } } }, "the action 'one' has the unknown type 'Dance'"],
    [
        { actions: { one: compose({ two: ["Succeeded"] }) } },
        "the action 'one' runs after 'two', which is not beside it",
    ],
    [
        { actions: { one: compose(), two: compose({ one: ["Done"] }) } },
        "the action 'two' waits for the unknown status 'Done'",
    ],
    [
        { actions: { one: compose({ two: ["Failed"] }), two: compose({ one: ["Failed"] }) } },
        "the action 'one' waits for itself",
    ],
    [
        {
            actions: {
                all: { type: "Foreach", foreach: "@x", actions: { inner: compose() } },
                one: compose({ inner: ["Succeeded"] }),
            },
        },
        "the action 'one' runs after 'inner', which is not beside it",
    ],
    [
        { actions: { all: { type: "If", actions: {}, else: { actions: { inner: { type: "Dance" } } } } } },
        "the action 'inner' has the unknown type 'Dance'",
    ],
    [
        {
            actions: {
                all: {
                    type: "Switch",
                    cases: { a: { actions: { inner: compose() } } },
                    default: { actions: { inner: compose() } },
                },
            },
        },
        "several actions are called 'inner'",
    ],
];

describe("azure refuses, of workflows, that", () => {
    itRefuses([
        ...definitionCases.map(([change, problem]) => ({
            title: `of a definition, ${problem.slice(0, 100)}`,
            given,
            token: "logic:Workflow",
            inputs: { definition: { ...definition, ...change } },
            message: invalid(problem),
        })),
        {
            title: "its name is too long",
            given,
            token: "logic:Workflow",
            inputs: { workflowName: "a".repeat(44) },
            message: arm(
                400,
                "InvalidWorkflowName",
                `The workflow's name '${"a".repeat(44)}' must have 1 to 43 letters, digits and any of - _ . ( ).`,
            ),
        },
        {
            title: "it has a value for a parameter that it does not declare",
            given,
            token: "logic:Workflow",
            inputs: { parameters: { ...connections, clients: { value: [] } } },
            message: arm(400, "InvalidTemplate", "The definition has no parameter 'clients'."),
        },
        {
            title: "it declares a parameter and has no value for it",
            given,
            token: "logic:Workflow",
            inputs: {
                definition: {
                    ...definition,
                    parameters: { ...(definition.parameters as Properties), clients: { type: "Array" } },
                },
            },
            message: arm(400, "InvalidTemplate", "The parameter 'clients' of the definition has no value."),
        },
        {
            title: "its connection is something else",
            given,
            token: "logic:Workflow",
            inputs: {
                parameters: { $connections: { value: { azuresentinel: { connectionId: groupId } } } },
            },
            message: arm(
                400,
                "WorkflowManagedIdentityConfigurationInvalid",
                `'${groupId}' of $connections is no connection.`,
            ),
        },
        {
            title: "its connection is not there",
            given: given.filter((each) => each !== connection),
            token: "logic:Workflow",
            message: arm(
                400,
                "InvalidResourceReference",
                `Resource ${groupId}/providers/Microsoft.Web/connections/azuresentinel referenced by resource ${workflowId} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
            ),
        },
        {
            title: "it uses a connection that it was not given",
            given,
            token: "logic:Workflow",
            inputs: { parameters: { $connections: { value: {} } } },
            message: arm(
                400,
                "InvalidTemplate",
                "The definition uses the connection 'azuresentinel', which $connections lacks.",
            ),
        },
        {
            title: "an action is somebody else",
            given,
            token: "logic:Workflow",
            inputs: { identity: { type: "SystemAssigned" } },
            message: arm(
                400,
                "WorkflowManagedIdentityConfigurationInvalid",
                `The managed identity '${responderId}' is not assigned to the workflow.`,
            ),
        },
        {
            title: "an action is the workflow itself, which has no identity of its own",
            given,
            token: "logic:Workflow",
            inputs: {
                definition: {
                    ...definition,
                    actions: {
                        one: { type: "Http", inputs: { authentication: { type: "ManagedServiceIdentity" } } },
                    },
                },
            },
            message: arm(
                400,
                "WorkflowManagedIdentityConfigurationInvalid",
                "The managed identity 'system-assigned' is not assigned to the workflow.",
            ),
        },
        {
            title: "a connection is to a service that nobody knows",
            given: group,
            token: "resources:Resource",
            inputs: {
                ...connection[1],
                properties: {
                    api: { id: `${subscription}/providers/Microsoft.Web/locations/westeurope/managedApis/office365` },
                },
            },
            message: arm(
                400,
                "ApiNotFound",
                `The API '${subscription}/providers/Microsoft.Web/locations/westeurope/managedApis/office365' could not be found: it must be one of azuresentinel in the region westeurope.`,
            ),
        },
        {
            title: "a connection is to a service of another region",
            given: group,
            token: "resources:Resource",
            inputs: { ...connection[1], location: "northeurope" },
            message: arm(
                400,
                "ApiNotFound",
                `The API '${subscription}/providers/Microsoft.Web/locations/westeurope/managedApis/azuresentinel' could not be found: it must be one of azuresentinel in the region northeurope.`,
            ),
        },
        {
            title: "a connection has values of a kind that nobody knows",
            given: group,
            token: "resources:Resource",
            inputs: {
                ...connection[1],
                properties: { ...(connection[1].properties as Properties), parameterValueType: "Mine" },
            },
            message: arm(
                400,
                "InvalidRequestContent",
                "The value 'Mine' of 'properties.parameterValueType' is not one of the allowed values: Alternative.",
            ),
        },
    ]);
});

describe("azure accepts, of workflows, that", () => {
    it("one is there without a definition, and one whose logs go to the table of all", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...given, "operationalinsights:Workspace", "logic:Workflow"]);
        await cloud.create(
            "logic:Workflow",
            changedExample("logic:Workflow", { workflowName: "empty", definition: null, parameters: null }),
        );
        await cloud.create("monitor:DiagnosticSetting", {
            resourceUri: workflowId,
            name: "audit",
            workspaceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-one`,
            logs: [{ category: "WorkflowRuntime", enabled: true }],
        });
    });

    it("a connection, which lies in no other resource, is read by its id", async () => {
        const cloud = newCloud();
        await prepare(cloud, group);
        const { id } = await cloud.create(...connection);
        assert.equal(id, `${groupId}/providers/Microsoft.Web/connections/azuresentinel`);
        const found = await cloud.read("resources:Resource", id);
        assert.equal(found?.inputs.parentResourcePath, "");
        assert.equal(found?.inputs.resourceType, "connections");
        assert.equal(found?.outputs.location, "westeurope");
    });
});
