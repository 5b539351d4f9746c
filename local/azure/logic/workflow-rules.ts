import type { Properties, Value } from "../../provider/provider";
import { isObject, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import { assignedIdentities } from "../managed-identity/identity";
import type { Put } from "../resource-type";

/** Each parameter that the definition declares has a value, and no other has. */
export function parameterIsWrong({ inputs }: Put): ArmError | undefined {
    const declared = objectAt(inputs, "definition.parameters");
    const given = objectAt(inputs, "parameters");
    const stranger = Object.keys(given).find((name) => !(name in declared));
    const missing = Object.entries(declared).find(
        ([name, each]) => valueAt(each, "defaultValue") === undefined && valueAt(given[name], "value") === undefined,
    )?.[0];
    const problem =
        (stranger !== undefined && `The definition has no parameter '${stranger}'`) ||
        (missing !== undefined && `The parameter '${missing}' of the definition has no value`);
    return problem ? new ArmError(400, "InvalidTemplate", `${problem}.`) : undefined;
}

/** What the definition calls by a connection must be one, and one that it was given. */
export function connectionIsWrong({ inputs }: Put): ArmError | undefined {
    const connections = objectAt(inputs, "parameters.$connections.value");
    const absent = Object.values(connections)
        .map((each) => textAt(each, "connectionId") ?? "")
        .find((id) => !sameId(armTypeOf(id), "Microsoft.Web/connections"));
    if (absent !== undefined) {
        return new ArmError(
            400,
            "WorkflowManagedIdentityConfigurationInvalid",
            `'${absent}' of $connections is no connection.`,
        );
    }
    const used = textsIn(inputs.definition).flatMap(
        (text) => /parameters\('\$connections'\)\['([^']+)'\]/.exec(text)?.[1] ?? [],
    );
    const unknown = used.find((name) => !(name in connections));
    return unknown === undefined
        ? undefined
        : new ArmError(
              400,
              "InvalidTemplate",
              `The definition uses the connection '${unknown}', which $connections lacks.`,
          );
}

/** An action can only be somebody whom the workflow was given. */
export function identityIsNotAssigned({ inputs }: Put): ArmError | undefined {
    const hasOwn = /SystemAssigned/i.test(textAt(inputs, "identity.type") ?? "");
    const assigned = assignedIdentities(inputs);
    for (const authentication of authenticationsIn([inputs.definition ?? {}, inputs.parameters ?? {}])) {
        const identity = textAt(authentication, "identity");
        const isOwn = identity === undefined ? hasOwn : assigned.some((each) => sameId(each, identity));
        if (!isOwn) {
            return new ArmError(
                400,
                "WorkflowManagedIdentityConfigurationInvalid",
                `The managed identity '${identity ?? "system-assigned"}' is not assigned to the workflow.`,
            );
        }
    }
    return undefined;
}

/** Every `authentication` with a managed identity, at any depth. */
function authenticationsIn(value: Value): Properties[] {
    if (Array.isArray(value)) {
        return value.flatMap(authenticationsIn);
    }
    if (!isObject(value)) {
        return [];
    }
    const { authentication } = value;
    const own = textAt(authentication, "type") === "ManagedServiceIdentity" && isObject(authentication);
    return [...(own ? [authentication] : []), ...Object.values(value).flatMap(authenticationsIn)];
}

function textsIn(value: Value | undefined): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return Array.isArray(value) ? value.flatMap(textsIn) : isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The object at a path; a name with a dollar is a name like any other. */
function objectAt(value: Value, path: string): Properties {
    const found = valueAt(value, path);
    return isObject(found) ? found : {};
}
