// Made by hand: nothing local writes the logs of the tenant. Rows are as these pages say.
// AuditLogs: https://learn.microsoft.com/azure/azure-monitor/reference/tables/auditlogs
// SigninLogs: https://learn.microsoft.com/azure/azure-monitor/reference/tables/signinlogs
// AADServicePrincipalSignInLogs: https://learn.microsoft.com/azure/azure-monitor/reference/tables/aadserviceprincipalsigninlogs
// AADServicePrincipalRiskEvents: https://learn.microsoft.com/azure/azure-monitor/reference/tables/aadserviceprincipalriskevents
import type { Row } from "../../../../../../local/kql/schema";
import { deployer } from "../../../../../../local/logs/callers";
import { seed } from "../../../../../local/azure/fixture";
import { people } from "../../environment";
import type { Trace } from "../../trace";
import { row, rowsOf } from "./rows";

const address = "198.51.100.66";
const applicationId = "55555555-5555-4555-8555-000000000077";

/** Somebody changes an application in the directory. */
export function directoryChange(operation: string, initiator: string, type: string, changed: string): Row {
    return row(5, {
        OperationName: operation,
        Category: "ApplicationManagement",
        Result: "success",
        InitiatedBy: { user: { id: initiator, ipAddress: address } },
        TargetResources: [
            {
                id: applicationId,
                displayName: "Orders",
                type,
                modifiedProperties: [{ displayName: changed, oldValue: "[]", newValue: "[...]" }],
            },
        ],
    });
}

/** An application signs in. */
export function applicationSignIn(minutesAgo: number, IPAddress: string): Row {
    const { client } = seed;
    return row(minutesAgo, {
        ServicePrincipalId: client.objectId,
        ServicePrincipalName: "deployment",
        AppId: client.clientId,
        IPAddress,
        Location: "NL",
        ResultType: "0",
    });
}

/** A user signs in. */
export function userSignIn(minutesAgo: number, UserId: string, ResultType = "0"): Row {
    return row(minutesAgo, { UserId, IPAddress: address, AppDisplayName: "Azure Portal", ResultType });
}

/** Entra takes an application for compromised. */
export function riskEvent(RiskLevel: string, RiskState: string): Row {
    return row(9, {
        ServicePrincipalId: applicationId,
        ServicePrincipalDisplayName: "Orders",
        IpAddress: address,
        RiskEventType: "leakedCredentials",
        RiskLevel,
        RiskState,
    });
}

export const entraTraces: Readonly<Record<string, Trace>> = {
    "application-credential-added": rowsOf(
        "AuditLogs",
        [directoryChange("Add service principal credentials", people.stranger, "ServicePrincipal", "KeyDescription")],
        {
            ServicePrincipal: applicationId,
            TargetName: "Orders",
            InitiatorAddress: address,
            Initiator: people.stranger,
        },
    ),
    "break-glass-sign-in": rowsOf("SigninLogs", [userSignIn(9, people.emergency, "50126")], {
        UserId: people.emergency,
        IPAddress: address,
    }),
    "consent-granted": rowsOf(
        "AuditLogs",
        [
            directoryChange(
                "Consent to application",
                people.stranger,
                "ServicePrincipal",
                "ConsentContext.IsAdminConsent",
            ),
        ],
        { Initiator: people.stranger, InitiatorAddress: address },
    ),
    "service-principal-at-risk": rowsOf("AADServicePrincipalRiskEvents", [riskEvent("high", "atRisk")], {
        Principal: applicationId,
        Name: "Orders",
        IpAddress: address,
    }),
    "service-principal-from-new-address": rowsOf(
        "AADServicePrincipalSignInLogs",
        [
            applicationSignIn(3000, deployer(seed).address),
            applicationSignIn(1500, deployer(seed).address),
            applicationSignIn(9, address),
        ],
        { Principal: seed.client.objectId, Name: "deployment", IPAddress: address },
    ),
};
