// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { textAt, valueAt } from "../../../../local/provider/values";
import { groupId, newCloud } from "../fixture";
import { deploy, identityId, role } from "../landscape";
import { arm, type Change, changedExample, itRefuses } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const registry = [...group, "containerregistry:Registry"];
const identity = "managedidentity:UserAssignedIdentity";

describe("identities of a resource", () => {
    it("are answered with their principals, the resource's own is somebody who can get a role", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...registry, identity);
        const inputs = changedExample("storage:StorageAccount", {
            identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: [identityId] },
        });
        const { id, outputs } = await cloud.create("storage:StorageAccount", inputs);
        const user = (await cloud.read(identity, identityId))?.outputs ?? {};
        const { clientId = "", principalId = "" } = user;
        assert.deepEqual(valueAt(outputs, "identity.userAssignedIdentities"), {
            [identityId]: { clientId, principalId },
        });
        const own = textAt(outputs, "identity.principalId") ?? "";
        const assign = () =>
            cloud.create("authorization:RoleAssignment", {
                scope: groupId,
                roleAssignmentName: "55555555-5555-4555-8555-000000000009",
                principalId: own,
                principalType: "ServicePrincipal",
                roleDefinitionId: role("AcrPull"),
            });
        const assignment = await assign();
        assert.equal(textAt(await cloud.update("storage:StorageAccount", id, inputs), "identity.principalId"), own);
        await cloud.remove("authorization:RoleAssignment", assignment.id);
        await cloud.remove("storage:StorageAccount", id);
        await assert.rejects(assign(), { message: /^Status=400 Code="PrincipalNotFound"/ });
    });

    it("that do not exist cannot be assigned, neither in a list nor as names of an object", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group);
        const nobody = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nobody`;
        for (const [token, userAssignedIdentities] of [
            ["storage:StorageAccount", [nobody]],
            ["containerregistry:Registry", { [nobody]: {} }],
        ] as const) {
            const inputs = changedExample(token, {
                identity: { type: "UserAssigned", userAssignedIdentities: userAssignedIdentities as Properties },
            });
            await assert.rejects(cloud.create(token, inputs), {
                message: /^Status=400 Code="InvalidResourceReference"/,
            });
        }
    });
});

const credential = "managedidentity:FederatedIdentityCredential";
const invalid = (problem: string) =>
    arm(400, "BadRequest", `The federated identity credential is invalid: ${problem}.`);

const credentialCases: [title: string, inputs: Change, message: string][] = [
    [
        "it is for two audiences",
        { audiences: ["api://AzureADTokenExchange", "other"] },
        invalid("audiences must have one value of 1 to 600 characters, and has 2"),
    ],
    [
        "its issuer is not reached by https",
        { issuer: "http://issuer.contoso.com/" },
        invalid("the issuer 'http://issuer.contoso.com/' must be an https address of at most 600 characters"),
    ],
    [
        "its subject is a pattern",
        { subject: "system:serviceaccount:mcp-orders:*" },
        invalid(
            "the subject 'system:serviceaccount:mcp-orders:*' must have 1 to 600 characters, and neither wildcards nor blanks",
        ),
    ],
];

describe("azure refuses a federated credential when", () =>
    itRefuses(
        credentialCases.map(([title, inputs, message]) => ({
            title,
            given: [...group, identity],
            token: credential,
            inputs,
            message,
        })),
    ));

describe("federated credentials of an identity", () => {
    const numbered = (number: number) =>
        changedExample(credential, {
            federatedIdentityCredentialResourceName: `number-${number}`,
            subject: `system:serviceaccount:mcp-${number}:server`,
        });

    it("are written one at a time: the provider does not try again", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group, identity);
        const first = cloud.create(credential, numbered(1));
        await assert.rejects(cloud.create(credential, numbered(2)), {
            message: arm(
                409,
                "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
                `Too many Federated Identity Credentials are written concurrently for the managed identity '${identityId}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
            ),
        });
        await first;
    });

    it("are twenty at most", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group, identity);
        for (let number = 1; number <= 20; number++) {
            await cloud.create(credential, numbered(number));
        }
        await assert.rejects(cloud.create(credential, numbered(21)), {
            message: arm(
                400,
                "BadRequest",
                `The managed identity ${identityId} has 20 federated identity credentials, and cannot have more.`,
            ),
        });
        const last = `${identityId}/federatedIdentityCredentials/number-20`;
        await cloud.update(credential, last, { ...numbered(20), subject: "system:serviceaccount:mcp-20:other" });
    });
});
