import * as pulumi from "@pulumi/pulumi";
import { parseArmId } from "./arm-id";
import { knownAfter } from "./known-after";
import { assignRole, type Principal } from "./role-assignments";
import { armIdProblem, checked, listed } from "./validation";
import { vaultUri } from "./vault-uri";

/** A secret of a vault, for somebody who is given the role to read it, and nothing else in the vault. */
export interface SecretReference {
    /** Required. Address of the secret without version, so that the next version is picked up. */
    uri: pulumi.Input<string>;
    /** Required. ARM id of its vault. */
    vaultId: pulumi.Input<string>;
}

/** Problems in a reference, as far as it is known, as sentences; empty when there are none. */
export function secretProblems({ uri, vaultId }: SecretReference, argument: string): string[] {
    return listed(
        typeof uri === "string" ? uriProblem(uri, argument) : undefined,
        typeof vaultId === "string" ? vaultProblem(vaultId, argument) : undefined,
        typeof uri === "string" && typeof vaultId === "string" ? ownershipProblem(uri, vaultId, argument) : undefined,
    );
}

/** Address of the secret for a principal that gets the role to read it; known when it has the role. */
export function readableSecret(
    readerName: string,
    reference: SecretReference,
    { argument, principal, subscriptionId }: { argument: string; principal: Principal; subscriptionId: string },
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const scope = secretScope(reference, argument);
    const role = "Key Vault Secrets User";
    const reader = assignRole(readerName, { role, scope, principal, subscriptionId }, parent);
    return knownAfter(reader, reference.uri);
}

/** ARM id of the secret; it exists when this is known. */
export function secretScope(reference: SecretReference, argument: string): pulumi.Output<string> {
    const uri = checked(reference.uri, (given) => uriProblem(given, argument));
    const vaultId = checked(reference.vaultId, (given) => vaultProblem(given, argument));
    return pulumi.all([uri, vaultId]).apply(([address, vault]) => {
        const problem = ownershipProblem(address, vault, argument);
        if (problem !== undefined) throw new pulumi.RunError(problem);
        return `${vault}/secrets/${parseSecretUri(address)?.secretName}`;
    });
}

/** Where a secret is, by its address without version. */
export function parseSecretUri(uri: string): { vaultName: string; secretName: string } | undefined {
    const [, vaultName, secretName] = secretUri.exec(uri) ?? [];
    return vaultName === undefined || secretName === undefined ? undefined : { vaultName, secretName };
}

const secretUri = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/secrets\/([A-Za-z0-9-]+)$/;

function uriProblem(uri: string, argument: string): string | undefined {
    return secretUri.test(uri)
        ? undefined
        : `${argument}.uri is "${uri}"; it must be the address of a secret without its version, for example "https://kv-contoso.vault.azure.net/secrets/session".`;
}

function vaultProblem(vaultId: string, argument: string): string | undefined {
    return armIdProblem(vaultId, `${argument}.vaultId`, "Microsoft.KeyVault/vaults");
}

function ownershipProblem(uri: string, vaultId: string, argument: string): string | undefined {
    const vault = vaultUri(parseArmId(vaultId)?.names[0] ?? "");
    return uriProblem(uri, argument) !== undefined ||
        vaultProblem(vaultId, argument) !== undefined ||
        uri.startsWith(vault)
        ? undefined
        : `${argument}.uri is "${uri}", which is not in ${argument}.vaultId, whose secrets begin with ${vault}; name the vault of the secret.`;
}
