import type { Properties } from "../../../../local/provider/provider";
import { registryId } from "../landscape";
import { arm, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const registry = [...group, "containerregistry:Registry"];
const notPremium = (feature: string) =>
    arm(400, "FeatureNotSupported", `${feature} is not supported in the registry tier Standard, but in Premium.`);

const cases: RefusalCase[] = [
    ...(
        [
            ["publicNetworkAccess Disabled", {}],
            ["networkRuleSet", { publicNetworkAccess: null, networkRuleSet: { defaultAction: "Deny" } }],
            [
                "policies.retentionPolicy",
                { publicNetworkAccess: null, policies: { retentionPolicy: { status: "enabled", days: 7 } } },
            ],
            ["policies.trustPolicy", { publicNetworkAccess: null, policies: { trustPolicy: { status: "enabled" } } }],
            ["encryption", { publicNetworkAccess: null, encryption: { status: "enabled" } }],
            ["dataEndpointEnabled", { publicNetworkAccess: null, dataEndpointEnabled: true }],
            ["zoneRedundancy", { publicNetworkAccess: null, zoneRedundancy: "Enabled" }],
            [
                "policies.exportPolicy disabled",
                { publicNetworkAccess: null, policies: { exportPolicy: { status: "disabled" } } },
            ],
        ] satisfies [string, Record<string, unknown>][]
    ).map(([feature, inputs]) => ({
        title: `a registry of the tier Standard is to have ${feature}`,
        given: group,
        token: "containerregistry:Registry",
        inputs: { ...inputs, sku: { name: "Standard" } } as Properties,
        message: notPremium(feature),
    })),
    {
        title: "an open registry is to export nothing",
        given: group,
        token: "containerregistry:Registry",
        inputs: { publicNetworkAccess: "Enabled", policies: { exportPolicy: { status: "disabled" } } },
        message: arm(
            400,
            "InvalidExportPolicy",
            "policies.exportPolicy can be disabled only when publicNetworkAccess is Disabled.",
        ),
    },
    ...(
        [
            [
                { retentionPolicy: { status: "enabled" }, softDeletePolicy: { status: "enabled" } },
                "The retention policy and the soft delete policy cannot be enabled at the same time.",
            ],
            [{ retentionPolicy: { days: 366 } }, "The days of the retention policy must be from 0 to 365."],
            [{ softDeletePolicy: { retentionDays: 91 } }, "The days of the soft delete policy must be from 1 to 90."],
        ] satisfies [Properties, string][]
    ).map(([policies, message]) => ({
        title: `of a registry: ${message}`,
        given: group,
        token: "containerregistry:Registry",
        inputs: { policies },
        message: arm(400, "InvalidPolicies", message),
    })),
    {
        title: "a registry is encrypted after creation",
        given: group,
        token: "containerregistry:Registry",
        update: true,
        inputs: { encryption: { status: "enabled" } },
        message: arm(
            400,
            "EncryptionCannotBeChanged",
            "Encryption with a customer-managed key can only be chosen when the registry is created.",
        ),
    },
    {
        title: "a registry spreads over zones after creation",
        given: group,
        token: "containerregistry:Registry",
        update: true,
        inputs: { zoneRedundancy: "Enabled" },
        message: arm(
            400,
            "ZoneRedundancyCannotBeChanged",
            "zoneRedundancy can only be chosen when the registry is created.",
        ),
    },
    {
        title: "a registry is encrypted without a key",
        given: group,
        token: "containerregistry:Registry",
        inputs: { encryption: { status: "enabled" } },
        message: arm(
            400,
            "InvalidEncryption",
            "encryption.keyVaultProperties needs the identifier of a key, and as identity the client id of an identity that the registry was assigned.",
        ),
    },
    ...(
        [
            [{ sourceRepository: null }, "it needs a sourceRepository"],
            [
                { sourceRepository: "docker.io/library/node" },
                "pulls from docker.io need a credential set, only those from mcr.microsoft.com do not",
            ],
            [
                { credentialSetResourceId: `${registryId}/credentialSets/docker-hub` },
                `${registryId}/credentialSets/docker-hub is for docker.io, not for mcr.microsoft.com`,
            ],
            [{ credentialSetResourceId: registryId }, `${registryId} is no credential set of this registry`],
        ] as [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a cache rule, ${problem}`,
        given: [...registry, "containerregistry:CredentialSet"],
        token: "containerregistry:CacheRule",
        inputs,
        message: arm(400, "InvalidCacheRule", `The cache rule is invalid: ${problem}.`),
    })),
    ...[
        ["sourceRepository", "mcr.microsoft.com/other"],
        ["targetRepository", "other"],
    ].map(([name = "", value]) => ({
        title: `a cache rule changes its ${name}`,
        given: registry,
        token: "containerregistry:CacheRule",
        update: true as const,
        inputs: { [name]: value },
        message: arm(
            400,
            "InvalidCacheRule",
            `The cache rule is invalid: the ${name} of a cache rule cannot be changed.`,
        ),
    })),
    ...(
        [
            [{ loginServer: null }, "it needs a login server"],
            [{ identity: { type: "None" } }, "it needs a system-assigned identity"],
            [{ authCredentials: [] }, "it needs exactly one credential"],
            [
                { authCredentials: [{ name: "Credential1", usernameSecretIdentifier: "me" }] },
                "user name and password must be identifiers of secrets like https://<vault>.vault.azure.net/secrets/<name>",
            ],
        ] as [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a credential set, ${problem}`,
        given: registry,
        token: "containerregistry:CredentialSet",
        inputs,
        message: arm(400, "InvalidCredentialSet", `The credential set is invalid: ${problem}.`),
    })),
    {
        title: "a credential set is for another registry than before",
        given: registry,
        token: "containerregistry:CredentialSet",
        update: true,
        inputs: { loginServer: "ghcr.io" },
        message: arm(400, "InvalidCredentialSet", "The login server of a credential set cannot be changed."),
    },
];

describe("azure refuses, of container registry, that", () => itRefuses(cases));
