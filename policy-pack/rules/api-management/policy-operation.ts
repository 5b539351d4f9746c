import { get, type Link, type Naming, namesOf, type Resource, text } from "../../engine";

export const operationType = "apimanagement:ApiOperation";
export const operationPolicyType = "apimanagement:ApiOperationPolicy";

/** Names of operations are those of their API only. */
const operation: Naming = (resource) =>
    namesOf(
        ["operationId"],
        (path) => `${text(resource, "serviceName")}/${text(resource, "apiId")}/${text(resource, path)}`,
    );

/** From the policy of an operation to the operation. */
export const toOperation: Link = {
    type: operationPolicyType,
    input: "operationId",
    names: operation,
    to: operationType,
    nameOf: operation,
};

/** Inputs by which policies and operations are told apart. */
export const operationReads = ["serviceName", "apiId", "operationId"];

/**
 * What the document of a policy is read from.
 *
 * @throws Undecided when it is not known.
 */
export function policyInputs(policy: Resource): { format?: unknown; value?: unknown } {
    for (const path of ["format", "value"]) get(policy, path);
    // the same object at every call, by which its document is kept
    return policy.inputs as { format?: unknown; value?: unknown };
}
