// Does not prove that names resolve, nor that Azure refuses other workspaces through the endpoint.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { AuditLogPrivateLink, type AuditLogPrivateLinkArgs } from "../../../components";
import { auditLogPrivateLinkProblems } from "../../../components/audit-log/audit-log-private-link";
import { type Capture, capture } from "../../support/capture";
import { groupId, placement, sampleNetwork, sampleTags, sampleWorkspaceId } from "../../support/sample-placement";

const zones = [
    "privatelink.monitor.azure.com",
    "privatelink.oms.opinsights.azure.com",
    "privatelink.ods.opinsights.azure.com",
    "privatelink.agentsvc.azure-automation.net",
    "privatelink.blob.core.windows.net",
];
const args: AuditLogPrivateLinkArgs = {
    ...placement,
    network: sampleNetwork(...zones),
    workspaceId: sampleWorkspaceId,
    dataCollectionEndpointId: `${groupId}/providers/Microsoft.Insights/dataCollectionEndpoints/dce`,
};
const scopeId = `${groupId}/providers/Microsoft.Insights/privateLinkScopes/ampls-mcp-dev-link`;
const types = {
    scope: "azure-native:monitor:PrivateLinkScope",
    linked: "azure-native:monitor:PrivateLinkScopedResource",
};

const captureLink = (given: Partial<AuditLogPrivateLinkArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new AuditLogPrivateLink("link", { ...args, ...given }), { preview });

describe("AuditLogPrivateLink", () => {
    it("consists of a scope, what it links, and one private endpoint", async () => {
        const resources = await captureLink();
        assert.deepEqual(resources.typesAndNames(), [
            `${types.scope} link-scope`,
            `${types.linked} link-collection-endpoint-link`,
            `${types.linked} link-workspace-link`,
            "azure-native:network:PrivateDnsZoneGroup link-endpoint-zones",
            "azure-native:network:PrivateEndpoint link-endpoint",
        ]);
        const component = resources.only("zero-trust-mcp:index:AuditLogPrivateLink");
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("lets the network reach what it links, and nothing else", async () => {
        const resources = await captureLink();
        assert.deepEqual(resources.only(types.scope).inputs, {
            scopeName: "ampls-mcp-dev-link",
            resourceGroupName: "rg-test",
            location: "global",
            accessModeSettings: { ingestionAccessMode: "PrivateOnly", queryAccessMode: "PrivateOnly", exclusions: [] },
            tags: sampleTags("audit-log"),
        });
        const inScope = { scopeName: "ampls-mcp-dev-link", resourceGroupName: "rg-test", kind: "Resource" };
        assert.deepEqual(
            resources.all(types.linked).map(({ inputs }) => inputs),
            [
                { ...inScope, name: "collection-endpoint", linkedResourceId: args.dataCollectionEndpointId },
                { ...inScope, name: "workspace", linkedResourceId: sampleWorkspaceId },
            ],
        );
    });

    it("is reached by an endpoint in the five zones of Azure Monitor", async () => {
        const resources = await captureLink();
        const { inputs: endpoint } = resources.only("azure-native:network:PrivateEndpoint");
        assert.deepEqual(endpoint.privateLinkServiceConnections, [
            { name: "azuremonitor", privateLinkServiceId: scopeId, groupIds: ["azuremonitor"] },
        ]);
        const { inputs: group } = resources.only("azure-native:network:PrivateDnsZoneGroup");
        assert.deepEqual(
            group.privateDnsZoneConfigs.map(({ privateDnsZoneId }: { privateDnsZoneId: string }) => privateDnsZoneId),
            zones.map((zone) => args.network.zoneIds[zone]),
        );
    });

    it("changes its scope once at a time", async () => {
        const resources = await capture(() => {
            const { privateLinkScopeId } = new AuditLogPrivateLink("link", args);
            new random.RandomBytes("id", { length: 1, keepers: { privateLinkScopeId } });
        });
        assert.deepEqual(resources.waitsFor(), {
            "link-scope": [],
            "link-collection-endpoint-link": ["link-scope"],
            "link-workspace-link": ["link-collection-endpoint-link"],
            "link-endpoint": ["link-workspace-link"],
            "link-endpoint-zones": ["link-endpoint"],
            id: ["link-endpoint-zones", "link-scope"],
        });
    });

    it("gives an id that a preview knows, and knows all inputs", async () => {
        let given: string | undefined;
        const resources = await capture(
            () =>
                new AuditLogPrivateLink("link", args).privateLinkScopeId.apply((id) => {
                    given = id;
                }),
            { preview: true },
        );
        assert.equal(given, scopeId);
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
    });

    for (const [argument, type] of [
        ["workspaceId", "Microsoft.OperationalInsights/workspaces"],
        ["dataCollectionEndpointId", "Microsoft.Insights/dataCollectionEndpoints"],
    ] as const) {
        it(`refuses an id that turns out to be no ${argument}`, () =>
            assert.rejects(captureLink({ [argument]: pulumi.output("elsewhere") }), {
                message: new RegExp(`${argument} is "elsewhere"; it must be the ARM id of a ${type}\\.$`),
            }));
    }
});

describe("auditLogPrivateLinkProblems", () => {
    it("finds none in a good link", () => assert.deepEqual(auditLogPrivateLinkProblems("link", args), []));

    it("finds missing zones and a bad placement together", () => {
        const network = sampleNetwork(...zones.slice(1));
        assert.deepEqual(auditLogPrivateLinkProblems("link", { ...args, network, location: "" }), [
            'location is ""; it must be the short name of an Azure region, for example "westeurope".',
            'network.zoneIds has no "privatelink.monitor.azure.com"; give the ARM id of the private DNS zone of that name.',
        ]);
    });
});
