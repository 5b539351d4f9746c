import * as containerregistry from "@pulumi/azure-native/containerregistry";
import type * as inputs from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checked,
    createPrivateEndpoint,
    knownAfter,
    type Principal,
    parseArmId,
    protection,
    resourceId,
    resourceName,
    sendLogs,
    tags,
    validate,
} from "../shared";
import { dutyProblem, pathOf, type RegistryArgs, type RegistryCacheRule, registryProblems } from "./registry-args";
import { serviceNeeds } from "./registry-service";

/**
 * A Premium container registry that only private endpoints reach and only Entra roles open, which exports nothing and
 * logs every login, pull and push.
 *
 * - Who runs images cannot publish them, and the other way round.
 * - Public images come in through cache rules, from the Microsoft Artifact Registry only.
 * - A token for Azure Resource Manager, which opens more than the registry, is refused; and no Azure service passes the
 *   firewall. `services` names those that cannot do without.
 * - Manifests without tag are deleted after a while. Soft delete, which excludes that, is off: delete nothing by hand,
 *   and lock what must stay.
 * - Quarantine is off, because without a scanner that releases images nobody could pull one. Content trust is off,
 *   because Docker Notary ends in 2028; sign with Notation, and verify at admission.
 * - Its content is encrypted with keys of the platform. A registry takes a key of one's own only at its creation and
 *   with a user-assigned identity, while only its system-assigned identity, which does not exist yet, passes the firewall
 *   of a vault. That takes an open vault for a while and a second step, so it cannot be deployed at once:
 *   https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys
 *
 * Serves practices 2.1, 2.2, 10.2, 12.1, 12.3, 5.1 and ZT-1.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class Registry extends pulumi.ComponentResource {
    /** ARM id of the registry. */
    readonly registryId: pulumi.Output<string>;
    /** Name of the registry. */
    readonly registryName: pulumi.Output<string>;
    /** Host that images are pulled from, for example `crcontoso.azurecr.io`; waits until the network resolves it. */
    readonly loginServer: pulumi.Output<string>;

    constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Registry", name, {}, opts);
        validate(this, name, registryProblems(name, args));

        const registry =
            args.existingRegistryId === undefined
                ? createRegistry(name, args, this)
                : adoptRegistry(args.existingRegistryId);
        admit(name, registry, args, this);
        for (const [rule, settings] of Object.entries(args.cacheRules ?? {})) {
            cacheImages(name, rule, settings, registry, this);
        }

        this.registryId = registry.id;
        this.registryName = registry.name;
        this.loginServer = registry.loginServer;
        this.registerOutputs({
            registryId: this.registryId,
            registryName: this.registryName,
            loginServer: this.loginServer,
        });
    }
}

/** A registry that exists by the time these are known outside a preview. */
interface RegistryReference {
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
    resourceGroupName: pulumi.Input<string>;
    loginServer: pulumi.Output<string>;
}

function createRegistry(name: string, args: RegistryArgs, parent: pulumi.Resource): RegistryReference {
    const { network, workspaceId } = args;
    if (network === undefined || workspaceId === undefined)
        throw new Error("registryProblems lets no such arguments pass");
    const type = "Microsoft.ContainerRegistry/registries";
    const registryName = resourceName(type, args.naming, name);
    const needs = (args.services ?? []).map((service) => serviceNeeds[service]);
    const registry = new containerregistry.Registry(
        `${name}-registry`,
        {
            registryName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "Premium" }, // the only tier with private endpoints
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            publicNetworkAccess: "Disabled",
            networkRuleSet: { defaultAction: "Deny", ipRules: [] },
            networkRuleBypassOptions: needs.some(({ bypass }) => bypass) ? "AzureServices" : "None",
            dataEndpointEnabled: true, // else layers come from shared storage hosts, which no rule can tell apart
            policies: policies(
                args,
                needs.some(({ armTokens }) => armTokens),
            ),
            zoneRedundancy: (args.zoneRedundant ?? true) ? "Enabled" : "Disabled",
            tags: tags(args, "registry"),
        },
        { parent, ...protection(type, args) },
    );
    const id = knownAfter(registry, resourceId(args, type, registryName));
    const target = { service: "registry", resourceId: id, network, component: "registry" } as const;
    const endpoint = createPrivateEndpoint(name, args, target, parent);
    sendLogs(name, { type, resourceId: id, workspaceId }, parent);
    return {
        id,
        name: knownAfter(registry, registryName),
        resourceGroupName: args.resourceGroupName,
        loginServer: knownAfter([registry, endpoint], loginServer(registryName)),
    };
}

function policies(args: RegistryArgs, armTokens: boolean): inputs.containerregistry.PoliciesArgs {
    return {
        azureADAuthenticationAsArmPolicy: { status: armTokens ? "enabled" : "disabled" },
        exportPolicy: { status: "disabled" },
        quarantinePolicy: { status: "disabled" },
        retentionPolicy: { status: "enabled", days: args.untaggedDays ?? 365 },
        softDeletePolicy: { status: "disabled" },
        trustPolicy: { status: "disabled" },
    };
}

function adoptRegistry(registryId: string): RegistryReference {
    const { resourceGroupName = "", names: [registryName = ""] = [] } = parseArmId(registryId) ?? {};
    return {
        id: pulumi.output(registryId),
        name: pulumi.output(registryName),
        resourceGroupName,
        loginServer: pulumi.output(loginServer(registryName)),
    };
}

// the public cloud: https://learn.microsoft.com/azure/container-registry/container-registry-concepts
function loginServer(registryName: string): string {
    return `${registryName.toLowerCase()}.azurecr.io`;
}

function admit(name: string, registry: RegistryReference, args: RegistryArgs, parent: pulumi.Resource): void {
    const { subscriptionId } = args;
    const assign = (child: string, role: "AcrPull" | "AcrPush", principal: Principal) =>
        assignRole(`${name}-${child}`, { role, scope: registry.id, principal, subscriptionId }, parent);
    for (const [who, { principalId, principalType }] of Object.entries(args.pullers ?? {})) {
        const principal = { principalId: noPusher(principalId, `pullers.${who}`, args), principalType };
        assign(`puller-${who}`, "AcrPull", principal);
    }
    for (const [who, principal] of Object.entries(args.pushers ?? {})) assign(`pusher-${who}`, "AcrPush", principal);
}

/** The principal's id, once it is certain that no pusher has the same. */
function noPusher(principalId: pulumi.Input<string>, argument: string, args: RegistryArgs): pulumi.Output<string> {
    const pushers = pulumi.all(Object.values(args.pushers ?? {}).map((pusher) => pusher.principalId));
    return pushers.apply((pusherIds) => checked(principalId, (id) => dutyProblem(id, argument, pusherIds)));
}

function cacheImages(
    name: string,
    rule: string,
    { source, target }: RegistryCacheRule,
    registry: RegistryReference,
    parent: pulumi.Resource,
): void {
    new containerregistry.CacheRule(
        `${name}-cache-${rule}`,
        {
            cacheRuleName: rule,
            registryName: registry.name,
            resourceGroupName: registry.resourceGroupName,
            sourceRepository: source,
            targetRepository: target ?? `mcr/${pathOf(source)}`,
        },
        { parent },
    );
}
