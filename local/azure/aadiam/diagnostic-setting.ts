import { boolean, each, integer, object, readOnly, required, string } from "../../provider/schema";
import { categoryIsNoneOf, destinationIsMissing, destinationIsUsed, tooManySettings } from "../monitor/log-destination";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";

/** microsoft.aadiam/diagnosticSettings: where the logs of the tenant go. It belongs to no subscription. */
export const entraDiagnosticSetting: ResourceType = {
    token: "azure-native:aadiam:DiagnosticSetting",
    apiVersion: "2017-04-01",
    path: "/providers/microsoft.aadiam/diagnosticSettings/{name}",
    properties: {
        ...each(string, "eventHubAuthorizationRuleId", "eventHubName", "serviceBusRuleId"),
        ...each(string, "storageAccountId", "workspaceId"),
        logs: list(
            object({
                category: string, // the SDK's enumeration has the first two of many
                enabled: required(boolean),
                retentionPolicy: object({ days: required(integer), enabled: required(boolean) }),
            }),
        ),
        ...readOnly("name", "type"),
    },
    // no published figures; one record
    seconds: { create: 5, update: 4, delete: 3 },
    refuse: [
        // https://learn.microsoft.com/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options
        categoryIsNoneOf(
            "ADFSSignInLogs",
            "AuditLogs",
            "EnrichedOffice365AuditLogs",
            "ManagedIdentitySignInLogs",
            "MicrosoftGraphActivityLogs",
            "NetworkAccessTrafficLogs",
            "NonInteractiveUserSignInLogs",
            "ProvisioningLogs",
            "RemoteNetworkHealthLogs",
            "RiskyServicePrincipals",
            "RiskyUsers",
            "ServicePrincipalRiskEvents",
            "ServicePrincipalSignInLogs",
            "SignInLogs",
            "UserRiskEvents",
        ),
        destinationIsMissing,
        destinationIsUsed,
        tooManySettings,
    ],
};
