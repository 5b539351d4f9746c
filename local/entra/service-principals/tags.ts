import type { Properties } from "../../provider/provider";
import { isObject, textsAt, valueAt } from "../../provider/values";

/** The tags that Entra reads meaning from, and what the provider calls it. */
const meanings: [feature: string, tag: string][] = [
    ["customSingleSignOn", "WindowsAzureActiveDirectoryCustomSingleSignOnApplication"],
    ["enterprise", "WindowsAzureActiveDirectoryIntegratedApp"],
    ["gallery", "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1"],
    ["hide", "HideApp"],
];

/** Tags that the inputs ask for, by name or by meaning. */
export function tagsOf(inputs: Properties): string[] {
    const [features] = Array.isArray(inputs.featureTags) ? inputs.featureTags : [];
    return isObject(features)
        ? meanings.filter(([feature]) => valueAt(features, feature) === true).map(([, tag]) => tag)
        : textsAt(inputs, "tags");
}

export function featuresOf(tags: string[]): Properties {
    return Object.fromEntries(meanings.map(([feature, tag]) => [feature, tags.includes(tag)]));
}
