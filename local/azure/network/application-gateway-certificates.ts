import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { secretProblem } from "../key-vault/secret-access";
import { assignedIdentities } from "../managed-identity/identity";
import type { Put } from "../resource-type";

/** An application gateway reads from vaults, as an identity that it was assigned: it has none of its own. */
export function identityIsWrong({ id, inputs }: Put): ArmError | undefined {
    const type = textAt(inputs, "identity.type") ?? "None";
    if (!["None", "UserAssigned"].includes(type)) {
        return new ArmError(
            400,
            "ApplicationGatewayIdentityTypeNotSupported",
            `Application gateway ${id} can have an identity of the type UserAssigned only, not ${type}.`,
        );
    }
    const needsOne = objectsAt(inputs, "sslCertificates").some((it) => textAt(it, "keyVaultSecretId") !== undefined);
    return needsOne && assignedIdentities(inputs).length !== 1
        ? new ArmError(
              400,
              "ApplicationGatewayKeyVaultSecretIdentityMissing",
              `Application gateway ${id} needs one user-assigned identity to read its certificate from the vault.`,
          )
        : undefined;
}

/**
 * Azure accepts the request, reads every certificate from its vault, and fails when it cannot.
 * https://learn.microsoft.com/azure/application-gateway/key-vault-certs
 */
export function certificateIsOutOfReach({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const [identity = ""] = assignedIdentities(inputs);
    const reader = {
        principalId: textAt(cloud.find(identity)?.body, "principalId") ?? "",
        subnetId: type.placement?.subnetIds(inputs)[0],
    };
    for (const certificate of objectsAt(inputs, "sslCertificates")) {
        const problem = secretProblem(textAt(certificate, "keyVaultSecretId") ?? "", reader, cloud);
        if (problem !== undefined) {
            return new ArmError(
                400,
                "ApplicationGatewayKeyVaultSecretException",
                `Problem occured while accessing and validating KeyVault Secrets associated with Application Gateway '${id}'. See details below: ${problem}`,
            );
        }
    }
    return undefined;
}
