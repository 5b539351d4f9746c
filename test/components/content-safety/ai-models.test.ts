// Does not prove that a model exists in the region, that there is quota for it, nor what the filters find.
import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { type AiModel, AiModels, type AiModelsArgs } from "../../../components";
import { aiModelsProblems } from "../../../components/content-safety/ai-models";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags } from "../../support/sample-placement";
import { gateway, modelsArgs, safetyArgs, sampleModel } from "./sample-args";

const accountName = "ai-contoso-mcp-dev-models";
const accountId = `${groupId}/providers/Microsoft.CognitiveServices/accounts/${accountName}`;
const inAccount = { accountName, resourceGroupName: "rg-test" };
const types = {
    account: "azure-native:cognitiveservices:Account",
    deployment: "azure-native:cognitiveservices:Deployment",
    filters: "azure-native:cognitiveservices:RaiPolicy",
    role: "azure-native:authorization:RoleAssignment",
};
const three = { chat: sampleModel, embed: { ...sampleModel, model: "text-embedding-3-large" }, small: sampleModel };

const captureModels = (args: Partial<AiModelsArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new AiModels("models", { ...modelsArgs, ...args }), { preview });

describe("AiModels: the account", () => {
    it("consists of the account, its private endpoint, DNS records, log, filters and models", async () => {
        const resources = await captureModels({ models: three, users: { gateway } });
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:RoleAssignment models-user-gateway",
            "azure-native:cognitiveservices:Account models-account",
            "azure-native:cognitiveservices:Deployment models-model-chat",
            "azure-native:cognitiveservices:Deployment models-model-embed",
            "azure-native:cognitiveservices:Deployment models-model-small",
            "azure-native:cognitiveservices:RaiPolicy models-filters",
            "azure-native:monitor:DiagnosticSetting models-logs",
            "azure-native:network:PrivateDnsZoneGroup models-endpoint-zones",
            "azure-native:network:PrivateEndpoint models-endpoint",
        ]);
        assert.deepEqual(
            resources.only(types.role).inputs,
            sampleAssignment(accountId, gateway, "Cognitive Services User"),
        );
    });

    it("has no keys, no public network, no trusted services, and calls nobody", async () => {
        const { inputs, protect } = (await captureModels()).only(types.account);
        assert.deepEqual(inputs, {
            ...inAccount,
            location: "westeurope",
            kind: "AIServices",
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
            tags: sampleTags("ai-models"),
        });
        assert.equal(protect, true);
    });

    it("is reached by one private endpoint under three names", async () => {
        const { inputs } = (await captureModels()).only("azure-native:network:PrivateDnsZoneGroup");
        assert.deepEqual(
            inputs.privateDnsZoneConfigs.map(({ name }: { name: string }) => name),
            [
                "privatelink-cognitiveservices-azure-com",
                "privatelink-openai-azure-com",
                "privatelink-services-ai-azure-com",
            ],
        );
    });
});

describe("AiModels: models", () => {
    const deploymentOf = async (model: AiModel) =>
        (await captureModels({ models: { chat: model } })).only(types.deployment, "models-model-chat").inputs;

    it("keep their version, stay in their region, and answer through the filters", async () => {
        assert.deepEqual(await deploymentOf(sampleModel), {
            ...inAccount,
            deploymentName: "chat",
            sku: { name: "Standard", capacity: 50 },
            properties: {
                model: { format: "OpenAI", publisher: "OpenAI", name: "gpt-4.1", version: "2025-04-14" },
                versionUpgradeOption: "NoAutoUpgrade",
                raiPolicyName: "blocking",
            },
            tags: sampleTags("ai-models"),
        });
    });

    for (const [processing, name] of [
        ["region", "Standard"],
        ["data-zone", "DataZoneStandard"],
    ] as const) {
        it(`process in their ${processing}`, async () => {
            assert.deepEqual((await deploymentOf({ ...sampleModel, processing })).sku, { name, capacity: 50 });
        });
    }

    it("share a policy that blocks at every place where a filter can look", async () => {
        const { inputs } = (await captureModels({ models: three })).only(types.filters);
        const graded = (name: string) =>
            ["Prompt", "PreToolCall", "PostToolCall", "Completion"].map((source) => ({
                name,
                source,
                severityThreshold: "Medium",
                enabled: true,
                blocking: true,
            }));
        const blocked = (name: string, source: string) => ({ name, source, enabled: true, blocking: true });
        assert.deepEqual(inputs, {
            ...inAccount,
            raiPolicyName: "blocking",
            properties: {
                basePolicyName: "Microsoft.DefaultV2",
                mode: "Blocking",
                contentFilters: [
                    ...graded("Hate"),
                    ...graded("Sexual"),
                    ...graded("Violence"),
                    ...graded("Selfharm"),
                    blocked("Jailbreak", "Prompt"),
                    blocked("Indirect Attack", "Prompt"),
                    blocked("Indirect Attack", "PostToolCall"),
                    blocked("Protected Material Text", "Completion"),
                    blocked("Protected Material Code", "Completion"),
                ],
            },
            tags: sampleTags("ai-models"),
        });
    });
});

describe("AiModels: order and preview", () => {
    it("children are written one at a time, after the private endpoint", async () => {
        const resources = await capture(() => {
            const { accountId, endpoint } = new AiModels("models", {
                ...modelsArgs,
                models: three,
                users: { gateway },
            });
            new random.RandomBytes("id", { length: 1, keepers: { accountId } });
            new random.RandomBytes("address", { length: 1, keepers: { endpoint } });
        });
        const account = ["models-account", "models-endpoint-zones"];
        assert.deepEqual(resources.waitsFor(), {
            "models-account": [],
            "models-endpoint": ["models-account"],
            "models-endpoint-zones": ["models-endpoint"],
            "models-logs": ["models-account"],
            "models-user-gateway": ["models-account"],
            "models-filters": account,
            "models-model-chat": [...account, "models-filters"],
            "models-model-embed": [...account, "models-model-chat"],
            "models-model-small": [...account, "models-model-embed"],
            id: ["models-account"],
            address: [...account, "models-model-small"],
        });
    });

    it("everything is known", async () => {
        const given: Record<string, string> = {};
        const resources = await capture(
            () => {
                const models = new AiModels("models", { ...modelsArgs, models: three });
                models.accountId.apply((id) => (given.accountId = id));
                models.endpoint.apply((address) => (given.endpoint = address));
            },
            { preview: true },
        );
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
        assert.deepEqual(given, { accountId, endpoint: `https://${accountName}.services.ai.azure.com/` });
    });

    it("adoption adds filters, models and roles, and nothing about the account itself", async () => {
        const { network: _, workspaceId: __, ...rest } = modelsArgs;
        const existingAccountId =
            "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-shared/providers/Microsoft.CognitiveServices/accounts/ai-shared";
        const resources = await capture(
            () => new AiModels("models", { ...rest, existingAccountId, users: { gateway } }),
        );
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:RoleAssignment models-user-gateway",
            "azure-native:cognitiveservices:Deployment models-model-chat",
            "azure-native:cognitiveservices:RaiPolicy models-filters",
        ]);
        for (const type of [types.filters, types.deployment]) {
            const { accountName, resourceGroupName } = resources.only(type).inputs;
            assert.deepEqual([accountName, resourceGroupName], ["ai-shared", "rg-shared"]);
        }
    });
});

const cases: [string, Partial<AiModelsArgs>, string[]][] = [
    [
        "none in good models",
        { models: { ...three, large: { ...sampleModel, processing: "data-zone", capacity: 10_000 } } },
        [],
    ],
    ["no model at all", { models: {} }, ["models is empty; name at least one model."]],
    [
        "zones that are missing",
        { network: safetyArgs.network },
        ["privatelink.openai.azure.com", "privatelink.services.ai.azure.com"].map(
            (zone) => `network.zoneIds has no "${zone}"; give the ARM id of the private DNS zone of that name.`,
        ),
    ],
    [
        "everything that is wrong with a model",
        {
            models: {
                "GPT 4.1": {
                    publisher: "",
                    model: " ",
                    version: "",
                    capacity: 0,
                    processing: "global" as "region",
                },
            },
        },
        [
            'The name of models.GPT 4.1 is "GPT 4.1"; it must be lower-case letters, digits and single hyphens, a letter first.',
            "models.GPT 4.1.publisher is empty; the catalogue of models has it.",
            "models.GPT 4.1.model is empty; the catalogue of models has it.",
            "models.GPT 4.1.version is empty; the catalogue of models has it.",
            "models.GPT 4.1.capacity is 0; it must be a whole number of thousand tokens a minute from 1 to 10000.",
            'models.GPT 4.1.processing is "global"; it must be one of region, data-zone.',
        ],
    ],
    [
        "too long a name",
        { models: { ["m".repeat(65)]: sampleModel } },
        [`The name of models.${"m".repeat(65)} has 65 characters; it must have 64 at most.`],
    ],
];

describe("aiModelsProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(aiModelsProblems("models", { ...modelsArgs, ...args }), problems));
    }

    it("stop the component", async () => {
        await assert.rejects(captureModels({ models: {} }), /AiModels "models" has a problem:\n {2}- models is empty/);
    });
});
