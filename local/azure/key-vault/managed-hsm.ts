import { any, boolean, each, integer, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { globalName } from "../global-name";
import { immutable } from "../immutable";
import type { ResourceType } from "../resource-type";
import { guid, list, tags, writeOnly } from "../schema";
import { badRequest, retentionDays, softDeleteRules } from "./soft-delete-rules";

/** Microsoft.KeyVault/managedHSMs: names are global and stay taken while an HSM is soft-deleted. */
export const managedHsm: ResourceType = {
    token: "azure-native:keyvault:ManagedHsm",
    apiVersion: "2024-11-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/managedHSMs/{name}",
    properties: {
        location: string,
        tags,
        sku: object({ family: required(oneOf("B")), name: required(oneOf("Standard_B1", "Custom_B32", "Custom_B6")) }),
        identity: any,
        properties: object({
            tenantId: guid,
            createMode: writeOnly(oneOf("default")), // recovery of a deleted HSM is an act of an operator
            ...each(boolean, "enablePurgeProtection", "enableSoftDelete"),
            initialAdminObjectIds: list(string),
            networkAcls: object({
                bypass: oneOf("AzureServices", "None"),
                defaultAction: oneOf("Allow", "Deny"),
                ipRules: list(object({ value: required(string) })),
                virtualNetworkRules: list(object({ id: required(string) })),
            }),
            publicNetworkAccess: oneOf("Enabled", "Disabled"),
            regions: list(object({ name: string, isPrimary: boolean, ...readOnly("provisioningState") })),
            softDeleteRetentionInDays: integer,
            ...readOnly("hsmUri", "privateEndpointConnections", "provisioningState", "scheduledPurgeDate"),
            ...readOnly("securityDomainProperties", "statusMessage"),
        }),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; dedicated hardware is reserved, which takes about as long as the clients' waiting time suggests
    seconds: { create: 1200, update: 60, delete: 120 },
    outputs: ({ name }) => ({
        properties: {
            hsmUri: `https://${name}.managedhsm.azure.net/`,
            provisioningState: "Succeeded",
            statusMessage: "The Managed HSM is provisioned and ready to use.",
            securityDomainProperties: {
                activationStatus: "NotActivated",
                activationStatusMessage:
                    "Your HSM has been provisioned, but cannot be used for cryptographic operations until it is activated. To activate the HSM, download the security domain.",
            },
        },
    }),
    refuse: [
        globalName(
            (name) => new ArmError(409, "Conflict", `The managed HSM name '${name}' is already in use.`),
            (name) =>
                new ArmError(
                    409,
                    "Conflict",
                    `A managed HSM with the name '${name}' already exists in deleted state. You need to either recover or purge it.`,
                ),
        ),
        ({ inputs, cloud }) => {
            const administrators = textsAt(inputs, "properties.initialAdminObjectIds");
            const stranger = administrators.find((id) => cloud.principalType(id) === undefined);
            if (administrators.length === 0) {
                return badRequest("A managed HSM needs at least one administrator in initialAdminObjectIds.");
            }
            return stranger === undefined
                ? undefined
                : badRequest(
                      `The principal '${stranger}' in initialAdminObjectIds does not exist in the directory ${cloud.seed.tenantId}.`,
                  );
        },
        immutable(
            (body) => textsAt(body, "properties.initialAdminObjectIds").toSorted().join() || undefined,
            badRequest('The property "initialAdminObjectIds" can\'t be modified.'),
        ),
        ...softDeleteRules,
    ],
    softDelete: { days: ({ body }) => retentionDays(body) },
    privateLink: { managedhsm: (name) => [`${name}.managedhsm.azure.net`] },
    diagnostics: { logs: ["AuditEvent"], groups: ["audit", "allLogs"], metrics: ["AllMetrics"] },
};
