// Does not prove that Azure accepts the workflows, nor that it has no smaller roles.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { PlaybookName } from "../../../../components/sentinel/playbooks/playbook-name";
import { createPlaybooks } from "../../../../components/sentinel/playbooks/playbooks";
import type { SentinelArgs } from "../../../../components/sentinel/sentinel-args";
import { builtInRoles, roleAssignmentName } from "../../../../components/shared/role-assignments";
import { type Capture, capture } from "../../../support/capture";
import { groupId, placement, sampleTags, sampleWorkspaceId } from "../../../support/sample-placement";
import { everyPlaybook, sentinelArgs } from "../sample-args";

const types = {
    assignment: "azure-native:authorization:RoleAssignment",
    connection: "azure-native:resources:Resource",
    identity: "azure-native:managedidentity:UserAssignedIdentity",
    logs: "azure-native:monitor:DiagnosticSetting",
    role: "azure-native:authorization:RoleDefinition",
    workflow: "azure-native:logic:Workflow",
};

let playbookIds: Record<string, unknown>;

class Parent extends pulumi.ComponentResource {
    constructor(args: SentinelArgs) {
        super("test:index:Parent", "parent");
        for (const [name, id] of Object.entries(createPlaybooks("sentinel", args, this))) {
            id.apply((known) => {
                playbookIds[name] = known;
            });
        }
    }
}

const capturePlaybooks = (changes: Partial<SentinelArgs> = {}, preview = false): Promise<Capture> => {
    playbookIds = {};
    return capture(() => new Parent({ ...sentinelArgs, ...everyPlaybook, ...changes }), { preview });
};

const workflowId = (name: string) => `${groupId}/providers/Microsoft.Logic/workflows/${name}`;

describe("createPlaybooks", () => {
    let captured: Capture;
    before(async () => {
        captured = await capturePlaybooks();
    });

    it("makes a workflow for each playbook, and knows them by their names", () => {
        assert.deepEqual(Object.keys(playbookIds).sort(), Object.values(PlaybookName).sort());
        assert.equal(playbookIds["end-sessions"], workflowId("logic-mcp-dev-end-sessions"));
        const names = captured.all(types.workflow).map(({ inputs }) => inputs.workflowName);
        assert.equal(new Set(names).size, Object.keys(PlaybookName).length);
        for (const { parent } of captured.resources.filter(({ custom }) => custom)) {
            assert.equal(parent, captured.only("test:index:Parent").urn);
        }
    });

    it("leaves out what nobody is told, and what there is no job for", async () => {
        await capturePlaybooks({ jobs: undefined, notification: undefined, sessionKeys: undefined });
        assert.deepEqual(Object.keys(playbookIds).sort(), [
            "block-principal",
            "disable-service-principal",
            "end-sessions",
            "release-principal",
            "throttle-principal",
        ]);
        await capturePlaybooks({ jobs: { "isolate-namespace": everyPlaybook.jobs["isolate-namespace"] } });
        assert.ok("isolate-namespace" in playbookIds && !("snapshot-evidence" in playbookIds));
    });

    it("gives each a workflow of its own identity, which nobody reads runs of", () => {
        const { inputs } = captured.only(types.workflow, "sentinel-block-principal");
        const identity = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-dev-sentinel-block-principal`;
        const { definition, ...rest } = inputs;
        assert.equal(typeof definition.actions.Respond, "object");
        assert.deepEqual(rest, {
            workflowName: "logic-mcp-dev-block-principal",
            resourceGroupName: "rg-test",
            location: "westeurope",
            state: "Enabled",
            identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
            accessControl: {
                actions: { allowedCallerIpAddresses: [] },
                contents: { allowedCallerIpAddresses: [{ addressRange: "0.0.0.0-0.0.0.0" }] },
            },
            parameters: {
                $connections: {
                    type: "Object",
                    value: {
                        azuresentinel: {
                            connectionId: `${groupId}/providers/Microsoft.Web/connections/con-mcp-dev-sentinel`,
                            connectionName: "con-mcp-dev-sentinel",
                            id: `/subscriptions/${placement.subscriptionId}/providers/Microsoft.Web/locations/westeurope/managedApis/azuresentinel`,
                            connectionProperties: { authentication: { type: "ManagedServiceIdentity", identity } },
                        },
                    },
                },
                protectedPrincipalIds: {
                    type: "Array",
                    value: [...sentinelArgs.breakGlassAccountIds, ...sentinelArgs.deployerIds],
                },
            },
            tags: sampleTags("sentinel"),
        });
        const identities = captured
            .all(types.workflow)
            .map(({ inputs: each }) => each.identity.userAssignedIdentities[0]);
        assert.equal(new Set(identities).size, identities.length);
        for (const { inputs: each } of captured.all(types.workflow)) {
            const [own] = each.identity.userAssignedIdentities;
            const used = JSON.stringify(each.definition).match(/"identity":"[^"]+"/g) ?? [];
            assert.deepEqual([...new Set(used)], [`"identity":"${own}"`], each.workflowName);
        }
    });

    it("leaves alone whom Azure chooses the id of, too", async () => {
        const deliveryPrincipalId = pulumi.output("55555555-5555-4555-8555-55555555555A");
        const { inputs } = (await capturePlaybooks({ deliveryPrincipalId })).only(
            types.workflow,
            "sentinel-disable-service-principal",
        );
        const { value } = inputs.parameters.protectedPrincipalIds;
        assert.equal(value.at(-1), "55555555-5555-4555-8555-55555555555a");
    });

    it("disables applications in Entra only where that is wanted", async () => {
        const state = (resources: Capture) =>
            Object.fromEntries(resources.all(types.workflow).map(({ name, inputs }) => [name, inputs.state]));
        const { "sentinel-disable-service-principal": one, ...others } = state(captured);
        assert.equal(one, "Disabled");
        assert.deepEqual([...new Set(Object.values(others))], ["Enabled"]);
        const wanted = await capturePlaybooks({ disableServicePrincipals: true });
        assert.equal(state(wanted)["sentinel-disable-service-principal"], "Enabled");
    });

    it("lets Sentinel start them by one connection that has nobody's credentials", () => {
        assert.deepEqual(captured.only(types.connection).inputs, {
            apiVersion: "2016-06-01",
            resourceProviderNamespace: "Microsoft.Web",
            parentResourcePath: "",
            resourceType: "connections",
            resourceName: "con-mcp-dev-sentinel",
            resourceGroupName: "rg-test",
            location: "westeurope",
            properties: {
                displayName: "con-mcp-dev-sentinel",
                api: {
                    id: `/subscriptions/${placement.subscriptionId}/providers/Microsoft.Web/locations/westeurope/managedApis/azuresentinel`,
                },
                parameterValueType: "Alternative",
                customParameterValues: {},
            },
            tags: sampleTags("sentinel"),
        });
    });

    it("sends what runs come to to the workspace", () => {
        assert.equal(captured.all(types.logs).length, Object.keys(PlaybookName).length);
        assert.deepEqual(captured.only(types.logs, "sentinel-notify-logs").inputs, {
            name: "audit",
            resourceUri: workflowId("logic-mcp-dev-notify"),
            workspaceId: sampleWorkspaceId,
            logs: [{ category: "WorkflowRuntime", enabled: true }],
        });
    });

    it("holds no secret", () => {
        for (const { name, secretPaths } of captured.resources) assert.deepEqual(secretPaths, [], name);
    });
});

describe("createPlaybooks: roles", () => {
    const { gatewayServiceId, clusterId } = sentinelArgs;
    const vaultId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-contoso`;
    const value = (name: string) => `${gatewayServiceId}/namedValues/${name}`;
    const jobId = (name: keyof typeof everyPlaybook.jobs) => everyPlaybook.jobs[name].jobId;
    // as test/support/capture.ts answers
    const own = "55555555-5555-4555-8555-000000000002";

    let captured: Capture;
    let titles: Map<string, string>;
    before(async () => {
        captured = await capturePlaybooks();
        titles = new Map([
            ...Object.entries(builtInRoles).map(([name, guid]): [string, string] => [guid, name]),
            ...captured
                .all(types.role)
                .map(({ inputs }): [string, string] => [inputs.roleDefinitionId, inputs.roleName]),
        ]);
    });

    /** Roles by name and scope. */
    const given = (principalId: string, prefix = "") =>
        captured
            .all(types.assignment)
            .filter(({ name, inputs }) => inputs.principalId === principalId && name.startsWith(prefix))
            .map(({ inputs }) => `${titles.get(inputs.roleDefinitionId.split("/").at(-1))} on ${inputs.scope}`)
            .sort();

    const ofResponders = (what: string) => `${what} named values of MCP responders (contoso-mcp-dev)`;
    const responder = `Microsoft Sentinel Responder on ${sampleWorkspaceId}`;
    const starter = (playbook: keyof typeof everyPlaybook.jobs) => `Container Apps Jobs Operator on ${jobId(playbook)}`;
    const refresher = "Refresh keys of MCP sessions (contoso-mcp-dev)";

    const ofPlaybooks: Record<PlaybookName, string[]> = {
        [PlaybookName.BlockPrincipal]: [`${ofResponders("Change")} on ${value("blocked-principals")}`],
        [PlaybookName.DisableServicePrincipal]: [],
        [PlaybookName.EndSessions]: [`${ofResponders("Change")} on ${value("session-epoch")}`],
        [PlaybookName.IsolateNamespace]: [starter("isolate-namespace")],
        [PlaybookName.Notify]: [],
        [PlaybookName.ReleasePrincipal]: [`${ofResponders("Change")} on ${value("throttled-principals")}`],
        [PlaybookName.RotateSessionKeys]: [
            starter("rotate-session-keys"),
            `${refresher} on ${value("session-key-current")}`,
            `${refresher} on ${value("session-key-previous")}`,
        ],
        [PlaybookName.SnapshotEvidence]: [starter("snapshot-evidence")],
        [PlaybookName.ThrottlePrincipal]: [`${ofResponders("Change")} on ${value("throttled-principals")}`],
    };

    for (const [playbook, roles] of Object.entries(ofPlaybooks)) {
        it(`${playbook} may read incidents, comment on them, and do just what it is for`, () => {
            assert.deepEqual(given(own, `sentinel-${playbook}-`), [responder, ...roles].sort());
        });
    }

    it("of jobs are what their programs need outside of the cluster", () => {
        const { jobs } = everyPlaybook;
        const credential = `Azure Kubernetes Service Cluster User Role on ${clusterId}`;
        const drawer = "Draw keys of MCP sessions anew (contoso-mcp-dev)";
        assert.deepEqual(given(jobs["isolate-namespace"].principalId), [credential]);
        assert.deepEqual(given(jobs["rotate-session-keys"].principalId), [
            `${drawer} on ${vaultId}/secrets/session-even`,
            `${drawer} on ${vaultId}/secrets/session-odd`,
        ]);
        assert.deepEqual(given(jobs["snapshot-evidence"].principalId), [
            credential,
            `Microsoft Sentinel Reader on ${sampleWorkspaceId}`,
            ...["blocked-principals", "risk-level", "session-epoch", "throttled-principals"].map(
                (name) => `${ofResponders("Read")} on ${value(name)}`,
            ),
        ]);
    });

    it("of one's own list what they allow, and may be given in the group of what they are for", () => {
        const roles = captured.all(types.role).map(({ inputs }) => [inputs.roleName, inputs]);
        const actions = Object.fromEntries(
            roles.map(([name, { permissions }]) => [name, [...permissions[0].actions, ...permissions[0].dataActions]]),
        );
        assert.deepEqual(actions, {
            [ofResponders("Change")]: [
                "Microsoft.ApiManagement/service/namedValues/read",
                "Microsoft.ApiManagement/service/namedValues/write",
            ],
            [ofResponders("Read")]: ["Microsoft.ApiManagement/service/namedValues/read"],
            [refresher]: [
                "Microsoft.ApiManagement/service/namedValues/read",
                "Microsoft.ApiManagement/service/namedValues/refreshSecret/action",
            ],
            "Draw keys of MCP sessions anew (contoso-mcp-dev)": [
                "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
                "Microsoft.KeyVault/vaults/secrets/setSecret/action",
            ],
        });
        for (const [, { scope, assignableScopes, roleType }] of roles) {
            assert.deepEqual([scope, assignableScopes, roleType], [groupId, [groupId], "CustomRole"]);
        }
    });

    it("have names that follow from whom they are for, so that none is given twice", () => {
        for (const { name, inputs } of captured.all(types.assignment)) {
            const guid = inputs.roleDefinitionId.split("/").at(-1);
            assert.equal(
                inputs.roleAssignmentName,
                roleAssignmentName(inputs.scope, inputs.principalId, { guid }),
                name,
            );
        }
    });

    it("are there before anybody knows the playbook", async () => {
        const waiting = await capture(() => {
            const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
            const playbooks = createPlaybooks("sentinel", { ...sentinelArgs, ...everyPlaybook }, parent);
            const keepers = { playbook: playbooks["rotate-session-keys"] ?? "" };
            new random.RandomBytes("after", { length: 1, keepers });
        });
        assert.deepEqual(waiting.waitsFor().after, [
            "sentinel-rotate-session-keys",
            "sentinel-rotate-session-keys-job",
            "sentinel-rotate-session-keys-responder",
            "sentinel-rotate-session-keys-session-key-current",
            "sentinel-rotate-session-keys-session-key-previous",
        ]);
    });
});

describe("createPlaybooks: previews and ids from elsewhere", () => {
    it("are known in a preview but for the identities that Azure makes", async () => {
        const captured = await capturePlaybooks({}, true);
        const unknown = captured.resources.flatMap(({ type, unknownPaths }) =>
            unknownPaths.map((path) => `${type} ${path}`),
        );
        assert.deepEqual([...new Set(unknown)].sort(), [
            `${types.assignment} principalId`,
            `${types.assignment} roleAssignmentName`,
        ]);
    });

    it("are refused when they turn out to be of something else", async () => {
        const elsewhere = pulumi.output(groupId);
        await assert.rejects(
            capturePlaybooks({ gatewayServiceId: elsewhere }),
            /gatewayServiceId is ".*"; it must be the ARM id of a Microsoft\.ApiManagement\/service\.$/,
        );
        await assert.rejects(
            capturePlaybooks({ clusterId: elsewhere }),
            /clusterId is ".*"; it must be the ARM id of a Microsoft\.ContainerService\/managedClusters\.$/,
        );
        await assert.rejects(
            capturePlaybooks({ evidenceAccountId: elsewhere }),
            /evidenceAccountId is ".*"; it must be the ARM id of a Microsoft\.Storage\/storageAccounts\.$/,
        );
        const jobs = { "isolate-namespace": { jobId: elsewhere, principalId: "33333333-3333-4333-8333-000000000071" } };
        await assert.rejects(
            capturePlaybooks({ jobs }),
            /jobs\.isolate-namespace\.jobId is ".*"; it must be the ARM id of a Microsoft\.App\/jobs\.$/,
        );
    });
});
