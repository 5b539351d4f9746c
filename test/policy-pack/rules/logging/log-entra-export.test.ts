// Does not prove that Entra ID has such a setting, or that the deployer may create it.
import rule from "../../../../policy-pack/rules/logging/log-entra-export";
import { describeSharedExport } from "./shared-export";

describeSharedExport(rule, "aadiam:DiagnosticSetting", [
    "AuditLogs",
    "ManagedIdentitySignInLogs",
    "MicrosoftGraphActivityLogs",
    "NonInteractiveUserSignInLogs",
    "RiskyServicePrincipals",
    "ServicePrincipalRiskEvents",
    "ServicePrincipalSignInLogs",
    "SignInLogs",
]);
