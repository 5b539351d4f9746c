import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices";
import type * as inputs from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import {
    adoptionProblems,
    assignRole,
    type ComponentKind,
    createPrivateEndpoint,
    knownAfter,
    listed,
    type PlacementArgs,
    type Principal,
    PrivateLinkService,
    type PrivateNetwork,
    parseArmId,
    placementProblems,
    principalProblems,
    privateNetworkProblems,
    protection,
    resourceId,
    resourceName,
    sendLogs,
    tags,
} from "../shared";

/** Arguments of every component that has an account of Azure AI services. */
export interface AiAccountArgs extends PlacementArgs {
    /** Conditional. Required unless `existingAccountId` is given. Subnet and DNS zones that make the account reachable. */
    network?: PrivateNetwork;
    /** Conditional. Required unless `existingAccountId` is given. ARM id of the workspace that receives its logs. */
    workspaceId?: pulumi.Input<string>;
    /** Optional. Who calls the service, by a short name. Default: nobody. */
    users?: Record<string, Principal>;
    /** Optional. Hosts that the service itself may call, for example to fetch an image. Default: none. */
    allowedHosts?: string[];
    /** Optional. ARM id of an existing account in the same subscription, which is left as it is. Default: a new account. */
    existingAccountId?: string;
}

/** What tells an account from others. */
interface AccountProfile {
    /** Kind of the account in ARM. */
    kind: string;
    service: PrivateLinkService;
    component: ComponentKind;
    /** End of the host name that clients use. */
    domain: string;
}

/** Domains: https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains */
export const accountProfiles = {
    contentSafety: {
        kind: "ContentSafety",
        service: PrivateLinkService.ContentSafety,
        component: "content-safety",
        domain: "cognitiveservices.azure.com",
    },
    models: {
        kind: "AIServices",
        service: PrivateLinkService.AiServices,
        component: "ai-models",
        domain: "services.ai.azure.com",
    },
} as const satisfies Record<string, AccountProfile>;

/** An account that exists by the time these are known outside a preview. */
export interface AccountReference {
    id: pulumi.Output<string>;
    /** Waits until nothing else writes to the account, so that children can. */
    name: pulumi.Output<string>;
    resourceGroupName: pulumi.Input<string>;
    /** Address of the account; waits until the network resolves it. */
    endpoint: pulumi.Output<string>;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function aiAccountProblems(name: string, args: AiAccountArgs, { service }: AccountProfile): string[] {
    return listed(
        ...placementProblems(name, args),
        ...adoptionProblems(args, {
            what: "account",
            type: "Microsoft.CognitiveServices/accounts",
            existing: "existingAccountId",
            needed: ["network", "workspaceId"],
            optional: ["allowedHosts"],
        }),
        ...(args.network === undefined ? [] : privateNetworkProblems(args.network, service)),
        ...principalProblems("users", args.users),
        ...(args.allowedHosts ?? []).map((host, index) =>
            /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(host)
                ? undefined
                : `allowedHosts[${index}] is "${host}"; it must be the full name of one host, for example "images.contoso.com".`,
        ),
    );
}

export function useOrCreateAccount(
    name: string,
    args: AiAccountArgs,
    profile: AccountProfile,
    parent: pulumi.Resource,
): AccountReference {
    return args.existingAccountId === undefined
        ? createAccount(name, args, profile, parent)
        : adoptAccount(args.existingAccountId, profile);
}

function createAccount(
    name: string,
    args: AiAccountArgs,
    { kind, service, component, domain }: AccountProfile,
    parent: pulumi.Resource,
): AccountReference {
    const { network, workspaceId } = args;
    if (network === undefined || workspaceId === undefined)
        throw new Error("aiAccountProblems lets no such arguments pass");
    const type = "Microsoft.CognitiveServices/accounts";
    const accountName = resourceName(type, args.naming, name);
    const account = new cognitiveservices.Account(
        `${name}-account`,
        {
            accountName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            kind,
            sku: { name: "S0" }, // the only paid tier, and the only one with private endpoints
            identity: { type: "SystemAssigned" },
            properties: accountProperties(accountName, args),
            tags: tags(args, component),
        },
        { parent, ...protection(type, args) },
    );
    const id = knownAfter(account, resourceId(args, type, accountName));
    const endpoint = createPrivateEndpoint(name, args, { service, resourceId: id, network, component }, parent);
    sendLogs(name, { type, resourceId: id, workspaceId }, parent);
    return {
        id,
        // a private endpoint writes to the account as well, and Azure refuses two writes at once
        name: knownAfter([account, endpoint], accountName),
        resourceGroupName: args.resourceGroupName,
        endpoint: knownAfter([account, endpoint], `https://${accountName}.${domain}/`),
    };
}

function accountProperties(accountName: string, args: AiAccountArgs): inputs.cognitiveservices.AccountPropertiesArgs {
    return {
        customSubDomainName: accountName, // Entra tokens and private endpoints need a name of one's own
        disableLocalAuth: true,
        publicNetworkAccess: "Disabled",
        networkAcls: { defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: [] },
        restrictOutboundNetworkAccess: true,
        allowedFqdnList: args.allowedHosts ?? [],
        allowProjectManagement: false,
    };
}

/** The subdomain of an account cannot be told from its id; components and the portal give it the account's name. */
function adoptAccount(accountId: string, { domain }: AccountProfile): AccountReference {
    const { resourceGroupName = "", names: [accountName = ""] = [] } = parseArmId(accountId) ?? {};
    return {
        id: pulumi.output(accountId),
        name: pulumi.output(accountName),
        resourceGroupName,
        endpoint: pulumi.output(`https://${accountName.toLowerCase()}.${domain}/`),
    };
}

/** Lets the users call the service. */
export function admitUsers(
    name: string,
    account: AccountReference,
    args: AiAccountArgs,
    parent: pulumi.Resource,
): void {
    const { subscriptionId } = args;
    for (const [user, principal] of Object.entries(args.users ?? {})) {
        const role = "Cognitive Services User";
        assignRole(`${name}-user-${user}`, { role, scope: account.id, principal, subscriptionId }, parent);
    }
}
