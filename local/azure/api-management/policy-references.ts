import type { XmlElement } from "@rgrove/parse-xml";
import { textAt } from "../../provider/values";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { elementsIn, ownText, type Parsed, parsePolicy, problemAt } from "./policy-document";
import { entitiesOf } from "./service-of";

/** What a policy names in its service. */
export interface Reference {
    /** Collection of the service. */
    collection: string;
    name: string;
    element: XmlElement;
}

const namedValueType = "azure-native:apimanagement:NamedValue";

/**
 * Attributes that name something of the service.
 * https://learn.microsoft.com/azure/api-management/api-management-policies
 */
const attributes: Record<string, { collection: string; kind: string }> = {
    "backend-id": { collection: "backends", kind: "Backend" },
    "certificate-id": { collection: "certificates", kind: "Certificate" },
    "fragment-id": { collection: "policyFragments", kind: "Policy fragment" },
    "logger-id": { collection: "loggers", kind: "Logger" },
    "schema-id": { collection: "schemas", kind: "Schema" },
};

/** What is known before the policy runs: neither expressions nor what named values add to a name. */
export function referencesIn(root: XmlElement): Reference[] {
    return [root, ...elementsIn(root)].flatMap((element) => [
        ...namedValuesIn([...Object.values(element.attributes), ownText(element)].join("\n")).map((name) => ({
            collection: "namedValues",
            name,
            element,
        })),
        ...Object.entries(attributes).flatMap(([attribute, { collection }]) => {
            const name = element.attributes[attribute];
            return name === undefined || /^@[({]/.test(name) || name.includes("{{")
                ? []
                : [{ collection, name, element }];
        }),
    ]);
}

/** Named values are referred to by their display names: `{{name}}`. */
export function namedValuesIn(text: string): string[] {
    return [...text.matchAll(/\{\{([A-Za-z0-9-._]+)\}\}/g)].map(([, name = ""]) => name);
}

/** Why a reference leads nowhere, in Azure's form; undefined when it does not. */
export function missingReference(
    { root, text }: Extract<Parsed, { root: XmlElement }>,
    serviceId: string,
    cloud: Cloud,
): string | undefined {
    const names = entitiesOf(serviceId, cloud, namedValueType).map(({ body }) => textAt(body, "displayName"));
    for (const { collection, name, element } of referencesIn(root)) {
        if (collection === "namedValues" && !names.includes(name)) {
            // https://github.com/hashicorp/terraform-provider-azurerm/issues/5001
            return problemAt(element, text, `Cannot find a property '${name}'`);
        }
        if (collection !== "namedValues" && !cloud.exists(`${serviceId}/${collection}/${name}`)) {
            const kind = Object.values(attributes).find((each) => each.collection === collection)?.kind;
            return problemAt(element, text, `${kind} with id '${name}' could not be found.`);
        }
    }
    return undefined;
}

/** Types that have a policy document. */
export const policyTypes = ["Policy", "ApiPolicy", "ApiOperationPolicy", "ProductPolicy", "PolicyFragment"].map(
    (name) => `azure-native:apimanagement:${name}`,
);

/** Ids of the policies of a service that name something of a collection. */
export function policiesWith(serviceId: string, collection: string, name: string, cloud: Cloud): string[] {
    return entitiesOf(serviceId, cloud, ...policyTypes)
        .filter(({ body }) => {
            const parsed = parsePolicy(textAt(body, "value") ?? "");
            return (
                "root" in parsed &&
                referencesIn(parsed.root).some(
                    (reference) =>
                        reference.collection === collection &&
                        (collection === "namedValues" ? reference.name === name : sameId(reference.name, name)),
                )
            );
        })
        .map(({ id }) => id);
}
