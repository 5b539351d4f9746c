// Does not prove that Azure accepts the vault, nor that anybody can or cannot open it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { KeyVault, type KeyVaultArgs } from "../../../components";
import { builtInRoles, roleAssignmentName } from "../../../components/shared/role-assignments";
import { type Capture, capture, sampleKeyVersion } from "../../support/capture";
import { groupId, sampleTags } from "../../support/sample-placement";
import { officer, sampleSecret, vaultArgs, workload } from "./sample-args";

const vaultId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-contoso-mcp-dev-vault`;
const inGroup = { resourceGroupName: "rg-test", vaultName: "kv-contoso-mcp-dev-vault" };
const types = {
    vault: "azure-native:keyvault:Vault",
    key: "azure-native:keyvault:Key",
    secret: "azure-native:keyvault:Secret",
    role: "azure-native:authorization:RoleAssignment",
    random: "random:index/randomPassword:RandomPassword",
};

const captureVault = (args: Partial<KeyVaultArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new KeyVault("vault", { ...vaultArgs, ...args }), { preview });

/** Outputs of a vault as a preview knows them. */
async function outputs(args: Partial<KeyVaultArgs>): Promise<Record<string, unknown>> {
    const given: Record<string, unknown> = {};
    await capture(
        () => {
            const { vaultId, vaultName, vaultUri, keyIds, keyResourceIds, secretUris } = new KeyVault("vault", {
                ...vaultArgs,
                ...args,
            });
            const all = { vaultId, vaultName, vaultUri, keyIds, keyResourceIds, secretUris };
            pulumi.output(all).apply((values) => Object.assign(given, values));
        },
        { preview: true },
    );
    return given;
}

describe("KeyVault: the vault", () => {
    it("consists of the vault, its private endpoint, its DNS record and its log", async () => {
        const resources = await captureVault();
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:keyvault:Vault vault-vault",
            "azure-native:monitor:DiagnosticSetting vault-logs",
            "azure-native:network:PrivateDnsZoneGroup vault-endpoint-zones",
            "azure-native:network:PrivateEndpoint vault-endpoint",
        ]);
        const component = resources.only("zero-trust-mcp:index:KeyVault");
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("is Premium, decided by roles, private, recoverable and closed to the platform", async () => {
        const vault = (await captureVault()).only(types.vault);
        assert.deepEqual(vault.inputs, {
            ...inGroup,
            location: "westeurope",
            properties: {
                tenantId: "11111111-1111-4111-8111-111111111111",
                sku: { family: "A", name: "premium" },
                enableRbacAuthorization: true,
                accessPolicies: [],
                enableSoftDelete: true,
                softDeleteRetentionInDays: 90,
                enablePurgeProtection: true,
                publicNetworkAccess: "Disabled",
                networkAcls: { defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: [] },
                enabledForDeployment: false,
                enabledForDiskEncryption: false,
                enabledForTemplateDeployment: false,
            },
            tags: sampleTags("key-vault"),
        });
        assert.equal(vault.protect, true);
        assert.deepEqual(vault.ignoreChanges, []);
    });

    it("is unprotected and kept for fewer days when told to", async () => {
        const vault = (await captureVault({ protect: false, softDeleteRetentionDays: 7 })).only(types.vault);
        assert.equal(vault.protect, false);
        assert.equal(vault.inputs.properties.softDeleteRetentionInDays, 7);
    });

    it("is reached by a private endpoint whose subnet keeps its rules", async () => {
        const resources = await captureVault();
        assert.deepEqual(resources.only("azure-native:network:PrivateEndpoint").inputs, {
            privateEndpointName: "pep-mcp-dev-vault",
            resourceGroupName: "rg-test",
            location: "westeurope",
            subnet: {
                id: vaultArgs.network.subnetId,
                privateEndpointNetworkPolicies: "Enabled",
                privateLinkServiceNetworkPolicies: "Enabled",
            },
            privateLinkServiceConnections: [{ name: "vault", privateLinkServiceId: vaultId, groupIds: ["vault"] }],
            tags: sampleTags("key-vault"),
        });
        assert.deepEqual(resources.only("azure-native:network:PrivateDnsZoneGroup").inputs, {
            privateDnsZoneGroupName: "default",
            privateEndpointName: "pep-mcp-dev-vault",
            resourceGroupName: "rg-test",
            privateDnsZoneConfigs: [
                {
                    name: "privatelink-vaultcore-azure-net",
                    privateDnsZoneId: vaultArgs.network.zoneIds["privatelink.vaultcore.azure.net"],
                },
            ],
        });
    });

    it("sends its audit log to the workspace", async () => {
        assert.deepEqual((await captureVault()).only("azure-native:monitor:DiagnosticSetting").inputs, {
            name: "audit",
            resourceUri: vaultId,
            workspaceId: vaultArgs.workspaceId,
            logAnalyticsDestinationType: "Dedicated",
            logs: [
                { category: "AuditEvent", enabled: true },
                { category: "AzurePolicyEvaluationDetails", enabled: true },
            ],
        });
    });

    it("registers no arguments of its own, so nothing of them is in the state", async () => {
        const component = (await captureVault({ secrets: { session: { ...sampleSecret, value: "hush" } } })).only(
            "zero-trust-mcp:index:KeyVault",
        );
        assert.deepEqual(component.inputs, {});
    });
});

describe("KeyVault: the firewall", () => {
    const bypass = {
        "disk-encryption": true,
        storage: true,
        registry: false,
        "log-cluster": true,
        kms: false,
        signing: false,
    };
    for (const [purpose, expected] of Object.entries(bypass)) {
        it(`lets trusted services ${expected ? "" : "not "}pass to a key of purpose ${purpose}`, async () => {
            const keys = { key: { purpose: purpose as keyof typeof bypass } };
            const { networkAcls, publicNetworkAccess } = (await captureVault({ keys })).only(types.vault).inputs
                .properties;
            assert.equal(networkAcls.bypass, expected ? "AzureServices" : "None");
            assert.equal(networkAcls.defaultAction, "Deny");
            assert.equal(publicNetworkAccess, "Disabled");
        });
    }
});

describe("KeyVault: keys", () => {
    const attributes = { enabled: true, exportable: false };
    const rotation = (rotate: string, expire: string) => ({
        attributes: { expiryTime: expire },
        lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: rotate } }],
    });
    const wrapping = {
        kty: "RSA-HSM",
        keySize: 3072,
        keyOps: ["wrapKey", "unwrapKey"],
        attributes,
        rotationPolicy: rotation("P90D", "P120D"),
    };
    const expected = {
        "disk-encryption": wrapping,
        storage: wrapping,
        registry: wrapping,
        "log-cluster": wrapping,
        kms: { kty: "RSA-HSM", keySize: 3072, keyOps: ["encrypt", "decrypt"], attributes },
        signing: {
            kty: "EC-HSM",
            curveName: "P-256",
            keyOps: ["sign", "verify"],
            attributes,
            rotationPolicy: rotation("P90D", "P120D"),
        },
    };
    for (const [purpose, properties] of Object.entries(expected)) {
        it(`of purpose ${purpose} live in the HSM, do one thing, and ${purpose === "kms" ? "never expire" : "rotate"}`, async () => {
            const keys = { main: { purpose: purpose as keyof typeof expected } };
            const key = (await captureVault({ keys })).only(types.key);
            assert.match(key.inputs.keyName, /^main-[a-z0-9]{5}$/);
            assert.deepEqual(key.inputs, { ...inGroup, keyName: key.inputs.keyName, properties, tags: { purpose } });
            assert.equal(key.name, "vault-key-main");
            assert.equal(key.protect, true);
            assert.equal(key.retainOnDelete, true);
        });
    }

    it("rotate when they are told to", async () => {
        const keys = { main: { purpose: "signing", rotationDays: 335 } } as const;
        const { properties } = (await captureVault({ keys })).only(types.key).inputs;
        assert.deepEqual(properties.rotationPolicy, rotation("P335D", "P365D"));
    });

    it("are new keys, by name, when anything in them changes", async () => {
        const nameOf = async (key: NonNullable<KeyVaultArgs["keys"]>[string]) =>
            (await captureVault({ keys: { main: key } })).only(types.key).inputs.keyName;
        const names = [
            await nameOf({ purpose: "storage" }),
            await nameOf({ purpose: "disk-encryption" }),
            await nameOf({ purpose: "signing" }),
            await nameOf({ purpose: "storage", rotationDays: 30 }),
        ];
        assert.equal(new Set(names).size, names.length);
        assert.equal(await nameOf({ purpose: "storage" }), names[0]);
        assert.equal(await nameOf({ purpose: "storage", rotationDays: 90 }), names[0]);
        assert.equal(await nameOf({ purpose: "storage", users: { workload } }), names[0]);
    });
});

describe("KeyVault: secrets", () => {
    it("expire, say what they are, and travel as secrets", async () => {
        const secret = (await captureVault({ secrets: { session: { ...sampleSecret, value: "hush" } } })).only(
            types.secret,
        );
        assert.deepEqual(secret.inputs, {
            ...inGroup,
            secretName: "session",
            properties: {
                value: "hush",
                contentType: "text/plain",
                attributes: { enabled: true, expires: 1801353600 },
            },
            tags: sampleTags("key-vault"),
        });
        assert.deepEqual(secret.secretPaths, ["properties.value"]);
        assert.equal(secret.retainOnDelete, true);
        assert.equal(secret.protect, undefined);
    });

    it("are random when no value is given, and drawn again for another rotation", async () => {
        const inputs = async (rotation?: string) => {
            const resources = await captureVault({ secrets: { session: { ...sampleSecret, rotation } } });
            const secret = resources.only(types.secret);
            const drawn = resources.only(types.random);
            assert.deepEqual(secret.secretPaths, ["properties.value"]);
            assert.equal(Buffer.from(secret.inputs.properties.value, "base64").length, 48);
            assert.deepEqual(secret.propertyDependencies.properties, [drawn.urn]);
            return drawn.inputs;
        };
        assert.deepEqual(await inputs(), { length: 64, special: false });
        const keepers = { rotation: "2026-01" };
        assert.deepEqual(await inputs("2026-01"), { length: 64, special: false, keepers });
    });

    it("are in no other input of any resource", async () => {
        const given = { ...sampleSecret, value: pulumi.output("hush-hush") };
        const resources = await captureVault({ secrets: { session: given }, officers: { vault: officer } });
        const others = resources.resources.filter(({ type }) => type !== types.secret);
        assert.ok(!JSON.stringify(others).includes("hush-hush"));
    });
});

describe("KeyVault: access", () => {
    const assignment = (
        scope: string,
        who: { principalId: string; principalType: string },
        role: keyof typeof builtInRoles,
    ) => ({
        scope,
        roleAssignmentName: roleAssignmentName(scope, who.principalId, role),
        roleDefinitionId: `/subscriptions/22222222-2222-4222-8222-222222222222/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`,
        principalId: who.principalId,
        principalType: who.principalType,
    });
    const assignments = (resources: Capture) =>
        Object.fromEntries(resources.all(types.role).map(({ name, inputs }) => [name, inputs]));

    it("is for officers on the vault, by what is in it", async () => {
        const officers = { vault: officer };
        const keys = { sign: { purpose: "signing" } } as const;
        const secrets = { session: sampleSecret };
        const crypto = { "vault-officer-vault-keys": assignment(vaultId, officer, "Key Vault Crypto Officer") };
        const secretsOfficer = {
            "vault-officer-vault-secrets": assignment(vaultId, officer, "Key Vault Secrets Officer"),
        };
        assert.deepEqual(assignments(await captureVault({ officers, keys })), crypto);
        assert.deepEqual(assignments(await captureVault({ officers, secrets })), secretsOfficer);
        assert.deepEqual(assignments(await captureVault({ officers, keys, secrets })), {
            ...crypto,
            ...secretsOfficer,
        });
    });

    const roles = {
        "disk-encryption": "Key Vault Crypto Service Encryption User",
        storage: "Key Vault Crypto Service Encryption User",
        registry: "Key Vault Crypto Service Encryption User",
        "log-cluster": "Key Vault Crypto Service Encryption User",
        kms: "Key Vault Crypto User",
        signing: "Key Vault Crypto User",
    } as const;
    for (const [purpose, role] of Object.entries(roles)) {
        it(`is for users of a key of purpose ${purpose} on that key only, as ${role}`, async () => {
            const keys = { main: { purpose: purpose as keyof typeof roles, users: { app: workload } } };
            const resources = await captureVault({ keys });
            const { keyName } = resources.only(types.key).inputs;
            assert.deepEqual(assignments(resources), {
                "vault-key-main-user-app": assignment(`${vaultId}/keys/${keyName}`, workload, role),
            });
        });
    }

    it("is for readers of a secret on that secret only", async () => {
        const secrets = { session: { ...sampleSecret, readers: { app: workload } }, other: sampleSecret };
        assert.deepEqual(assignments(await captureVault({ secrets })), {
            "vault-secret-session-reader-app": assignment(
                `${vaultId}/secrets/session`,
                workload,
                "Key Vault Secrets User",
            ),
        });
    });

    it("is refused to who is an officer as well, when an id from elsewhere turns out so", async () => {
        const late = { ...workload, principalId: pulumi.output(officer.principalId.toUpperCase()) };
        const build = (args: Partial<KeyVaultArgs>) => captureVault({ officers: { vault: officer }, ...args });
        await assert.rejects(
            build({ keys: { sign: { purpose: "signing", users: { app: late } } } }),
            /keys\.sign\.users\.app is 33333333-3333-4333-8333-000000000001, who is an officer as well; who manages keys and secrets may not use them\.$/,
        );
        await assert.rejects(
            build({ secrets: { session: { ...sampleSecret, readers: { app: late } } } }),
            /secrets\.session\.readers\.app is 33333333-3333-4333-8333-000000000001, who is an officer as well/,
        );
    });
});

describe("KeyVault: order", () => {
    it("everything waits for what it needs, and for nothing else", async () => {
        const resources = await capture(() => {
            const vault = new KeyVault("vault", {
                ...vaultArgs,
                officers: { group: officer },
                keys: { sign: { purpose: "signing", users: { app: workload } } },
                secrets: { session: { ...sampleSecret, readers: { app: workload } } },
            });
            const { vaultId, vaultName, vaultUri, keyIds, keyVersionUris, keyResourceIds, secretUris } = vault;
            const all = { vaultId, vaultName, vaultUri, keyIds, keyVersionUris, keyResourceIds, secretUris };
            for (const [name, output] of Object.entries(all)) {
                new random.RandomBytes(name, { length: 1, keepers: { output: pulumi.jsonStringify(output) } });
            }
        });
        const vault = "vault-vault";
        const reachable = ["vault-endpoint-zones", vault];
        assert.deepEqual(resources.waitsFor(), {
            [vault]: [],
            "vault-endpoint": [vault],
            "vault-endpoint-zones": ["vault-endpoint"],
            "vault-logs": [vault],
            "vault-officer-group-keys": [vault],
            "vault-officer-group-secrets": [vault],
            "vault-key-sign": [vault],
            "vault-key-sign-user-app": ["vault-key-sign", vault],
            "vault-secret-session": ["vault-secret-session-value", vault],
            "vault-secret-session-value": [],
            "vault-secret-session-reader-app": ["vault-secret-session", vault],
            vaultId: [vault],
            vaultName: [vault],
            vaultUri: reachable,
            keyIds: ["vault-endpoint-zones", "vault-key-sign", "vault-key-sign-user-app", vault],
            keyVersionUris: ["vault-key-sign", "vault-key-sign-user-app"],
            keyResourceIds: ["vault-key-sign", vault],
            secretUris: ["vault-endpoint-zones", "vault-secret-session", "vault-secret-session-reader-app", vault],
        });
    });
});

describe("KeyVault: versions of keys", () => {
    const versionsOf = async (preview: boolean) => {
        let given: unknown;
        await capture(
            () => {
                const keys = { kms: { purpose: "kms" } } as const;
                pulumi.output(new KeyVault("vault", { ...vaultArgs, keys }).keyVersionUris).apply((uris) => {
                    given = uris;
                });
            },
            { preview },
        );
        return given;
    };

    it("are those that Azure says", async () => {
        assert.deepEqual(await versionsOf(false), {
            kms: `https://kv-contoso-mcp-dev-vault.vault.azure.net/keys/kms-iakke/${sampleKeyVersion}`,
        });
    });

    it("are unknown before there are any", async () => {
        assert.equal(await versionsOf(true), undefined);
    });
});

describe("KeyVault: in a preview", () => {
    const args: Partial<KeyVaultArgs> = {
        officers: { vault: officer },
        keys: { sign: { purpose: "signing", users: { app: workload } } },
        secrets: { session: { ...sampleSecret, readers: { app: workload } } },
    };

    it("everything but the random value is known", async () => {
        const resources = await captureVault(args, true);
        assert.deepEqual(
            resources.resources.flatMap(({ name, unknownPaths }) => unknownPaths.map((path) => `${name} ${path}`)),
            ["vault-secret-session properties.value"],
        );
    });

    it("outputs are known", async () => {
        const { keyName } = (await captureVault(args)).only(types.key).inputs;
        assert.deepEqual(await outputs(args), {
            vaultId,
            vaultName: "kv-contoso-mcp-dev-vault",
            vaultUri: "https://kv-contoso-mcp-dev-vault.vault.azure.net/",
            keyIds: { sign: `https://kv-contoso-mcp-dev-vault.vault.azure.net/keys/${keyName}` },
            keyResourceIds: { sign: `${vaultId}/keys/${keyName}` },
            secretUris: { session: "https://kv-contoso-mcp-dev-vault.vault.azure.net/secrets/session" },
        });
    });

    it("the vault is judged although ids of its network and log are not known yet", async () => {
        const resources = await capture(
            () => {
                const { base64 } = new random.RandomBytes("later", { length: 1 });
                const network = { subnetId: base64, zoneIds: { "privatelink.vaultcore.azure.net": base64 } };
                return new KeyVault("vault", { ...vaultArgs, network, workspaceId: base64 });
            },
            { preview: true },
        );
        assert.deepEqual(resources.only(types.vault).unknownPaths, []);
        assert.deepEqual(resources.only("azure-native:network:PrivateEndpoint").unknownPaths, ["subnet"]);
    });
});

describe("KeyVault: a name of one's own", () => {
    it("is that of the vault, of its id and of its address", async () => {
        const { vaultId, vaultName, vaultUri } = await outputs({ vaultName: "Payments" });
        assert.equal(vaultId, `${groupId}/providers/Microsoft.KeyVault/vaults/Payments`);
        assert.equal(vaultName, "Payments");
        assert.equal(vaultUri, "https://payments.vault.azure.net/");
        assert.equal((await captureVault({ vaultName: "Payments" })).only(types.vault).inputs.vaultName, "Payments");
    });
});

describe("KeyVault: adoption", () => {
    const existingVaultId =
        "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-shared/providers/Microsoft.KeyVault/vaults/kv-shared";
    const { network: _, workspaceId: __, ...rest } = vaultArgs;
    const args: KeyVaultArgs = {
        ...rest,
        existingVaultId,
        officers: { vault: officer },
        keys: { sign: { purpose: "signing" } },
        secrets: { session: sampleSecret },
    };

    it("adds keys, secrets and roles, and nothing about the vault itself", async () => {
        const resources = await capture(() => new KeyVault("vault", args));
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:RoleAssignment vault-officer-vault-keys",
            "azure-native:authorization:RoleAssignment vault-officer-vault-secrets",
            "azure-native:keyvault:Key vault-key-sign",
            "azure-native:keyvault:Secret vault-secret-session",
            "random:index/randomPassword:RandomPassword vault-secret-session-value",
        ]);
        for (const type of [types.key, types.secret]) {
            const { resourceGroupName, vaultName } = resources.only(type).inputs;
            assert.deepEqual(
                { resourceGroupName, vaultName },
                { resourceGroupName: "rg-shared", vaultName: "kv-shared" },
            );
        }
        assert.equal(resources.only(types.role, "vault-officer-vault-keys").inputs.scope, existingVaultId);
    });

    it("gives the adopted vault's id, name and address", async () => {
        const given = await outputs({ ...args, network: undefined, workspaceId: undefined });
        assert.equal(given.vaultId, existingVaultId);
        assert.equal(given.vaultName, "kv-shared");
        assert.equal(given.vaultUri, "https://kv-shared.vault.azure.net/");
    });
});
