import type { XmlElement } from "@rgrove/parse-xml";
import { limited, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { inUse, policiesNaming } from "./in-use";
import { elementsIn, parsePolicy, problemAt, sections } from "./policy-document";
import { missingReference } from "./policy-references";
import { formatIsNotRead } from "./policy-rules";
import { childNames, serviceIdOf, validationError, versionIsTooOld } from "./service-of";

/** Bytes. https://learn.microsoft.com/azure/api-management/policy-fragments */
const largestFragment = 32 * 1024;

/** Microsoft.ApiManagement/service/policyFragments: policies that documents include by their name. */
export const policyFragment: ResourceType = {
    token: "azure-native:apimanagement:PolicyFragment",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/policyFragments/{id}",
    names: childNames({
        id: limited(string, { minLength: 1, maxLength: 80, pattern: "(^[\\w]+$)|(^[\\w][\\w\\-]+[\\w]$)" }),
    }),
    properties: {
        description: limited(string, { maxLength: 1000 }),
        format: oneOf("xml", "rawxml"),
        value: required(string),
        ...readOnly("provisioningState", "name", "type"),
    },
    // no published figures; the document is compiled and goes to the gateway's configuration
    seconds: { create: 8, update: 8, delete: 4 },
    outputs: ({ inputs }) => ({ format: inputs.format ?? "xml" }),
    refuse: [versionIsTooOld, formatIsNotRead, fragmentIsWrong],
    refuseDelete: [(removal) => inUse("Policy Fragment", removal.name, policiesNaming(removal, "policyFragments"))],
};

function fragmentIsWrong({ id, inputs, cloud }: Put): ArmError | undefined {
    const text = textAt(inputs, "value") ?? "";
    if (Buffer.byteLength(text) > largestFragment) {
        return validationError(`The fragment has ${Buffer.byteLength(text)} bytes, the most are ${largestFragment}.`);
    }
    const parsed = parsePolicy(text);
    const problem =
        "problem" in parsed
            ? parsed.problem
            : (contentProblem(parsed.root, text) ?? missingReference(parsed, serviceIdOf(id), cloud));
    return problem === undefined ? undefined : validationError(problem);
}

function contentProblem(root: XmlElement, text: string): string | undefined {
    if (root.name !== "fragment") {
        return problemAt(root, text, "The root of a policy fragment must be 'fragment'.");
    }
    const foreign = elementsIn(root).find(({ name }) =>
        ["base", "include-fragment", "policies", ...sections].includes(name),
    );
    return foreign && problemAt(foreign, text, "A policy fragment has no sections, no base and no other fragments.");
}
