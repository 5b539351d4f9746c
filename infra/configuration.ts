import type { z } from "zod";
import { ForensicLock } from "../components/audit-archive/audit-archive-args";
import { QueryAccess } from "../components/audit-log/audit-log-args";
import { ConditionalAccessState } from "../components/entra-application/conditional-access";
import { EdgeAccess, GatewayTier } from "../components/gateway/gateway-args";
import { DataClassification } from "../components/shared/placement";
import { DdosProtection } from "../components/shared/public-address";
import { cluster } from "./cluster-configuration";
import {
    addressRange,
    certificate,
    guid,
    list,
    map,
    object,
    oneOf,
    pinnedImage,
    prose,
    text,
    trueOrFalse,
    wholeNumber,
} from "./field";
import { hostName, label, roleName, serverName } from "./server-definition";

/** Namespace of the keys in `stacks/Pulumi.<environment>.yaml`: the name of the project. */
export const namespace = "zero-trust-mcp";

export const shortName = text(/^[a-z][a-z0-9]{0,14}$/, "1 to 15 lower-case letters and digits, a letter first");

const ranges = (example: string) => list(addressRange, `a list of different address ranges, for example ${example}`);

const armId = text(/^\/subscriptions\/\S+$/, "an ARM id, which begins with /subscriptions/");

const email = text(/^[^\s@]+@[^\s@]+$/, "an address of electronic mail");

const emails = () => list(email, "a list of at least one address of electronic mail", 1);

const softDeleteRetention = wholeNumber(7, 90, "days");

/** What one environment is configured with: how much of everything, never how safe. */
export const configuration = object({
    tenantId: guid().describe("Entra tenant of the subscription: `az account show --query tenantId`."),
    subscriptionId: guid().describe("Azure subscription that holds the environment: `az account show --query id`."),
    location: text(
        /^[a-z][a-z0-9]+$/,
        "the short name of an Azure region in lower case without spaces, for example westeurope",
    ).describe("Azure region: `az account list-locations --query [].name`."),
    organisation: shortName.describe("Short name of the organisation, in names that are unique in all of Azure."),
    workload: shortName.describe("Short name of the workload, in all names."),
    instance: text(/^[0-9]{1,3}$/, 'one to three digits in quotes, for example "01"')
        .optional()
        .describe("Number in all names, for a copy of an environment, or while old names are soft-deleted."),
    owner: prose(256).describe("Team or address that answers for the environment, in the tag `owner`."),
    costCenter: prose(256).describe("Where the cost is booked, in the tag `cost-center`."),
    dataClassification: oneOf(Object.values(DataClassification)).describe(
        "Most sensitive data that the environment may hold, in the tag `data-classification`.",
    ),
    protect: trueOrFalse().describe("Whether Pulumi refuses to delete or replace what holds state."),
    availabilityZones: list(
        oneOf(["1", "2", "3"]),
        'a list of availability zones in quotes, for example ["1", "2", "3"]',
    ).describe(
        "Zones of the region that firewall, registry, runner and archive are spread over; one or none is cheaper " +
            "and is lost with its zone. Registry, runner and archive cannot be changed later.",
    ),
    network: object({
        addressSpace: addressRange.describe("Addresses of the virtual network."),
        subnetRanges: map(
            text(/^[a-z]+(-[a-z]+)*$/, "the name of a zone"),
            addressRange,
            "a mapping of zones to address ranges",
        )
            .optional()
            .describe(
                "Addresses of zones that are to lie elsewhere in the address space, by zone, for example " +
                    "`private-endpoints`. Default: the address plan.",
            ),
        podRange: addressRange.optional().describe("Addresses of the cluster's pods. Default: 100.64.0.0/16."),
        reservedRanges: ranges("[10.0.0.0/16]")
            .optional()
            .describe("Addresses used elsewhere, for example on premises, that must not overlap."),
        clientRanges: ranges("[198.51.100.0/24]")
            .optional()
            .describe("Addresses of those who may call the edge. Default: the internet."),
        ddosProtection: oneOf(Object.values(DdosProtection))
            .optional()
            .describe(
                "Protection against floods of traffic: of each public address by itself, or by a plan for the network, " +
                    "which costs thousands a month. Default: address.",
            ),
        existingDdosProtectionPlanId: armId
            .optional()
            .describe("ARM id of a plan to use, with `ddosProtection: plan`. Default: a new one."),
        administratorRanges: ranges("[10.200.0.0/24]")
            .optional()
            .describe(
                "Private addresses of those who may use a Bastion, which is added for them. Default: no Bastion.",
            ),
    }).describe("Addresses of the virtual network, and who comes in."),
    auditLog: object({
        retentionDays: wholeNumber(90, 730, "days").describe("Days that audit logs can be searched."),
        auditRetentionDays: wholeNumber(365, 4383, "days")
            .optional()
            .describe("Days that audit logs are kept in all. Default: 365, or `retentionDays` if that is more."),
        contentRetentionDays: wholeNumber(4, 90, "days")
            .optional()
            .describe("Days that what tools and models were given and answered is kept. Default: 30."),
        queryAccess: oneOf(Object.values(QueryAccess))
            .optional()
            .describe(
                "Whence logs can be queried: over private endpoints only, or over the internet, too. Default: Private.",
            ),
        exportEntraLogs: trueOrFalse()
            .optional()
            .describe("Whether this environment receives the logs of the Entra tenant. Default: false."),
        exportActivityLog: trueOrFalse()
            .optional()
            .describe("Whether this environment receives the activity log of the subscription. Default: false."),
    }).describe("Audit log."),
    auditArchive: object({
        forensicLock: oneOf(Object.values(ForensicLock)).describe(
            "Whether the protection of evidence can be taken back. Azure creates no account that is locked: deploy " +
                "Unlocked first. Locked is for ever.",
        ),
        forensicRetentionDays: wholeNumber(365, 146_000, "days")
            .optional()
            .describe("Days that nobody can change or delete evidence. Default: 365."),
        readerGroupId: guid()
            .optional()
            .describe("Object id of the Entra group that reads evidence and flow logs. Default: nobody."),
        networkWatcherName: text(/\S/, "the name of a network watcher")
            .optional()
            .describe("Network watcher of the region. Default: `NetworkWatcher_<location>`."),
        networkWatcherResourceGroupName: text(/\S/, "the name of a resource group")
            .optional()
            .describe("Its resource group. Default: `NetworkWatcherRG`."),
    }).describe("Evidence that nobody can change, and flow logs."),
    keyVault: object({
        softDeleteRetentionDays: softDeleteRetention.describe(
            "Days that deleted vaults, keys and secrets can be restored, and their names stay taken. " +
                "Cannot be changed later.",
        ),
        officerGroupId: guid().describe("Object id of the Entra group that manages keys and secrets."),
        managedHsm: object({
            administratorIds: list(guid(), "a list of at least 3 different object ids", 3).describe(
                "Object ids of the users that administer the HSM: a quorum of them activates it.",
            ),
        })
            .optional()
            .describe("Adds a Managed HSM, an HSM of one's own. It costs thousands a month. Default: none."),
    }).describe("Vaults and keys."),
    gateway: object({
        hostName: hostName.describe("Host that clients call, in a domain that is verified in the tenant."),
        internalDomain: hostName.describe(
            "Domain of the servers inside the network: a private zone of its own, to which the certificate of the " +
                "cluster's ingress belongs.",
        ),
        internalCertificateAuthorities: list(
            text(/^[A-Za-z0-9+/=\s]+$/, "a certificate in base64, as in a PEM file between its first and last line"),
            "a list of different certificates",
        )
            .optional()
            .describe("Roots that the certificate of the cluster's ingress comes from. Default: those of the public."),
        certificateVaultId: armId.describe(
            "ARM id of the vault with the certificate of the host, and those of the way from the gateway to the servers. " +
                "The network gets a private endpoint to it.",
        ),
        certificateSecretUri: text(
            /^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/[A-Za-z0-9-]+$/,
            "the address of a secret without its version, for example https://kv-contoso-edge.vault.azure.net/secrets/mcp",
        ).describe("Address of that certificate as a secret, without version, so that the next one is picked up."),
        tier: oneOf(Object.values(GatewayTier)).describe(
            "Tier of API Management. Developer has no availability promise and costs tens a month, Premium thousands.",
        ),
        units: wholeNumber(1, 12, "units")
            .optional()
            .describe("Units of API Management in tier Premium; as many as zones, or a multiple. Default: one a zone."),
        access: oneOf(Object.values(EdgeAccess))
            .optional()
            .describe("Whether clients come over the internet, or only from the network. Default: public."),
        publisherName: prose(100).describe("Who runs the gateway, in what API Management sends."),
        publisherEmail: email.describe("Address that API Management sends messages to."),
        publicDnsZoneId: armId
            .optional()
            .describe("ARM id of the DNS zone to write the host's record into. Default: somebody else writes it."),
        registerNetworkIsolation: trueOrFalse()
            .optional()
            .describe(
                "Whether this environment registers the subscription for network isolation of Application Gateway. " +
                    "Default: false; it is registered already.",
            ),
        allowedOrigins: list(
            text(/^https?:\/\/\S+$/, "an origin, for example https://chat.contoso.com"),
            "a list of origins",
        )
            .optional()
            .describe("Origins of pages whose scripts may call the servers. Default: none."),
    }).describe("Gateway to the servers."),
    conditionalAccess: object({
        state: oneOf(Object.values(ConditionalAccessState)).describe(
            "Whether Entra refuses sign-ins that break the conditions, or only writes them down.",
        ),
        breakGlassGroupId: guid().describe(
            "Object id of the Entra group of emergency accounts, which no condition stops.",
        ),
    })
        .optional()
        .describe(
            "Conditions of sign-ins to the servers: a phishing-resistant method, a compliant device, no risk. Needs " +
                "licences of Entra ID P2. Default: the tenant's own conditions.",
        ),
    clients: map(
        label,
        object({
            clientId: guid().optional().describe("Client id of an application that exists, such as that of VS Code."),
            preAuthorized: trueOrFalse()
                .optional()
                .describe("Whether it sees what a server offers without consent of the user. Default: false."),
            redirectUris: list(text(/^https?:\/\/\S+$/, "an address"), "a list of at least one address", 1)
                .optional()
                .describe("Addresses that Entra answers to, of a public client that is created for the environment."),
        }),
        "a mapping of names to clients",
    ).describe("Applications that may call the servers for their users. Each has `clientId` or `redirectUris`."),
    cluster,
    servers: map(
        serverName,
        object({
            image: pinnedImage
                .optional()
                .describe("Image of the server. Default: none; the server is not in the cluster yet."),
            certificate: certificate
                .optional()
                .describe("Certificate of `<server>.<gateway.internalDomain>`. Default: the name of the server."),
            replicas: wholeNumber(2, 20, "pods").optional().describe("Pods of the server. Default: 2."),
            groups: map(
                label,
                object({
                    groupId: guid().describe("Object id of an Entra group; groups in it do not count."),
                    role: roleName.optional().describe("Role of the server that its members have. Default: none."),
                }),
                "a mapping of names to groups",
            ).describe("Who may use the server."),
        }),
        "a mapping of servers to what this environment says about them",
    )
        .optional()
        .describe("Servers by name. Default: nobody may use them."),
    registry: object({
        publisherGroupId: guid()
            .optional()
            .describe("Object id of the Entra group that publishes images. Default: nobody."),
    })
        .optional()
        .describe("Registry of the images."),
    runner: object({
        deliveryImage: text(
            /@sha256:[0-9a-f]{64}$/,
            "an image in the environment's registry, pinned by its digest",
        ).describe("Image of the job that delivers to the cluster: `<login server>/<repository>@sha256:<digest>`."),
        operatorGroupId: guid().optional().describe("Object id of the Entra group that starts it. Default: nobody."),
        stateHosts: list(hostName, "a list of different host names")
            .optional()
            .describe(
                "Hosts of the state and of its key, for example stcontosostate.blob.core.windows.net: the job reads and " +
                    "writes them over the firewall. Default: none; they have private endpoints in the network.",
            ),
    })
        .optional()
        .describe("Jobs in the network. Default: none, until the first image is in the registry."),
    sentinel: object({
        securityInsightsPrincipalId: guid().describe(
            "Object id of the service principal that starts playbooks: " +
                "`az ad sp show --id 98785600-1bb7-4fb9-b9fa-19afe2c8a360 --query id`.",
        ),
        breakGlassAccountIds: list(guid(), "a list of at least one object id", 1).describe(
            "Object ids of the emergency accounts: their sign-ins are reported, and no playbook stops them.",
        ),
        deployerIds: list(guid(), "a list of at least one object id", 1).describe(
            "Object ids of who deploys by hand or in a pipeline, besides the runner: what anybody else changes is " +
                "reported, and no playbook stops them.",
        ),
        highRiskPrincipalIds: list(guid(), "a list of different object ids")
            .optional()
            .describe("Object ids of users and applications that are watched more closely. Default: none."),
        notification: object({
            mailboxId: guid().describe("Object id of the mailbox that the mail comes from."),
            recipients: emails().describe("Who is told."),
        })
            .optional()
            .describe("Who is told of incidents by mail, once an administrator allows it. Default: nobody."),
        disableServicePrincipals: trueOrFalse()
            .optional()
            .describe(
                "Whether a playbook may disable applications in Entra, once an administrator allows it and somebody " +
                    "approves the run. Default: false.",
            ),
    }).describe("What watches the environment, and who responds."),
    governance: object({
        budget: object({
            amount: wholeNumber(1, 100_000_000, "units of the subscription's currency").describe("Cost of a month."),
            contactEmails: emails().describe("Who is told when 80 % are spent, and when all will be."),
        })
            .optional()
            .describe("What the environment may cost; it reports and stops nothing. Default: no budget."),
        securityContact: object({ emails: emails().describe("Who is told.") })
            .optional()
            .describe(
                "Who is told what Defender for Cloud finds; one for each subscription. Default: nobody but its owners.",
            ),
        defenderPlans: object({
            aiPromptEvidence: trueOrFalse()
                .optional()
                .describe(
                    "Whether alerts hold what users and models wrote, where data is public or internal. Default: false.",
                ),
        })
            .optional()
            .describe(
                "Plans of Defender for Cloud, which are the subscription's and stay when the environment goes. Default: " +
                    "none; another environment of the subscription has them.",
            ),
    })
        .optional()
        .describe("What somebody is told."),
});

export type Configuration = z.infer<typeof configuration>;
