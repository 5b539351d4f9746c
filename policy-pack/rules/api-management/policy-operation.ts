import { type Link, type Naming, namesOf, type Resource, text } from "../../engine";

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

/** What a policy document is read from, as {@link findingsIn} takes it. */
export function policyInputs(policy: Resource): { format: string; value: string } {
    return { format: text(policy, "format") || "xml", value: text(policy, "value") };
}
