import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
    adoptionProblems,
    guidProblem,
    listed,
    type PlacementArgs,
    type Principal,
    type PrivateNetwork,
    placementProblems,
    privateNetworkProblems,
    rangeProblem,
    roleProblem,
} from "../shared";
import { KeyPurpose, overlapDays, purposeProfiles } from "./key-purpose";

/** A key, made inside the vault's hardware security module, which it never leaves. */
export interface VaultKey {
    /**
     * Required. What the key is for; size, operations and the role of its users follow. A changed purpose is a new key;
     * the old one stays in the vault.
     */
    purpose: KeyPurpose;
    /**
     * Optional. Days from one version of the key to the next, 7 to 335; a version expires 30 days after the next one
     * exists. Not for purpose `kms`. A changed number is a new key; the old one stays in the vault. Default: 90.
     */
    rotationDays?: number;
    /** Optional. Who may use this key, by a short name. Default: nobody. */
    users?: Record<string, Principal>;
}

/** A secret of the vault. */
export interface VaultSecret {
    /** Optional. The value; it is treated as secret however it comes. Default: 64 random letters and digits, which are the base64 of 48 bytes. */
    value?: pulumi.Input<string>;
    /** Required. What the value is, for example `application/octet-stream;base64`. */
    contentType: string;
    /** Required. When the secret expires: date and time of RFC 3339, for example `2027-01-31T00:00:00Z`. */
    expires: string;
    /** Optional. Any text; a changed one draws a new random value. Only without `value`. Default: none. */
    rotation?: string;
    /** Optional. Who may read this secret, by a short name. Default: nobody. */
    readers?: Record<string, Principal>;
}

/** Arguments of `KeyVault`. */
export interface KeyVaultArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant whose identities use the vault, a GUID. */
    tenantId: string;
    /** Conditional. Required unless `existingVaultId` is given. Subnet and DNS zone that make the vault reachable. */
    network?: PrivateNetwork;
    /** Conditional. Required unless `existingVaultId` is given. ARM id of the workspace that receives the audit log. */
    workspaceId?: pulumi.Input<string>;
    /** Optional. Keys by name. Default: none. */
    keys?: Record<string, VaultKey>;
    /** Optional. Secrets by name. Default: none. */
    secrets?: Record<string, VaultSecret>;
    /** Optional. Who manages keys and secrets, by a short name. They may not be users or readers as well. Default: nobody. */
    officers?: Record<string, Principal>;
    /** Optional. Days that a deleted vault can be brought back, 7 to 90. Azure never changes it later. Default: 90. */
    softDeleteRetentionDays?: number;
    /**
     * Optional. Name of the vault: for one that was made elsewhere and comes under the component by import or alias.
     * Default: made from `naming`.
     */
    vaultName?: string;
    /**
     * Optional. ARM id of an existing vault in the same subscription to put keys and secrets into; the vault itself,
     * its network and its log are left as they are. Default: a new vault.
     */
    existingVaultId?: string;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function keyVaultProblems(name: string, args: KeyVaultArgs): string[] {
    return [
        ...placementProblems(name, args),
        ...listed(guidProblem(args.tenantId, "tenantId")),
        ...adoptionProblems(args, {
            what: "vault",
            type: "Microsoft.KeyVault/vaults",
            existing: "existingVaultId",
            needed: ["network", "workspaceId"],
            optional: ["softDeleteRetentionDays", "vaultName"],
        }),
        ...(args.network === undefined ? [] : privateNetworkProblems(args.network, "vault")),
        ...listed(
            args.vaultName === undefined ? undefined : vaultNameProblem(args.vaultName),
            rangeProblem(args.softDeleteRetentionDays ?? 90, "softDeleteRetentionDays", {
                min: 7,
                max: 90,
                unit: "days",
            }),
        ),
        ...Object.entries(args.keys ?? {}).flatMap(([key, settings]) => keyProblems(key, settings)),
        ...Object.entries(args.secrets ?? {}).flatMap(([secret, settings]) => secretProblems(secret, settings)),
        ...segregationProblems(args),
        ...principalProblems(args),
    ];
}

// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftkeyvault
function vaultNameProblem(vaultName: string): string | undefined {
    return /^(?=.{3,24}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/i.test(vaultName)
        ? undefined
        : `vaultName is "${vaultName}"; it must be 3 to 24 letters, digits and single hyphens, a letter first.`;
}

function keyProblems(key: string, { purpose, rotationDays }: VaultKey): string[] {
    const argument = `keys.${key}`;
    const name = nameProblem(key, argument);
    const profile = purposeProfiles[purpose];
    if (profile === undefined) {
        const allowed = Object.values(KeyPurpose).join(", ");
        return listed(name, `${argument}.purpose is "${purpose}"; it must be one of ${allowed}.`);
    }
    if (rotationDays === undefined) return listed(name);
    return listed(
        name,
        profile.rotates
            ? // a version may live a year at most, and Azure rotates no sooner than after a week
              rangeProblem(rotationDays, `${argument}.rotationDays`, { min: 7, max: 365 - overlapDays, unit: "days" })
            : `${argument}.rotationDays is ${rotationDays}; a key of purpose ${purpose} does not rotate by itself, because an expired version stops the cluster. Remove it, and rotate by adding a key.`,
    );
}

function secretProblems(secret: string, { contentType, expires, value, rotation }: VaultSecret): string[] {
    const argument = `secrets.${secret}`;
    return listed(
        nameProblem(secret, argument),
        contentType.trim() === "" ? `${argument}.contentType is empty; say what the value is.` : undefined,
        Number.isNaN(secondsOf(expires))
            ? `${argument}.expires is "${expires}"; it must be a date and time of RFC 3339, for example "2027-01-31T00:00:00Z".`
            : undefined,
        value !== undefined && rotation !== undefined
            ? `${argument} has both value and rotation; rotation draws a random value, so remove one of them.`
            : undefined,
    );
}

// 127 characters, of which six are the hash in a key's name: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#objects-identifiers-and-versioning
function nameProblem(name: string, argument: string): string | undefined {
    return name.length > 120
        ? `The name of ${argument} has ${name.length} characters; it must have 120 at most.`
        : roleProblem(name, `The name of ${argument}`);
}

/** Seconds since 1970 of a date and time of RFC 3339, or NaN. */
export function secondsOf(dateTime: string): number {
    const wellFormed = z.iso.datetime({ offset: true }).safeParse(dateTime).success;
    return wellFormed ? Math.floor(Date.parse(dateTime) / 1000) : Number.NaN;
}

/** What may not share a vault, because who reads one of them could then reach the other. */
function segregationProblems({ keys = {}, secrets = {} }: KeyVaultArgs): string[] {
    const named = (which: (purpose: KeyPurpose) => boolean) =>
        Object.entries(keys)
            .filter(([, { purpose }]) => which(purpose))
            .map(([key]) => key);
    const kms = named((purpose) => purpose === KeyPurpose.Kms);
    const others = [...named((purpose) => purpose !== KeyPurpose.Kms), ...Object.keys(secrets)];
    const forServices = named((purpose) => purposeProfiles[purpose]?.trustedService);
    return listed(
        kms.length > 0 && others.length > 0
            ? `Keys of purpose kms (${kms.join(", ")}) share the vault with ${others.join(", ")}; give them a vault of their own, because the cluster's identity may manage it.`
            : undefined,
        forServices.length > 0 && Object.keys(secrets).length > 0
            ? `Keys for Azure services (${forServices.join(", ")}) share the vault with secrets (${Object.keys(secrets).join(", ")}); give them separate vaults, because the firewall lets trusted services pass to such keys.`
            : undefined,
    );
}

/** Everybody who uses a key or reads a secret, by the argument that names them. */
function consumers({ keys = {}, secrets = {} }: KeyVaultArgs): [string, Principal][] {
    const named = (prefix: string, principals: Record<string, Principal> = {}) =>
        Object.entries(principals).map(([who, principal]): [string, Principal] => [`${prefix}.${who}`, principal]);
    return [
        ...Object.entries(keys).flatMap(([key, { users }]) => named(`keys.${key}.users`, users)),
        ...Object.entries(secrets).flatMap(([secret, { readers }]) => named(`secrets.${secret}.readers`, readers)),
    ];
}

function principalProblems(args: KeyVaultArgs): string[] {
    const officers = Object.entries(args.officers ?? {});
    const everybody = [
        ...officers.map(([who, officer]): [string, Principal] => [`officers.${who}`, officer]),
        ...consumers(args),
    ];
    const known = (principal: Principal) =>
        typeof principal.principalId === "string" ? principal.principalId : undefined;
    return listed(
        officers.length > 0 && Object.keys({ ...args.keys, ...args.secrets }).length === 0
            ? "officers are given for a vault without keys and secrets; add some, or remove the officers."
            : undefined,
        ...everybody.map(([argument, principal]) => {
            const id = known(principal);
            return id === undefined ? undefined : guidProblem(id, `${argument}.principalId`);
        }),
        ...consumers(args).map(([argument, principal]) => {
            const id = known(principal);
            return id === undefined
                ? undefined
                : dutyProblem(
                      id,
                      argument,
                      officers.flatMap(([, officer]) => known(officer) ?? []),
                  );
        }),
    );
}

/** A problem when who uses a key or reads a secret is an officer as well. */
export function dutyProblem(principalId: string, argument: string, officerIds: string[]): string | undefined {
    return officerIds.some((officerId) => officerId.toLowerCase() === principalId.toLowerCase())
        ? `${argument} is ${principalId}, who is an officer as well; who manages keys and secrets may not use them.`
        : undefined;
}
