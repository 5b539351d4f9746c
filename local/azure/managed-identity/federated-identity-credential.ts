import { limited, readOnly, required, string } from "../../provider/schema";
import { textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
const most = 20;

/** Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials: whose tokens stand for the identity. */
export const federatedIdentityCredential: ResourceType = {
    token: "azure-native:managedidentity:FederatedIdentityCredential",
    apiVersion: "2023-01-31",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
    names: {
        federatedIdentityCredentialResourceName: limited(string, { pattern: "^[a-zA-Z0-9]{1}[a-zA-Z0-9-_]{2,119}$" }),
    },
    properties: {
        audiences: required(list(string)),
        issuer: required(string),
        subject: required(string),
        ...readOnly("name", "type", "systemData"),
    },
    serializedBy: "Microsoft.ManagedIdentity/userAssignedIdentities",
    // https://github.com/Azure/bicep-registry-modules/issues/1447: the provider does not repeat it
    busy: (holder) =>
        new ArmError(
            409,
            "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
            `Too many Federated Identity Credentials are written concurrently for the managed identity '${holder}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
        ),
    // no published figures; one object in the directory
    seconds: { create: 4, update: 4, delete: 3 },
    refuse: [audienceIsWrong, issuerIsWrong, subjectIsWrong, isRepeated, areTooMany],
};

function othersOf({ type, id, cloud }: { type: ResourceType; id: string; cloud: Cloud }): Stored[] {
    return cloud.all(type.token).filter((other) => sameId(parentOf(other.id), parentOf(id)) && !sameId(other.id, id));
}

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity */
function audienceIsWrong({ inputs }: Put): ArmError | undefined {
    const audiences = textsAt(inputs, "audiences");
    const [audience = ""] = audiences;
    return audiences.length === 1 && audience !== "" && audience.length <= 600
        ? undefined
        : invalid(`audiences must have one value of 1 to 600 characters, and has ${audiences.length}`);
}

function issuerIsWrong({ inputs }: Put): ArmError | undefined {
    const issuer = textAt(inputs, "issuer") ?? "";
    return /^https:\/\/[^\s?#]+$/.test(issuer) && issuer.length <= 600
        ? undefined
        : invalid(`the issuer '${issuer}' must be an https address of at most 600 characters`);
}

/** Patterns are not understood: they are compared as they are, and would never match. */
function subjectIsWrong({ inputs }: Put): ArmError | undefined {
    const subject = textAt(inputs, "subject") ?? "";
    return subject !== "" && subject.length <= 600 && !/[\s*?]/.test(subject)
        ? undefined
        : invalid(`the subject '${subject}' must have 1 to 600 characters, and neither wildcards nor blanks`);
}

function isRepeated(put: Put): ArmError | undefined {
    const same = (other: Stored, name: string) => textAt(other.body, name) === textAt(put.inputs, name);
    return othersOf(put).some((other) => same(other, "issuer") && same(other, "subject"))
        ? new ArmError(409, "Conflict", "Issuer and subject combination already exists for this Managed Identity.")
        : undefined;
}

function areTooMany(put: Put): ArmError | undefined {
    return othersOf(put).length >= most
        ? new ArmError(
              400,
              "BadRequest",
              `The managed identity ${parentOf(put.id)} has ${most} federated identity credentials, and cannot have more.`,
          )
        : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "BadRequest", `The federated identity credential is invalid: ${problem}.`);
}
