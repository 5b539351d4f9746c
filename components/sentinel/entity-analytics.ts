import * as securityinsights from "@pulumi/azure-native/securityinsights";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkspaceReference } from "./workspace";

/**
 * Learns how users and applications behave: profiles from Entra, then unusual behaviour, then anomalies. Who deploys needs
 * the Entra role Security Administrator the first time.
 */
export function createEntityAnalytics(
    name: string,
    workspace: WorkspaceReference,
    opts: pulumi.CustomResourceOptions,
): void {
    const at = { workspaceName: workspace.name, resourceGroupName: workspace.resourceGroupName };
    const profiles = new securityinsights.EntityAnalytics(
        `${name}-entity-analytics`,
        { ...at, settingsName: "EntityAnalytics", kind: "EntityAnalytics", entityProviders: ["AzureActiveDirectory"] },
        opts,
    );
    // of these, it reads what the workspace receives
    const behaviour = new securityinsights.Ueba(
        `${name}-ueba`,
        {
            ...at,
            settingsName: "Ueba",
            kind: "Ueba",
            dataSources: ["AuditLogs", "AzureActivity", "SigninLogs"],
        },
        { ...opts, dependsOn: profiles },
    );
    new securityinsights.Anomalies(
        `${name}-anomalies`,
        { ...at, settingsName: "Anomalies", kind: "Anomalies" },
        { ...opts, dependsOn: behaviour },
    );
}
