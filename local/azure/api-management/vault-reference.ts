import type { Properties } from "../../provider/provider";
import { each, object, readOnly, string } from "../../provider/schema";
import { isObject, textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { type SecretReader, secretProblem } from "../key-vault/secret-access";
import { readSecret, type SecretAnswer } from "../key-vault/secret-versions";
import { assignedIdentities } from "../managed-identity/identity";
import type { Put } from "../resource-type";
import { isInjected, subnetIdOf } from "./service-network";
import { serviceOf, validationError } from "./service-of";

/** A secret of a vault that the service reads, now and whenever it has a new version. */
export const vaultReference = object({
    ...each(string, "identityClientId", "secretIdentifier"),
    ...readOnly("lastStatus"),
});

/** How the last reading went: what cannot be read is not made. */
export function vaultStatus({ keyVault }: Properties, cloud: Cloud): Properties {
    return isObject(keyVault) ? { keyVault: { lastStatus: { code: "Success", timeStampUtc: cloud.timestamp() } } } : {};
}

/** https://learn.microsoft.com/azure/api-management/api-management-howto-properties#key-vault-secrets */
export function secretIsUnreadable({ id, inputs: { keyVault }, cloud }: Put): ArmError | undefined {
    if (!isObject(keyVault)) {
        return undefined;
    }
    const reader = readerOf(keyVault, id, cloud);
    const problem = "problem" in reader ? reader.problem : secretProblem(identifierIn(keyVault), reader, cloud);
    return problem === undefined ? undefined : validationError(problem);
}

/** What the vault answers the service in which the reference is. */
export function readReferredSecret(keyVault: Properties, id: string, cloud: Cloud): SecretAnswer {
    const reader = readerOf(keyVault, id, cloud);
    return "problem" in reader ? reader : readSecret(identifierIn(keyVault), reader, cloud);
}

function identifierIn(keyVault: Properties): string {
    return textAt(keyVault, "secretIdentifier") ?? "";
}

/** The identity of the service, and where it comes from. */
function readerOf(keyVault: Properties, id: string, cloud: Cloud): SecretReader | { problem: string } {
    const service = serviceOf({ id, cloud })?.body ?? {};
    const clientId = textAt(keyVault, "identityClientId");
    const assigned = assignedIdentities(service)
        .map((identity) => cloud.find(identity)?.body)
        .find((body) => textAt(body, "clientId") === clientId);
    const principalId =
        clientId === undefined ? textAt(service, "identity.principalId") : textAt(assigned, "principalId");
    if (principalId === undefined) {
        // https://github.com/Azure/apiops/issues/257
        return {
            problem:
                clientId === undefined
                    ? "The service has no system-assigned identity to read the secret with."
                    : `Can not find Managed Identity with provided IdentityClientId : ${clientId}. For more information please see aka.ms/apimmsi.`,
        };
    }
    return { principalId, subnetId: isInjected(service) ? subnetIdOf(service) : undefined };
}
