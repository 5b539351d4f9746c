// Does not prove that an engine deploys the program: that is the part of the tests in test/engine.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { logSources } from "../../components/shared/diagnostics";
import { armTypeOf } from "../../local/azure/arm-id";
import { findType } from "../../local/azure/registry";
import { type Capture, captureProgram, samplePassword, UNKNOWN } from "../support/capture";

const stacks = ["dev", "staging", "prod"];

const captures = new Map<string, Promise<Capture>>();

/** Compares lines with a file of test/locks; UPDATE_LOCKS=1 writes it. */
function compareWithLock(name: string, lines: string[], advice: string): void {
    const lock = path.join(__dirname, "..", "locks", name);
    const text = lines.map((line) => `${line}\n`).join("");
    if (process.env.UPDATE_LOCKS === "1") writeFileSync(lock, text);
    assert.equal(
        text,
        existsSync(lock) ? readFileSync(lock, "utf8") : "",
        `It is not as test/locks/${name} says. ${advice} accept the change with: UPDATE_LOCKS=1 npx mocha test/infra/program.long.test.ts`,
    );
}

/** The committed program of a stack, run once for all tests. */
function program(stack: string, preview = false): Promise<Capture> {
    const key = `${stack} ${preview}`;
    const captured = captures.get(key) ?? captureProgram(stack, { preview });
    captures.set(key, captured);
    return captured;
}

describe("The program of an environment", function () {
    this.timeout(60_000);

    for (const stack of stacks) {
        it(`${stack} has the resources that it had before`, async () => {
            const { resources } = await program(stack);
            const identities = resources.map(({ type, name }) => `${type}::${name}`).sort();
            compareWithLock(
                `resources.${stack}.txt`,
                identities,
                "A deployed stack deletes what leaves the list and creates what enters it, keys and vaults included. " +
                    "Give a renamed resource an alias; then",
            );
        });

        it(`${stack} shows in its first preview everything but a drawn secret and ids that Azure draws`, async () => {
            const deployed = await program(stack);
            const preview = await program(stack, true);
            assert.deepEqual(preview.typesAndNames(), deployed.typesAndNames());
            compareWithLock(
                `unknown.${stack}.txt`,
                unknownInputs(preview),
                "What a preview does not know, no rule can judge. When Azure or Entra does choose the value,",
            );
            // Azure draws the public address
            assert.deepEqual(preview.outputs, { ...deployed.outputs, gatewayAddress: UNKNOWN });
        });
    }

    it("differs between environments only in how much", async () => {
        const [dev, staging, prod] = await Promise.all(stacks.map((stack) => program(stack)));
        const names = dev?.typesAndNames() ?? [];
        assert.deepEqual(staging?.typesAndNames(), names);
        const more = prod?.typesAndNames().filter((each) => !names.includes(each)) ?? [];
        // what reads the logs of the tenant and the subscription: test/components/sentinel says which those are
        const reads = (each: string) => / sentinel-(detection|hunting)-/.test(each);
        assert.ok(more.some(reads));
        // what a tenant, a subscription or a network has once, or pays for
        assert.deepEqual(
            more.filter((each) => !reads(each)),
            [
                "azure-native:aadiam:DiagnosticSetting log-entra-logs",
                "azure-native:monitor:SubscriptionDiagnosticSetting log-activity-logs",
                "azure-native:network:DdosProtectionPlan network-ddos-plan",
                ...["AI", "Api", "Arm", "CloudPosture", "Containers", "KeyVaults", "StorageAccounts"].map(
                    (plan) => `azure-native:security:Pricing governance-defender-${plan}`,
                ),
                "azure-native:security:SecurityContact governance-security-contact",
            ],
        );
        assert.deepEqual(
            names.filter((each) => !prod?.typesAndNames().includes(each)),
            [],
        );
    });

    it("manages every Azure resource through the provider of its tenant and subscription", async () => {
        const { resources } = await program("dev");
        const provider = resources.find(({ type }) => type === "pulumi:providers:azure-native");
        assert.deepEqual(provider?.inputs, {
            tenantId: "11111111-1111-4111-8111-111111111111",
            subscriptionId: "22222222-2222-4222-8222-222222222222",
            environment: "public",
        });
        const strays = resources.filter(
            (resource) => resource.type.startsWith("azure-native:") && !resource.provider?.startsWith(provider.urn),
        );
        assert.deepEqual(strays, []);
    });

    it("protects what holds state where the stack says so", async () => {
        const protectedNames = ({ resources }: Capture) =>
            resources
                .filter(({ protect }) => protect)
                .map(({ name }) => name)
                .sort();
        assert.deepEqual(protectedNames(await program("dev")), []);
        assert.deepEqual(protectedNames(await program("prod")), [
            "archive-flows-account",
            "archive-forensic-account",
            "cluster-cluster",
            "cluster-disks",
            "encryption-key-disk",
            "encryption-key-storage",
            "encryption-vault",
            "environment-group",
            "gateway-service",
            "kms-key-kms",
            "kms-vault",
            "log-workspace",
            "registry-registry",
            "shields-account",
            "vault-vault",
        ]);
    });

    it("sends the logs of every resource that has any to the workspace, in the categories of its type", async () => {
        const { resources } = await program("prod");
        const settings = resources.filter(({ type }) => type === "azure-native:monitor:DiagnosticSetting");
        const logged = settings.map(({ inputs }) => armTypeOf(inputs.resourceUri));
        const workspaces = new Set(settings.map(({ inputs }) => inputs.workspaceId));
        assert.equal(workspaces.size, 1);
        for (const [index, { inputs }] of settings.entries()) {
            const source: { categories: string[]; destination?: string } =
                logSources[logged[index] as keyof typeof logSources];
            assert.deepEqual(
                inputs.logs,
                source.categories.map((category) => ({ category, enabled: true })),
            );
            assert.equal(inputs.logAnalyticsDestinationType, source.destination);
        }
        const counted = (types: string[]) =>
            Object.fromEntries(
                [...new Set(types)].sort().map((type) => [type, types.filter((it) => it === type).length]),
            );
        const sources = resources.flatMap(({ type }) => findType(type)?.path ?? []).map(armTypeOf);
        assert.deepEqual(counted(logged), counted(sources.filter((type) => type in logSources)));
    });

    it("keeps drawn secrets out of outputs and plain inputs", async () => {
        const { resources, outputs } = await program("dev");
        assert.equal(JSON.stringify(outputs).includes(samplePassword), false);
        const holders = resources.filter(({ inputs }) => JSON.stringify(inputs).includes(samplePassword));
        assert.deepEqual(
            holders.map(({ name, secretPaths }) => [name, secretPaths]),
            ["session-even", "session-odd", "identity-orders-even", "identity-orders-odd"].map((secret) => [
                `vault-secret-${secret}`,
                ["properties.value"],
            ]),
        );
    });

    it("exports names, ids and addresses", async () => {
        const { outputs } = await program("dev");
        const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-mcp-dev-environment";
        assert.deepEqual(outputs, {
            resourceGroupName: "rg-mcp-dev-environment",
            virtualNetworkId: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-mcp-dev-network`,
            workspaceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-mcp-dev-log`,
            vaultUris: {
                vault: "https://kv-contoso-mcp-dev-vault.vault.azure.net/",
                encryption: "https://kv-contoso-mcp-dev-iq6h5.vault.azure.net/",
                kms: "https://kv-contoso-mcp-dev-kms.vault.azure.net/",
            },
            keyIds: {
                disk: "https://kv-contoso-mcp-dev-iq6h5.vault.azure.net/keys/disk-4nvoe",
                storage: "https://kv-contoso-mcp-dev-iq6h5.vault.azure.net/keys/storage-0shf1",
                kms: "https://kv-contoso-mcp-dev-kms.vault.azure.net/keys/kms-iakke",
            },
            secretUris: Object.fromEntries(
                ["session-even", "session-odd", "identity-orders-even", "identity-orders-odd"].map((secret) => [
                    secret,
                    `https://kv-contoso-mcp-dev-vault.vault.azure.net/secrets/${secret}`,
                ]),
            ),
            gatewayAddress: "203.0.113.4",
            endpoints: { orders: "https://mcp-dev.contoso.com/orders/mcp" },
            archiveAccountNames: { forensic: "stcontosomcpdevarchxl2bu", flowLog: "stcontosomcpdevarchwcnkd" },
            loginServer: "crcontosomcpdevregistrywbliw.azurecr.io",
            contentSafetyEndpoint: "https://ai-contoso-mcp-dev-shields.cognitiveservices.azure.com/",
            clusterId: `${group}/providers/Microsoft.ContainerService/managedClusters/aks-mcp-dev-cluster`,
            jobIds: {
                deliver: `${group}/providers/Microsoft.App/jobs/job-mcp-dev-runner-deliver`,
                "isolate-namespace": `${group}/providers/Microsoft.App/jobs/job-mcp-dev-runner-isolate-qns1i`,
                "rotate-session-keys": `${group}/providers/Microsoft.App/jobs/job-mcp-dev-runner-rotate-es5fn`,
                "snapshot-evidence": `${group}/providers/Microsoft.App/jobs/job-mcp-dev-runner-snapsho-0ukde`,
            },
        });
    });

    it("adds a Managed HSM with its DNS zone where the stack asks for one", async () => {
        const administratorIds = ["11", "12", "13"].map((end) => `33333333-3333-4333-8333-0000000000${end}`);
        const without = await program("prod");
        const withHsm = await captureProgram("prod", {
            config: {
                keyVault: {
                    softDeleteRetentionDays: 90,
                    officerGroupId: "33333333-3333-4333-8333-000000000001",
                    managedHsm: { administratorIds },
                },
            },
        });
        const before = without.typesAndNames();
        assert.deepEqual(
            withHsm.typesAndNames().filter((each) => !before.includes(each)),
            [
                "azure-native:keyvault:ManagedHsm hsm-hsm",
                "azure-native:monitor:DiagnosticSetting hsm-logs",
                "azure-native:network:PrivateDnsZoneGroup hsm-endpoint-zones",
                "azure-native:network:PrivateEndpoint hsm-endpoint",
                "azure-native:privatedns:PrivateZone network-managedhsm-zone",
                "azure-native:privatedns:VirtualNetworkLink network-managedhsm-link",
            ],
        );
        assert.deepEqual(
            withHsm.only("azure-native:keyvault:ManagedHsm").inputs.properties.initialAdminObjectIds,
            administratorIds,
        );
        assert.deepEqual(Object.keys(withHsm.outputs.vaultUris as object), ["encryption", "hsm", "kms", "vault"]);
    });

    it("declares nothing when its configuration is wrong, and says everything that is", async () => {
        await assert.rejects(
            captureProgram("dev", { config: { location: "West Europe", owner: undefined } }),
            (error) => {
                assert.ok(pulumi.RunError.isInstance(error));
                assert.equal(
                    error.message,
                    [
                        'The configuration of stack "dev" has 2 problems:',
                        '  - zero-trust-mcp:location is "West Europe"; it must be the short name of an Azure region in lower case without spaces, for example westeurope.',
                        "  - zero-trust-mcp:owner is missing; it must be text of 1 to 256 characters, all of them visible.",
                    ].join("\n"),
                );
                return true;
            },
        );
    });
});

function unknownInputs({ resources }: Capture): string[] {
    return resources.flatMap(({ name, unknownPaths }) => unknownPaths.map((each) => `${name} ${each}`)).sort();
}
