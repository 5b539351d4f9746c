import { isDeepStrictEqual } from "node:util";
import { Comparison } from "../provider/comparison";
import type { DiffRequest, DiffResult, Properties, Value } from "../provider/provider";
import { parametersOf } from "./arm-id";
import { bodyOf, type ResourceType } from "./resource-type";

/** What the azure-native provider shows as changed: old inputs against new inputs, never outputs. */
export function diff(type: ResourceType, { oldInputs, oldOutputs, inputs }: DiffRequest): DiffResult {
    const replacedBy = new Set([...parametersOf(type.path), ...(type.replacedBy ?? [])]);
    const compare = new Comparison(replacedBy);
    // imported resources have no API version among their inputs
    const olds = { azureApiVersion: oldOutputs.azureApiVersion ?? type.apiVersion, ...oldInputs };
    const changes = compare.objects(visible(olds), visible(sameSpelling(olds, inputs)), "", "", bodyOf(type));
    for (const [path, change] of Object.entries(changes)) {
        // the old input was absent and Azure chose this very value
        if (change === "add-replace" && isDeepStrictEqual(oldOutputs[path], inputs[path])) {
            changes[path] = "add";
        }
    }
    const replaces = Object.values(changes).some((change) => change.endsWith("-replace"));
    return { changes, deleteBeforeReplace: replaces && oldInputs.__createBeforeDelete !== true };
}

/** Without the provider's own notes. */
function visible(inputs: Properties): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

/** New inputs with the old spelling where Azure sees no difference. */
function sameSpelling(olds: Properties, news: Properties): Properties {
    const lower = (value: Value | undefined) => (typeof value === "string" ? value.toLowerCase() : value);
    const squeezed = (value: Value | undefined) =>
        typeof value === "string" ? value.toLowerCase().replaceAll(" ", "") : value;
    const result = { ...news };
    if (olds.location !== undefined && squeezed(olds.location) === squeezed(news.location)) {
        result.location = olds.location;
    }
    if (olds.resourceGroupName !== undefined && lower(olds.resourceGroupName) === lower(news.resourceGroupName)) {
        result.resourceGroupName = olds.resourceGroupName;
    }
    return result;
}
