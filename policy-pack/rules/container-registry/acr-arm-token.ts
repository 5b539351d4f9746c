import {
    defineRelation,
    elements,
    get,
    type Link,
    type Naming,
    namesOf,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";
import { registryInId, registryName, registryType } from "./registry";

const status = "policies.azureADAuthenticationAsArmPolicy.status";
const registries = "configuration.registries";
const bootstrap = { source: "bootstrapProfile.artifactSource", registry: "bootstrapProfile.containerRegistryId" };
const cluster = "containerservice:ManagedCluster";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/**
 * A registry takes tokens that are for registries only, unless a service of Azure uses it that has no others: Container
 * Apps, to pull with a managed identity, and clusters that fetch what their nodes start with from it.
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
    types: [registryType],
    reads: ["registryName", status],
    related: {
        "app:ContainerApp": { optional: [`${registries}[].server`, `${registries}[].identity`] },
        "app:Job": { optional: [`${registries}[].server`, `${registries}[].identity`] },
        [cluster]: { optional: Object.values(bootstrap) },
    },
    why: "A token for Azure Resource Manager opens everything that its owner manages; sent to a registry, it can be used for all of that.",
    fix: 'Set policies.azureADAuthenticationAsArmPolicy.status to "disabled", unless a Container App or job of the stack pulls from the registry with a managed identity, or a cluster has it as bootstrapProfile.containerRegistryId with artifactSource "Cache".',
    check: (registry, stack) => {
        const isPulledFrom = () => some(pullers, (puller) => someReferring(puller, registry, stack));
        const isStartedFrom = () =>
            someReferring(startsFrom, registry, stack, (each) => get(each, bootstrap.source) === "Cache");
        return unless(
            text(registry, status) === "disabled" || some([isPulledFrom, isStartedFrom], (proves) => proves()),
            status,
            "this registry takes tokens that open more than a registry, and no service needs that",
        );
    },
    examples: {
        compliant: [
            { registry: registry("disabled") },
            { registry: registry("enabled"), job: puller("app:Job", {}) },
            { registry: registry("enabled"), app: puller("app:ContainerApp", { identity: "system" }) },
            { registry: registry("enabled"), cluster: startedFrom("Cache") },
        ],
        violating: [
            { registry: registry("enabled") },
            { registry: registry("enabled"), job: puller("app:Job", { server: "crother.azurecr.io" }) },
            { registry: registry("enabled"), job: puller("app:Job", { identity: "", username: "runner" }) },
            { registry: registry("enabled"), cluster: startedFrom("Direct") },
        ],
    },
});

/** Registries that something pulls from with a managed identity. */
const pulledFrom: Naming = (app) =>
    namesOf(elements(app, registries), (path) =>
        text(app, `${path}.identity`) === "" ? "" : registryOfServer(text(app, `${path}.server`)),
    );

const pullers = ["app:ContainerApp", "app:Job"].map(
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

function startedFrom(artifactSource: string) {
    const containerRegistryId = `${group}/providers/Microsoft.ContainerRegistry/registries/crcontoso`;
    return { type: cluster, inputs: { bootstrapProfile: { artifactSource, containerRegistryId } } };
}
