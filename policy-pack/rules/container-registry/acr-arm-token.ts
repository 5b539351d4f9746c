import {
    defineRelation,
    elements,
    get,
    type Link,
    type Naming,
    namesOf,
    proves,
    type Resource,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";
import { registryInId, registryName, registryType } from "./registry";

const status = "policies.azureADAuthenticationAsArmPolicy.status";
const registries = "configuration.registries";
const bootstrap = { source: "bootstrapProfile.artifactSource", registry: "bootstrapProfile.containerRegistryId" };
const apps = ["app:ContainerApp", "app:Job"];
const cluster = "containerservice:ManagedCluster";
const reads = [
    "registryName",
    status,
    `${registries}[].server`,
    `${registries}[].identity`,
    ...Object.values(bootstrap),
];

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/**
 * A registry takes tokens that are for registries only, unless a service of Azure uses it that has no others: Container
 * Apps, to pull with a managed identity, and clusters that fetch what their nodes start with from it. So that it can be
 * told, both say so: the former by the identity, the latter by their source and the registry together.
 */
export default defineRelation({
    id: "acr-arm-token",
    title: "Container registries refuse tokens for Azure Resource Manager",
    severity: "medium",
    level: "mandatory",
    practices: ["12.3"],
    references: { azurePolicy: ["42781ec6"] },
    component: "Registry",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm",
    types: [registryType, ...apps, cluster],
    reads,
    // of some of the types
    optional: reads,
    related: { [registryType]: { required: ["registryName", status] } },
    why: "A token for Azure Resource Manager opens everything that its owner manages; sent to a registry, it can be used for all of that.",
    fix: 'Set policies.azureADAuthenticationAsArmPolicy.status to "disabled", unless a Container App or job of the stack pulls from the registry with a managed identity, or a cluster has it as bootstrapProfile.containerRegistryId with artifactSource "Cache". Give each element of configuration.registries an identity.',
    check: (registry, stack) => {
        if (apps.includes(registry.type)) return flawsOfApp(registry);
        if (registry.type === cluster) return flawsOfCluster(registry);
        const isPulledFrom = () => some(pullers, (puller) => someReferring(puller, registry, stack));
        const isStartedFrom = () =>
            someReferring(startsFrom, registry, stack, (each) => get(each, bootstrap.source) === "Cache");
        return unless(
            text(registry, status) === "disabled" || some([isPulledFrom, isStartedFrom], proves),
            status,
            "this registry takes tokens that open more than a registry, and no service needs that",
        );
    },
    examples: {
        compliant: [
            { registry: registry("disabled") },
            { registry: registry("enabled"), job: puller("app:Job", {}) },
            { registry: registry("enabled"), app: puller("app:ContainerApp", { identity: "system" }) },
            { registry: registry("enabled"), cluster: startedFrom({}) },
            { registry: registry("disabled"), cluster: { type: cluster } },
        ],
        violating: [
            { registry: registry("enabled") },
            { registry: registry("enabled"), job: puller("app:Job", { server: "crother.azurecr.io" }) },
            { job: puller("app:Job", { identity: "", username: "runner" }) },
            { job: puller("app:Job", { server: "" }) },
            { registry: registry("enabled"), cluster: startedFrom({ artifactSource: "Direct" }) },
            { cluster: startedFrom({ containerRegistryId: "" }) },
        ],
    },
});

/** Registries that something pulls from with a managed identity. */
const pulledFrom: Naming = (app) =>
    namesOf(elements(app, registries), (path) =>
        text(app, `${path}.identity`) === "" ? "" : registryOfServer(text(app, `${path}.server`)),
    );

const pullers = apps.map(
    (type): Link => ({ type, input: "configuration", names: pulledFrom, to: registryType, nameOf: registryName }),
);

/** From a cluster to the registry that its nodes start from. */
const startsFrom: Link = {
    type: cluster,
    input: "bootstrapProfile",
    names: (each) => namesOf([bootstrap.registry], (path) => registryInId(text(each, path))),
    to: registryType,
    nameOf: registryName,
};

function flawsOfApp(app: Resource) {
    return elements(app, registries).flatMap((path) =>
        unless(
            text(app, `${path}.identity`) !== "" && text(app, `${path}.server`) !== "",
            `${registries}[].identity`,
            "a password opens this registry, and no managed identity",
        ),
    );
}

function flawsOfCluster(each: Resource) {
    return unless(
        (get(each, bootstrap.source) === "Cache") === (text(each, bootstrap.registry) !== ""),
        bootstrap.source,
        "nodes start from a registry when the source is Cache, and only then",
    );
}

/** Name of the registry behind a login server, which may have a label after the name; empty for other servers. */
function registryOfServer(server: string): string {
    return /^([a-z0-9]+)(?:-[a-z0-9]+)?\.azurecr\./i.exec(server)?.[1] ?? "";
}

function registry(armTokens: string) {
    return {
        type: registryType,
        inputs: { registryName: "crcontoso", policies: { azureADAuthenticationAsArmPolicy: { status: armTokens } } },
    };
}

function puller(type: string, changes: object) {
    const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-runner`;
    const credentials = { server: "crcontoso.azurecr.io", identity, ...changes };
    return { type, inputs: { configuration: { registries: [credentials] } } };
}

function startedFrom(changes: object) {
    const containerRegistryId = `${group}/providers/Microsoft.ContainerRegistry/registries/crcontoso`;
    return {
        type: cluster,
        inputs: { bootstrapProfile: { artifactSource: "Cache", containerRegistryId, ...changes } },
    };
}
