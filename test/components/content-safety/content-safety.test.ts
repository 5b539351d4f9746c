// Does not prove that Azure accepts the account, nor what the service finds in any text.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { ContentSafety, type ContentSafetyArgs } from "../../../components";
import { contentSafetyProblems } from "../../../components/content-safety/content-safety";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags } from "../../support/sample-placement";
import { gateway, safetyArgs } from "./sample-args";

const accountName = "ai-contoso-mcp-dev-safety";
const accountId = `${groupId}/providers/Microsoft.CognitiveServices/accounts/${accountName}`;
const endpoint = `https://${accountName}.cognitiveservices.azure.com/`;
const types = {
    account: "azure-native:cognitiveservices:Account",
    role: "azure-native:authorization:RoleAssignment",
};
const existingAccountId =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-shared/providers/Microsoft.CognitiveServices/accounts/AI-shared";
const { network: _, workspaceId: __, ...rest } = safetyArgs;

const captureSafety = (args: Partial<ContentSafetyArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new ContentSafety("safety", { ...safetyArgs, ...args }), { preview });

describe("ContentSafety: the account", () => {
    it("consists of the account, its private endpoint, its DNS record and its log", async () => {
        const resources = await captureSafety();
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:cognitiveservices:Account safety-account",
            "azure-native:monitor:DiagnosticSetting safety-logs",
            "azure-native:network:PrivateDnsZoneGroup safety-endpoint-zones",
            "azure-native:network:PrivateEndpoint safety-endpoint",
        ]);
        const component = resources.only("zero-trust-mcp:index:ContentSafety");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("has no keys, no public network, no trusted services, and calls nobody", async () => {
        const account = (await captureSafety()).only(types.account);
        assert.deepEqual(account.inputs, {
            accountName,
            resourceGroupName: "rg-test",
            location: "westeurope",
            kind: "ContentSafety",
            sku: { name: "S0" },
            identity: { type: "SystemAssigned" },
            properties: {
                customSubDomainName: accountName,
                disableLocalAuth: true,
                publicNetworkAccess: "Disabled",
                networkAcls: { defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: [] },
                restrictOutboundNetworkAccess: true,
                allowedFqdnList: [],
                allowProjectManagement: false,
            },
            tags: sampleTags("content-safety"),
        });
        assert.equal(account.protect, true);
        assert.deepEqual(account.ignoreChanges, []);
    });

    it("calls the hosts that it is told, and is unprotected when told to", async () => {
        const allowedHosts = ["images.contoso.com"];
        const { inputs, protect } = (await captureSafety({ allowedHosts, protect: false })).only(types.account);
        assert.deepEqual(inputs.properties.allowedFqdnList, allowedHosts);
        assert.equal(inputs.properties.restrictOutboundNetworkAccess, true);
        assert.equal(protect, false);
    });

    it("is reached by a private endpoint", async () => {
        const resources = await captureSafety();
        const { inputs: link } = resources.only("azure-native:network:PrivateEndpoint");
        assert.deepEqual(link.privateLinkServiceConnections, [
            { name: "account", privateLinkServiceId: accountId, groupIds: ["account"] },
        ]);
        const { inputs: zones } = resources.only("azure-native:network:PrivateDnsZoneGroup");
        assert.deepEqual(
            zones.privateDnsZoneConfigs.map(({ name }: { name: string }) => name),
            ["privatelink-cognitiveservices-azure-com"],
        );
    });

    it("sends its log to the workspace, to the table that all such accounts share", async () => {
        assert.deepEqual((await captureSafety()).only("azure-native:monitor:DiagnosticSetting").inputs, {
            name: "audit",
            resourceUri: accountId,
            workspaceId: safetyArgs.workspaceId,
            logs: [
                { category: "Audit", enabled: true },
                { category: "RequestResponse", enabled: true },
                { category: "Trace", enabled: true },
            ],
        });
    });

    it("is used by who is named, with the role to call it", async () => {
        const { inputs } = (await captureSafety({ users: { gateway } })).only(types.role, "safety-user-gateway");
        assert.deepEqual(inputs, sampleAssignment(accountId, gateway, "Cognitive Services User"));
    });
});

/** Id and address of an account as a preview knows them. */
async function outputs(args: ContentSafetyArgs): Promise<Record<string, string>> {
    const given: Record<string, string> = {};
    await capture(
        () => {
            const safety = new ContentSafety("safety", args);
            safety.accountId.apply((id) => (given.accountId = id));
            safety.endpoint.apply((address) => (given.endpoint = address));
        },
        { preview: true },
    );
    return given;
}

describe("ContentSafety: order and preview", () => {
    it("everything waits for what it needs, and for nothing else", async () => {
        const resources = await capture(() => {
            const { accountId, endpoint } = new ContentSafety("safety", { ...safetyArgs, users: { gateway } });
            new random.RandomBytes("id", { length: 1, keepers: { accountId } });
            new random.RandomBytes("address", { length: 1, keepers: { endpoint } });
        });
        assert.deepEqual(resources.waitsFor(), {
            "safety-account": [],
            "safety-endpoint": ["safety-account"],
            "safety-endpoint-zones": ["safety-endpoint"],
            "safety-logs": ["safety-account"],
            "safety-user-gateway": ["safety-account"],
            id: ["safety-account"],
            address: ["safety-account", "safety-endpoint-zones"],
        });
    });

    it("everything is known", async () => {
        const resources = await captureSafety({ users: { gateway } }, true);
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
        assert.deepEqual(await outputs(safetyArgs), { accountId, endpoint });
    });
});

describe("ContentSafety: adoption", () => {
    const args: ContentSafetyArgs = { ...rest, existingAccountId, users: { gateway } };

    it("adds roles, and nothing about the account itself", async () => {
        const resources = await capture(() => new ContentSafety("safety", args));
        assert.deepEqual(resources.typesAndNames(), ["azure-native:authorization:RoleAssignment safety-user-gateway"]);
        assert.equal(resources.only(types.role).inputs.scope, existingAccountId);
    });

    it("gives the adopted account's id and address", async () => {
        assert.deepEqual(await outputs(args), {
            accountId: existingAccountId,
            endpoint: "https://ai-shared.cognitiveservices.azure.com/",
        });
    });
});

const cases: [string, Partial<ContentSafetyArgs>, string[]][] = [
    ["none in a good account", { users: { gateway }, allowedHosts: ["images.contoso.com"] }, []],
    ["none in an existing one", { network: undefined, workspaceId: undefined, existingAccountId }, []],
    [
        "what a new account lacks",
        { network: undefined, workspaceId: undefined },
        ["network", "workspaceId"].map(
            (argument) => `${argument} is missing; only an existing account does without it.`,
        ),
    ],
    [
        "a network without the zone",
        { network: { ...safetyArgs.network, zoneIds: {} } },
        [
            'network.zoneIds has no "privatelink.cognitiveservices.azure.com"; give the ARM id of the private DNS zone of that name.',
        ],
    ],
    [
        "arguments of a new account for an existing one, by a bad id",
        { existingAccountId: "ai", allowedHosts: [] },
        [
            'existingAccountId is "ai"; it must be the ARM id of a Microsoft.CognitiveServices/accounts.',
            ...["network", "workspaceId", "allowedHosts"].map(
                (argument) =>
                    `${argument} is given together with existingAccountId, which leaves the account as it is; remove one of them.`,
            ),
        ],
    ],
    ...["*.contoso.com", "contoso", "https://contoso.com", "contoso.com/", "-a.contoso.com", ""].map(
        (host): [string, Partial<ContentSafetyArgs>, string[]] => [
            `the host "${host}"`,
            { allowedHosts: ["images.contoso.com", host] },
            [`allowedHosts[1] is "${host}"; it must be the full name of one host, for example "images.contoso.com".`],
        ],
    ),
    [
        "a user who is none",
        { users: { gateway: { ...gateway, principalId: "gateway" } } },
        ['users.gateway.principalId is "gateway"; it must be a GUID.'],
    ],
    ["nothing yet in ids from elsewhere", { users: { gateway: { ...gateway, principalId: pulumi.output("x") } } }, []],
    [
        "a bad placement",
        { location: "" },
        ['location is ""; it must be the short name of an Azure region, for example "westeurope".'],
    ],
];

describe("contentSafetyProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () =>
            assert.deepEqual(contentSafetyProblems("safety", { ...safetyArgs, ...args }), problems));
    }

    it("stop the component", async () => {
        await assert.rejects(captureSafety({ location: "" }), /ContentSafety "safety" has a problem:\n {2}- location/);
    });
});
