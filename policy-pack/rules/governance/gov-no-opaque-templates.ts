import {
    armResourceOf,
    armResources,
    defineRule,
    genericType,
    templatesIn,
    templateTypes,
    typedForm,
    unless,
} from "../../engine";
import { isOfItsType, objectTypes } from "../kubernetes/object-types";
import { opaqueTypes } from "./opaque-types";

// azure-native lifts what deployment stacks have in `properties`
const templates = ["template", "properties.template"];
/** Inputs that have a template deployed which stands elsewhere; the last one an earlier deployment. */
const links = ["templateLink", "properties.templateLink", "properties.onErrorDeployment"];
const parent = "parentResourcePath";
const identity = ["resourceProviderNamespace", parent, "resourceType"];
const kind = ["apiVersion", "kind"];

/**
 * Everything that is created is judged by the rules of its type.
 *
 * Templates are refused, unless the team that owns the policy configuration allows one by its logical name. The engine then
 * hands its resources to all rules; what it cannot hand over is refused: linked and nested templates, and types without a
 * typed form. So is a generic resource of such a type.
 *
 * An object of Kubernetes is created as what it says that it is, whatever type it is registered as: both must be the same.
 */
export default defineRule({
    id: "gov-no-opaque-templates",
    title: "Nothing is created past the rules",
    severity: "critical",
    level: "mandatory",
    practices: ["11.1"],
    references: { mcsb: ["DS-4"], psrule: ["DeploymentScript.Pinned"] },
    url: "https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates",
    types: [...templateTypes, genericType, ...opaqueTypes, ...objectTypes],
    reads: [...templates, ...links, ...identity, ...kind],
    optional: [...links, parent],
    parameters: {
        allowedTemplates: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "Logical names of deployments and deployment stacks whose template may be deployed. No rule can decide what the expressions in it stand for.",
        },
    },
    why: "A template, a script or a generic resource can create anything, and no rule on that thing would ever see it.",
    fix: "Declare each resource with its own type of azure-native. Where only a template can do it, write the template into the program and name the deployment in allowedTemplates of gov-no-opaque-templates in the policy configuration. Register an object of Kubernetes under the type of its apiVersion and kind.",
    check: (inputs, { resource: { type, name }, parameters: { allowedTemplates } }) => {
        if (opaqueTypes.includes(type)) return unless(false, "", "no rule sees what this resource creates");
        if (type.startsWith("kubernetes:"))
            return unless(
                isOfItsType(inputs, type),
                "",
                "this object is not of the type that it is registered as",
                kind,
            );
        if (type === genericType) {
            const { resourceProviderNamespace, parentResourcePath, resourceType } = inputs;
            const stoodFor = armResourceOf({ resourceProviderNamespace, parentResourcePath, resourceType });
            return unless(isJudged(stoodFor), "", "no rule judges what this generic resource stands for", identity);
        }
        if (!allowedTemplates.includes(name)) return unless(false, "", "this template is not among those allowed");
        const { templateLink, properties } = inputs;
        const found = templatesIn(inputs);
        return [
            ...unless(
                [templateLink, properties?.templateLink, properties?.onErrorDeployment].every(isAbsent),
                "",
                "a template that stands elsewhere can change after it was judged",
                links,
            ),
            ...unless(found.length > 0, "", "there is no template to judge", templates),
            ...found.flatMap((template) =>
                unless(
                    isTemplate(template) && armResources(template).every(isJudged),
                    "",
                    "the template holds what no rule judges",
                    templates,
                ),
            ),
        ];
    },
    examples: {
        parameters: { allowedTemplates: ["example"] },
        compliant: [
            {
                type: "resources:Deployment",
                inputs: { properties: { mode: "Incremental", template: { resources: [resource("KeyVault/vaults")] } } },
            },
            {
                type: "resources:DeploymentStackAtResourceGroup",
                inputs: { template: { languageVersion: "2.0", resources: { vault: resource("KeyVault/vaults") } } },
            },
            {
                type: "resources:Resource",
                inputs: { resourceProviderNamespace: "Microsoft.KeyVault", resourceType: "vaults", resourceName: "kv" },
            },
            {
                type: "resources:Resource",
                inputs: {
                    resourceProviderNamespace: "Microsoft.KeyVault",
                    parentResourcePath: "vaults/kv",
                    resourceType: "secrets",
                    resourceName: "example",
                },
            },
            { type: "kubernetes:core/v1:ConfigMap", inputs: { apiVersion: "v1", kind: "ConfigMap" } },
            { type: "kubernetes:core/v1:ServicePatch", inputs: { apiVersion: "v1", kind: "Service" } },
            { type: "kubernetes:apps/v1:Deployment", inputs: { apiVersion: "apps/v1", kind: "Deployment" } },
        ],
        violating: [
            {
                type: "resources:Deployment",
                inputs: { properties: { templateLink: { uri: "https://example.com/template.json" } } },
            },
            {
                type: "resources:DeploymentStackAtResourceGroup",
                inputs: { template: { resources: [resource("Resources/deployments")] } },
            },
            {
                type: "resources:Resource",
                inputs: { resourceProviderNamespace: "Microsoft.Sql", resourceType: "servers", resourceName: "sql" },
            },
            { type: "resources:AzureCliScript", inputs: { scriptContent: "az group delete" } },
            { type: "command:local:Command", inputs: { create: "az group delete" } },
        ],
    },
});

function isAbsent(value: unknown): boolean {
    return value === undefined;
}

function isJudged(resource: { armType: string } | undefined): boolean {
    return resource !== undefined && typedForm(resource.armType) !== undefined;
}

/** Text would be deployed like an object, but not read like one. */
function isTemplate(template: unknown): boolean {
    return typeof template === "object" && !Array.isArray(template);
}

function resource(type: string) {
    return { type: `Microsoft.${type}`, apiVersion: "2024-11-01", name: "example", properties: {} };
}
