import type { XmlElement } from "@rgrove/parse-xml";
import { limited, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { isBelow, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType, Rule } from "../resource-type";
import type { Fields } from "../schema";
import { childrenOf, elementsIn, ownText, parsePolicy, problemAt, sections } from "./policy-document";
import { missingReference } from "./policy-references";
import { childNames, entitiesOf, pathInService, serviceIdOf, validationError, versionIsTooOld } from "./service-of";

/** Bytes. https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#api-management-limits */
const largestDocument = 256 * 1024;

const formats = ["xml", "xml-link", "rawxml", "rawxml-link"];

/**
 * What the policies of every scope have in common. Azure answers with a document in a layout of its own, which nothing
 * depends on, because the provider compares inputs with inputs; here it comes back as it was sent.
 */
export function policyAt(names: Fields, ...rules: Rule<Put>[]): Omit<ResourceType, "token" | "path"> {
    return {
        apiVersion: "2024-05-01",
        names: childNames({ ...names, policyId: limited(string, { minLength: 1 }) }),
        properties: {
            format: oneOf(...formats),
            value: required(string),
            ...readOnly("name", "type"),
        },
        // no published figures; the document is compiled and goes to the gateway's configuration
        seconds: { create: 8, update: 8, delete: 4 },
        outputs: ({ inputs }) => ({ format: inputs.format ?? "xml" }),
        refuse: [versionIsTooOld, nameIsWrong, formatIsNotRead, documentIsWrong, ...rules, baseIsRequired],
    };
}

/** https://github.com/Azure/bicep-types-az/issues/2006: Azure refuses other names without a word. */
function nameIsWrong({ name }: Put): ArmError | undefined {
    return name === "policy"
        ? undefined
        : new ArmError(400, "BadRequest", `The name of a policy must be 'policy', not '${name}': set policyId.`);
}

/** Others hold what is no XML, or lie where the local cloud does not look. */
export function formatIsNotRead({ inputs }: Put): ArmError | undefined {
    return inputs.format === undefined || inputs.format === "xml"
        ? undefined
        : validationError(
              `The format ${inputs.format} is not modelled by the local cloud: send the document as xml, with its expressions escaped.`,
          );
}

function documentIsWrong(put: Put): ArmError | undefined {
    const text = textAt(put.inputs, "value") ?? "";
    if (Buffer.byteLength(text) > largestDocument) {
        return validationError(`The document has ${Buffer.byteLength(text)} bytes, the most are ${largestDocument}.`);
    }
    const parsed = parsePolicy(text);
    const problem =
        "problem" in parsed
            ? parsed.problem
            : (sectionProblem(parsed.root, text) ?? missingReference(parsed, serviceIdOf(put.id), put.cloud));
    return problem === undefined ? undefined : validationError(problem);
}

function sectionProblem(root: XmlElement, text: string): string | undefined {
    if (root.name !== "policies") {
        return problemAt(root, text, "The root of a policy document must be 'policies'.");
    }
    if (ownText(root).trim() !== "") {
        return problemAt(root, text, "A policy document has sections, and no text between them.");
    }
    let last = -1;
    for (const section of childrenOf(root)) {
        const place = sections.indexOf(section.name);
        if (place === -1) {
            return problemAt(section, text, `A policy document has the sections ${sections.join(", ")}.`);
        }
        if (place <= last) {
            return problemAt(section, text, `Each section is there once at most, in the order ${sections.join(", ")}.`);
        }
        last = place;
    }
    const nested = childrenOf(root)
        .flatMap(elementsIn)
        .find(({ name }) => name === "policies" || sections.includes(name));
    return nested && problemAt(nested, text, "A section cannot lie in another one.");
}

/** The widest scope has nothing to inherit. https://learn.microsoft.com/azure/api-management/set-edit-policies#global-scope */
export function inheritsNothing({ inputs }: Put): ArmError | undefined {
    const text = textAt(inputs, "value") ?? "";
    const parsed = parsePolicy(text);
    const base = "root" in parsed ? elementsIn(parsed.root).find(({ name }) => name === "base") : undefined;
    return base && validationError(problemAt(base, text, "There is no wider scope to inherit policies from."));
}

/** Sections whose policies of the wider scope protect; in `backend` the narrower scope decides where a request goes. */
const protectedSections = ["inbound", "outbound", "on-error"];

/** No page says which sections need it: those where its absence drops what the wider scope protects. */
function baseIsRequired({ id, inputs, cloud }: Put): ArmError | undefined {
    const serviceId = serviceIdOf(id);
    const [restriction] = entitiesOf(serviceId, cloud, "azure-native:apimanagement:PolicyRestriction").filter(
        ({ body }) => textAt(body, "requireBase") === "true" && isRestricted(id, textAt(body, "scope") ?? "/"),
    );
    const parsed = parsePolicy(textAt(inputs, "value") ?? "");
    const inheriting = "root" in parsed ? childrenOf(parsed.root).filter(hasBase) : [];
    const missing = protectedSections.find((section) => !inheriting.some(({ name }) => name === section));
    return restriction && missing !== undefined && !sameId(parentOf(id), serviceId)
        ? validationError(
              `The policy restriction '${pathInService(restriction.id)}' requires <base /> in the section ${missing} of ${pathInService(id)}.`,
          )
        : undefined;
}

function hasBase(section: XmlElement): boolean {
    return childrenOf(section).some(({ name }) => name === "base");
}

function isRestricted(policyId: string, scope: string): boolean {
    const path = scope.replace(/\/+$/, "");
    const own = pathInService(policyId);
    return path === "" || sameId(own, path) || isBelow(own, path);
}
