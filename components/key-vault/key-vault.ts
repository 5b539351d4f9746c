import * as keyvault from "@pulumi/azure-native/keyvault";
import type * as inputs from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import {
    assignRole,
    checked,
    createPrivateEndpoint,
    knownAfter,
    type Principal,
    parseArmId,
    protection,
    resourceId,
    resourceName,
    sendLogs,
    shortHash,
    tags,
    validate,
    vaultUri,
} from "../shared";
import { keyProperties, purposeProfiles } from "./key-purpose";
import {
    dutyProblem,
    type KeyVaultArgs,
    keyVaultProblems,
    secondsOf,
    type VaultKey,
    type VaultSecret,
} from "./key-vault-args";

/**
 * A Premium vault that only private endpoints reach and only Entra roles open, purge-protected and audited, with one
 * HSM key for each purpose.
 *
 * - Who manages keys and secrets cannot use them, and the other way round.
 * - A key does one kind of operation, rotates and expires. Azure never changes a key, so the name of a key ends in a
 *   hash of its properties: other properties make another key, and the old one stays in the vault. Pulumi refuses that
 *   to a protected key; give `protect: false` in the same update.
 * - Keys of purpose `kms` never expire, because that would stop the cluster, and have a vault of their own. To rotate
 *   one, add a second key, switch the cluster to it and encrypt again; keep the first.
 * - Azure services may pass the firewall only in a vault that holds keys which they read, and no secrets.
 * - A secret expires, and its value is never in plain text in the state.
 *
 * Serves practices 6.1, 6.2, 6.3, 2.2, 5.1, MUST-4, IR-4 and ZT-1.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class KeyVault extends pulumi.ComponentResource {
    /** ARM id of the vault. */
    readonly vaultId: pulumi.Output<string>;
    /** Name of the vault. */
    readonly vaultName: pulumi.Output<string>;
    /** Address of the vault, for example `https://kv-contoso.vault.azure.net/`; waits until the network resolves it. */
    readonly vaultUri: pulumi.Output<string>;
    /** Addresses of the keys without version, by the names in `keys`; each waits until its users have their role. */
    readonly keyIds: Record<string, pulumi.Output<string>>;
    /**
     * Addresses of the keys with the version that Azure chose when it made them, by the names in `keys`; each waits until
     * its users have their role. For services that pin a version, or want one to begin with; a refresh finds later ones.
     */
    readonly keyVersionUris: Record<string, pulumi.Output<string>>;
    /** ARM ids of the keys, by the names in `keys`: scopes on which whoever creates an identity gives it a role. */
    readonly keyResourceIds: Record<string, pulumi.Output<string>>;
    /** Addresses of the secrets without version, by the names in `secrets`; each waits until its readers have their role. */
    readonly secretUris: Record<string, pulumi.Output<string>>;

    constructor(name: string, args: KeyVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:KeyVault", name, {}, opts);
        validate(this, name, keyVaultProblems(name, args));

        const vault =
            args.existingVaultId === undefined ? createVault(name, args, this) : adoptVault(args.existingVaultId);
        appointOfficers(name, vault, args, this);
        const keys = Object.entries(args.keys ?? {}).map(([key, settings]): [string, KeyReference] => [
            key,
            createKey(name, key, settings, vault, args, this),
        ]);
        const secrets = Object.entries(args.secrets ?? {}).map(
            ([secret, settings]): [string, pulumi.Output<string>] => [
                secret,
                createSecret(name, secret, settings, vault, args, this),
            ],
        );

        this.vaultId = vault.id;
        this.vaultName = vault.name;
        this.vaultUri = vault.uri;
        this.keyIds = Object.fromEntries(keys.map(([key, { uri }]) => [key, uri]));
        this.keyVersionUris = Object.fromEntries(keys.map(([key, { versionUri }]) => [key, versionUri]));
        this.keyResourceIds = Object.fromEntries(keys.map(([key, { id }]) => [key, id]));
        this.secretUris = Object.fromEntries(secrets);
        this.registerOutputs({
            vaultId: this.vaultId,
            vaultName: this.vaultName,
            vaultUri: this.vaultUri,
            keyIds: this.keyIds,
            keyVersionUris: this.keyVersionUris,
            keyResourceIds: this.keyResourceIds,
            secretUris: this.secretUris,
        });
    }
}

/** A vault that exists by the time these are known outside a preview. */
interface VaultReference {
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
    resourceGroupName: pulumi.Input<string>;
    uri: pulumi.Output<string>;
}

interface KeyReference {
    id: pulumi.Output<string>;
    /** Waits until the users have their role. */
    uri: pulumi.Output<string>;
    /** The same with the version. */
    versionUri: pulumi.Output<string>;
}

function createVault(name: string, args: KeyVaultArgs, parent: pulumi.Resource): VaultReference {
    const { network, workspaceId } = args;
    if (network === undefined || workspaceId === undefined)
        throw new Error("keyVaultProblems lets no such arguments pass");
    const vaultName = args.vaultName ?? resourceName("Microsoft.KeyVault/vaults", args.naming, name);
    const vault = new keyvault.Vault(
        `${name}-vault`,
        {
            vaultName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            properties: vaultProperties(args),
            tags: tags(args, "key-vault"),
        },
        { parent, ...protection("Microsoft.KeyVault/vaults", args) },
    );
    const id = knownAfter(vault, resourceId(args, "Microsoft.KeyVault/vaults", vaultName));
    const target = { service: "vault", resourceId: id, network, component: "key-vault" } as const;
    const endpoint = createPrivateEndpoint(name, args, target, parent);
    sendLogs(name, { type: "Microsoft.KeyVault/vaults", resourceId: id, workspaceId }, parent);
    return {
        id,
        name: knownAfter(vault, vaultName),
        resourceGroupName: args.resourceGroupName,
        uri: knownAfter([vault, endpoint], vaultUri(vaultName)),
    };
}

function vaultProperties(args: KeyVaultArgs): inputs.keyvault.VaultPropertiesArgs {
    const forServices = Object.values(args.keys ?? {}).some(({ purpose }) => purposeProfiles[purpose].trustedService);
    return {
        tenantId: args.tenantId,
        sku: { family: "A", name: "premium" }, // the only tier with HSM keys
        enableRbacAuthorization: true,
        accessPolicies: [],
        enableSoftDelete: true,
        softDeleteRetentionInDays: args.softDeleteRetentionDays ?? 90,
        enablePurgeProtection: true,
        publicNetworkAccess: "Disabled",
        networkAcls: {
            defaultAction: "Deny",
            bypass: forServices ? "AzureServices" : "None",
            ipRules: [],
            virtualNetworkRules: [],
        },
        enabledForDeployment: false,
        enabledForDiskEncryption: false,
        enabledForTemplateDeployment: false,
    };
}

function adoptVault(vaultId: string): VaultReference {
    const { resourceGroupName = "", names: [vaultName = ""] = [] } = parseArmId(vaultId) ?? {};
    return {
        id: pulumi.output(vaultId),
        name: pulumi.output(vaultName),
        resourceGroupName,
        uri: pulumi.output(vaultUri(vaultName)),
    };
}

function appointOfficers(name: string, vault: VaultReference, args: KeyVaultArgs, parent: pulumi.Resource): void {
    const { subscriptionId, keys = {}, secrets = {} } = args;
    for (const [officer, principal] of Object.entries(args.officers ?? {})) {
        const appoint = (what: string, role: "Key Vault Crypto Officer" | "Key Vault Secrets Officer") =>
            assignRole(
                `${name}-officer-${officer}-${what}`,
                { role, scope: vault.id, principal, subscriptionId },
                parent,
            );
        if (Object.keys(keys).length > 0) appoint("keys", "Key Vault Crypto Officer");
        if (Object.keys(secrets).length > 0) appoint("secrets", "Key Vault Secrets Officer");
    }
}

function createKey(
    name: string,
    key: string,
    settings: VaultKey,
    vault: VaultReference,
    args: KeyVaultArgs,
    parent: pulumi.Resource,
): KeyReference {
    const properties = keyProperties(settings);
    const keyName = `${key}-${shortHash(JSON.stringify({ purpose: settings.purpose, ...properties }))}`;
    const resource = new keyvault.Key(
        `${name}-key-${key}`,
        {
            keyName,
            vaultName: vault.name,
            resourceGroupName: vault.resourceGroupName,
            properties,
            // nothing that may change: owner and cost are those of the vault
            tags: { purpose: settings.purpose },
        },
        { parent, ...protection("Microsoft.KeyVault/vaults/keys", args) },
    );
    const id = knownAfter(resource, pulumi.interpolate`${vault.id}/keys/${keyName}`);
    const { userRole: role } = purposeProfiles[settings.purpose];
    const assignments = Object.entries(settings.users ?? {}).map(([user, { principalId, principalType }]) => {
        const principal = { principalId: noOfficer(principalId, `keys.${key}.users.${user}`, args), principalType };
        const { subscriptionId } = args;
        return assignRole(`${name}-key-${key}-user-${user}`, { role, scope: id, principal, subscriptionId }, parent);
    });
    const usable = [resource, ...assignments];
    return {
        id,
        uri: knownAfter(usable, pulumi.interpolate`${vault.uri}keys/${keyName}`),
        versionUri: knownAfter(usable, resource.keyUriWithVersion),
    };
}

function createSecret(
    name: string,
    secret: string,
    settings: VaultSecret,
    vault: VaultReference,
    args: KeyVaultArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const resource = new keyvault.Secret(
        `${name}-secret-${secret}`,
        {
            secretName: secret,
            vaultName: vault.name,
            resourceGroupName: vault.resourceGroupName,
            properties: {
                value: pulumi.secret(
                    settings.value ?? drawValue(`${name}-secret-${secret}`, settings.rotation, parent),
                ),
                contentType: settings.contentType,
                attributes: { enabled: true, expires: secondsOf(settings.expires) },
            },
            tags: tags(args, "key-vault"),
        },
        { parent, ...protection("Microsoft.KeyVault/vaults/secrets", args) },
    );
    const scope = knownAfter(resource, pulumi.interpolate`${vault.id}/secrets/${secret}`);
    const assignments = Object.entries(settings.readers ?? {}).map(([reader, { principalId, principalType }]) => {
        const principal = {
            principalId: noOfficer(principalId, `secrets.${secret}.readers.${reader}`, args),
            principalType,
        };
        const { subscriptionId } = args;
        const role = "Key Vault Secrets User";
        return assignRole(
            `${name}-secret-${secret}-reader-${reader}`,
            { role, scope, principal, subscriptionId },
            parent,
        );
    });
    return knownAfter([resource, ...assignments], pulumi.interpolate`${vault.uri}secrets/${secret}`);
}

/**
 * Letters and digits, which are the base64 of 48 bytes, 380 bits of them random. Not from `RandomBytes`: that resource
 * has its value as its id, and the engine neither encrypts nor hides an id.
 */
function drawValue(name: string, rotation: string | undefined, parent: pulumi.Resource): pulumi.Output<string> {
    const keepers = rotation === undefined ? undefined : { rotation };
    return new random.RandomPassword(`${name}-value`, { length: 64, special: false, keepers }, { parent }).result;
}

/** The principal's id, once it is certain that no officer has the same. */
function noOfficer(principalId: pulumi.Input<string>, argument: string, args: KeyVaultArgs): pulumi.Output<string> {
    const officers = pulumi.all(Object.values(args.officers ?? {}).map((officer: Principal) => officer.principalId));
    return officers.apply((officerIds) => checked(principalId, (id) => dutyProblem(id, argument, officerIds)));
}
