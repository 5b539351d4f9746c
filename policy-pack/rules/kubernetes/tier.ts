import { get, type Resource, type Stack, someReferred, text } from "../../engine";
import { systemNamespaces, tierLabel, toNamespace, toolsTier } from "./namespace";

/** Where a namespace says what runs in it. */
export const labelsPath = "metadata.labels";

/** Whether an object is where something other than tools runs, for certain; a namespace that does not say it may be one of tools. */
export function isOfAnotherTier(object: Resource, stack: Stack): boolean {
    if (systemNamespaces.includes(text(object, "metadata.namespace"))) return true;
    const isAnother = (namespace: Resource) =>
        ![undefined, toolsTier].includes(Object(get(namespace, labelsPath))[tierLabel]);
    return someReferred(toNamespace(object.type), object, stack, isAnother);
}
