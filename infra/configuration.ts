import type { z } from "zod";
import { DataClassification } from "../components/shared/placement";
import { guid, list, object, oneOf, prose, text, trueOrFalse, wholeNumber } from "./field";

/** Namespace of the keys in `stacks/Pulumi.<environment>.yaml`: the name of the project. */
export const namespace = "zero-trust-mcp";

export const shortName = text(/^[a-z][a-z0-9]{0,14}$/, "1 to 15 lower-case letters and digits, a letter first");

// The address plan of the network knows what is a range: here it only has to be text.
const addressRange = text(/\S/, "an address range in CIDR notation, for example 10.10.0.0/20");

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
    network: object({
        addressSpace: addressRange.describe("Addresses of the virtual network."),
        privateEndpointSubnet: addressRange
            .optional()
            .describe("Addresses of the private endpoints, inside the address space. Default: taken from it."),
        reservedRanges: list(addressRange, "a list of different address ranges, for example [10.0.0.0/16]")
            .optional()
            .describe("Addresses used elsewhere, for example on premises, that must not overlap."),
    }).describe("Addresses of the virtual network."),
    auditLog: object({
        retentionDays: wholeNumber(90, 730, "days").describe("Days that audit logs can be searched."),
    }).describe("Audit log."),
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
});

export type Configuration = z.infer<typeof configuration>;
