import { ArmError } from "../arm-error";

/** AKS about one value of a request. */
export function invalidParameter(parameter: string, problem: string): ArmError {
    return new ArmError(
        400,
        "InvalidParameter",
        `The value of parameter ${parameter} is invalid. Error details: ${problem}. Please see https://aka.ms/aks-naming-rules for more details.`,
    );
}

/** AKS about a value that it never changes. */
export function changeNotAllowed(property: string): ArmError {
    return new ArmError(400, "PropertyChangeNotAllowed", `Changing property '${property}' is not allowed.`);
}

/**
 * What a second operation is told, which the provider does not repeat:
 * https://github.com/Azure/terraform-azurerm-avm-ptn-aks-production/pull/25
 */
export function operationInProgress(): ArmError {
    return new ArmError(
        409,
        "OperationNotAllowed",
        "Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details",
    );
}
