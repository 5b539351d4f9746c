import { boolean, limited, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put, Removal, ResourceType } from "../resource-type";
import { list } from "../schema";
import { backendsWith } from "./backend-references";
import { inUse } from "./in-use";
import { policiesWith } from "./policy-references";
import { childNames, entitiesOf, longEntityName, serviceIdOf, validationError, versionIsTooOld } from "./service-of";
import { secretIsUnreadable, vaultReference, vaultStatus } from "./vault-reference";

/** Microsoft.ApiManagement/service/namedValues: what policies write as `{{name}}`. A secret one never comes out again. */
export const namedValue: ResourceType = {
    token: "azure-native:apimanagement:NamedValue",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/namedValues/{namedValueId}",
    names: childNames({ namedValueId: longEntityName }),
    properties: {
        displayName: required(limited(string, { minLength: 1, maxLength: 256, pattern: "^[A-Za-z0-9-._]+$" })),
        keyVault: vaultReference,
        secret: boolean,
        tags: list(string),
        value: limited(string, { maxLength: 4096 }),
        ...readOnly("provisioningState", "name", "type"),
    },
    // no published figures; a secret is read from its vault before the answer
    seconds: { create: 6, update: 6, delete: 4 },
    hides: ({ secret }) => (secret === true ? ["value"] : []),
    seals: ({ id, inputs: { secret, value } }) => [
        { id, ...(secret === true && value !== undefined && { content: { value } }) },
    ],
    outputs: ({ inputs, cloud }) => ({
        secret: inputs.secret ?? false,
        ...vaultStatus(inputs, cloud),
    }),
    refuse: [versionIsTooOld, valueIsWrong, nameIsTaken, nameIsNeeded, secretIsUnreadable],
    refuseDelete: [(removal) => inUse("Named Value", removal.name, usersOf(removal, removal.body))],
};

function usersOf({ id, cloud }: Put | Removal, body: Put["inputs"]): string[] {
    const serviceId = serviceIdOf(id);
    const name = textAt(body, "displayName") ?? "";
    return [...policiesWith(serviceId, "namedValues", name, cloud), ...backendsWith(serviceId, name, cloud)];
}

function valueIsWrong({ inputs }: Put): ArmError | undefined {
    const value = textAt(inputs, "value");
    if (inputs.keyVault !== undefined) {
        const problem =
            (value !== undefined && "It has a value or a keyVault, not both.") ||
            (inputs.secret !== true && "A value from a vault must be secret.");
        return problem ? validationError(problem) : undefined;
    }
    return value === undefined || value.trim() === ""
        ? validationError("The value must not be empty or white space only.")
        : undefined;
}

/** https://github.com/Azure/apiops/issues/837 */
function nameIsTaken({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const isTaken = entitiesOf(serviceIdOf(id), cloud, type.token).some(
        (other) => !sameId(other.id, id) && textAt(other.body, "displayName") === inputs.displayName,
    );
    return isTaken ? validationError("Property with the same name already exist.") : undefined;
}

function nameIsNeeded(put: Put): ArmError | undefined {
    const { before, inputs, name } = put;
    return before && before.displayName !== inputs.displayName
        ? inUse("Named Value", name, usersOf(put, before))
        : undefined;
}
