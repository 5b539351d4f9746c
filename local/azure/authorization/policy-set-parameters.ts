import type { Value } from "../../provider/provider";
import { isObject, valueAt } from "../../provider/values";

/** What a set of policies takes: one of these values, or a list of texts. */
type Parameters = Record<string, string[] | "list">;

const effects = ["audit", "Audit", "deny", "Deny", "disabled", "Disabled"];
const namespaces: Parameters = { effect: effects, excludedNamespaces: "list", namespaces: "list" };

/**
 * Parameters of the sets in the seed by name; the others take some, too, which the local cloud does not have.
 * https://github.com/Azure/azure-policy/tree/master/built-in-policies/policySetDefinitions/Kubernetes
 */
const parametersOf: Record<string, Parameters> = {
    "Kubernetes cluster pod security baseline standards for Linux-based workloads": {
        ...namespaces,
        allowedHostPaths: "list",
    },
    "Kubernetes cluster pod security restricted standards for Linux-based workloads": {
        ...namespaces,
        allowedCapabilities: "list",
        requiredDropCapabilities: "list",
    },
};

/** The first thing that is wrong with the parameters of an assignment of the set. */
export function parameterProblem(set: string, given: Value | undefined): { code: string; message: string } | undefined {
    const known = parametersOf[set] ?? {};
    for (const [name, parameter] of Object.entries(isObject(given) ? given : {})) {
        const allowed = known[name];
        const value = valueAt(parameter, "value");
        if (allowed === undefined) {
            const names = Object.keys(known);
            return {
                code: "UndefinedPolicyParameter",
                message: `the parameter '${name}' is not defined in the policy set, whose parameters are: ${names.join(", ") || "none that the local cloud has"}.`,
            };
        }
        if (value === undefined) {
            return { code: "MissingPolicyParameter", message: `the parameter '${name}' has no value.` };
        }
        const isRight =
            allowed === "list"
                ? Array.isArray(value) && value.every((item) => typeof item === "string")
                : allowed.some((each) => each === value);
        if (!isRight) {
            return {
                code: "PolicyParameterValueNotAllowed",
                message: `the value '${JSON.stringify(value)}' of the parameter '${name}' must be ${allowed === "list" ? "a list of texts" : `one of ${allowed.join(", ")}`}.`,
            };
        }
    }
    return undefined;
}
