import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import {
    createPrivateEndpoint,
    guidProblem,
    knownAfter,
    listed,
    type PlacementArgs,
    type PrivateNetwork,
    placementProblems,
    privateNetworkProblems,
    protection,
    rangeProblem,
    resourceId,
    resourceName,
    sendLogs,
    tags,
    validate,
} from "../shared";

/** Arguments of `ManagedHsm`. */
export interface ManagedHsmArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant whose identities use the module, a GUID. */
    tenantId: string;
    /** Required. Subnet and DNS zone that make the module reachable. */
    network: PrivateNetwork;
    /** Required. ARM id of the workspace that receives the audit log. */
    workspaceId: pulumi.Input<string>;
    /** Required. Object ids of at least three administrators, so that no single one is missed; Azure never changes them later. */
    administratorIds: string[];
    /** Optional. Days that a deleted module can be brought back, 7 to 90. Azure never changes it later. Default: 90. */
    softDeleteRetentionDays?: number;
}

/**
 * A Managed HSM that only private endpoints reach, purge-protected and audited: a hardware security module of one's
 * own, where a vault shares one.
 *
 * It holds no key until three administrators have activated it by downloading its security domain; Azure has no
 * deployment operation for that: https://learn.microsoft.com/azure/key-vault/managed-hsm/quick-create-cli
 *
 * Serves practices 6.1, 6.2, 5.1 and IR-4.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class ManagedHsm extends pulumi.ComponentResource {
    /** ARM id of the module. */
    readonly managedHsmId: pulumi.Output<string>;
    /** Address of the module, for example `https://kvmhsm-contoso.managedhsm.azure.net/`; waits until the network resolves it. */
    readonly hsmUri: pulumi.Output<string>;

    constructor(name: string, args: ManagedHsmArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:ManagedHsm", name, {}, opts);
        validate(this, name, managedHsmProblems(name, args));

        const hsmName = resourceName("Microsoft.KeyVault/managedHSMs", args.naming, name);
        const hsm = createManagedHsm(name, hsmName, args, this);
        const id = knownAfter(hsm, resourceId(args, "Microsoft.KeyVault/managedHSMs", hsmName));
        const target = {
            service: "managedHsm",
            resourceId: id,
            network: args.network,
            component: "managed-hsm",
        } as const;
        const endpoint = createPrivateEndpoint(name, args, target, this);
        sendLogs(name, { type: "Microsoft.KeyVault/managedHSMs", resourceId: id, workspaceId: args.workspaceId }, this);

        this.managedHsmId = id;
        this.hsmUri = knownAfter([hsm, endpoint], `https://${hsmName}.managedhsm.azure.net/`);
        this.registerOutputs({ managedHsmId: this.managedHsmId, hsmUri: this.hsmUri });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function managedHsmProblems(name: string, args: ManagedHsmArgs): string[] {
    const administrators = new Set(args.administratorIds.map((id) => id.toLowerCase()));
    return listed(
        ...placementProblems(name, args),
        guidProblem(args.tenantId, "tenantId"),
        ...privateNetworkProblems(args.network, "managedHsm"),
        ...args.administratorIds.map((id, index) => guidProblem(id, `administratorIds[${index}]`)),
        administrators.size < 3
            ? `administratorIds names ${administrators.size} different administrators; name at least three.`
            : undefined,
        rangeProblem(args.softDeleteRetentionDays ?? 90, "softDeleteRetentionDays", { min: 7, max: 90, unit: "days" }),
    );
}

function createManagedHsm(
    name: string,
    hsmName: string,
    args: ManagedHsmArgs,
    parent: pulumi.Resource,
): keyvault.ManagedHsm {
    return new keyvault.ManagedHsm(
        `${name}-hsm`,
        {
            name: hsmName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { family: "B", name: "Standard_B1" },
            properties: {
                tenantId: args.tenantId,
                initialAdminObjectIds: args.administratorIds,
                enableSoftDelete: true,
                softDeleteRetentionInDays: args.softDeleteRetentionDays ?? 90,
                enablePurgeProtection: true,
                publicNetworkAccess: "Disabled",
                networkAcls: { defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: [] },
            },
            tags: tags(args, "managed-hsm"),
        },
        { parent, ...protection("Microsoft.KeyVault/managedHSMs", args) },
    );
}
