import { logTables } from "../shared";
import { type RetentionDays, retentionByClass } from "./table-retention";

/**
 * A template of Azure Resource Manager that sets how long each table keeps its records. The tables are independent of each
 * other, and Azure locks only the one that it changes, so they are set at once.
 */
export function tablesTemplate(workspaceName: string, days: RetentionDays) {
    const retention = retentionByClass(days);
    return {
        $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        contentVersion: "1.0.0.0",
        resources: Object.entries(logTables).map(([table, logClass]) => ({
            type: "Microsoft.OperationalInsights/workspaces/tables",
            apiVersion: "2023-09-01",
            name: `${workspaceName}/${table}`,
            // detections cannot read tables of another plan
            properties: { plan: "Analytics", ...retention[logClass] },
        })),
    };
}
