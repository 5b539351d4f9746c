import type { Properties } from "../../provider/provider";
import { each, object, readOnly, string } from "../../provider/schema";
import { isObject, textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { secretProblem } from "../key-vault/secret-access";
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
export function secretIsUnreadable(put: Put): ArmError | undefined {
    const { inputs, cloud } = put;
    if (!isObject(inputs.keyVault)) {
        return undefined;
    }
    const service = serviceOf(put)?.body ?? {};
    const clientId = textAt(inputs, "keyVault.identityClientId");
    const assigned = assignedIdentities(service)
        .map((id) => cloud.find(id)?.body)
        .find((body) => textAt(body, "clientId") === clientId);
    const principalId =
        clientId === undefined ? textAt(service, "identity.principalId") : textAt(assigned, "principalId");
    if (principalId === undefined) {
        // https://github.com/Azure/apiops/issues/257
        return validationError(
            clientId === undefined
                ? "The service has no system-assigned identity to read the secret with."
                : `Can not find Managed Identity with provided IdentityClientId : ${clientId}. For more information please see aka.ms/apimmsi.`,
        );
    }
    const subnetId = isInjected(service) ? subnetIdOf(service) : undefined;
    const identifier = textAt(inputs, "keyVault.secretIdentifier") ?? "";
    const problem = secretProblem(identifier, { principalId, subnetId }, cloud);
    return problem === undefined ? undefined : validationError(problem);
}
