import type { Properties } from "../../provider/provider";
import { each, integer, limited, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt, valueAt } from "../../provider/values";
import { answer } from "../answer";
import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import type { Stored } from "../cloud";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { defaultRetention } from "./retention";
import { builtInTable, isCustomTable, tablesOfWorkspace } from "./tables";

/** Total retention beyond two years: https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure */
const yearsInDays = [1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383];

/** Days of interactive retention of a table with the plan Basic, which nobody chooses. */
const basicRetention = 30;

/** Microsoft.OperationalInsights/workspaces/tables: Azure's own are there with the workspace, so nobody can create them. */
export const table: ResourceType = {
    token: "azure-native:operationalinsights:Table",
    apiVersion: "2023-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}/tables/{tableName}",
    names: {
        workspaceName: limited(string, {
            minLength: 4,
            maxLength: 63,
            pattern: "^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$",
        }),
    },
    properties: {
        plan: oneOf("Basic", "Analytics"),
        retentionInDays: limited(integer, { minimum: 4, maximum: 730 }),
        totalRetentionInDays: limited(integer, { minimum: 4, maximum: 4383 }),
        schema: object({
            columns: list(
                object({
                    ...each(string, "name", "displayName", "description"),
                    type: oneOf("string", "int", "long", "real", "boolean", "dateTime", "guid", "dynamic"),
                    dataTypeHint: oneOf("uri", "guid", "armPath", "ip"),
                    ...readOnly("isDefaultDisplay", "isHidden"),
                }),
            ),
            ...each(string, "name", "displayName", "description"),
            ...readOnly("categories", "labels", "solutions", "source", "standardColumns", "tableSubType", "tableType"),
        }),
        ...notModelled("restoredLogs", "searchResults"),
        ...readOnly("archiveRetentionInDays", "lastPlanModifiedDate", "provisioningState", "resultStatistics"),
        ...readOnly("retentionInDaysAsDefault", "totalRetentionInDaysAsDefault", "name", "type", "systemData"),
    },
    // no published figures; the schema has to reach the ingestion of the region
    seconds: { create: 20, update: 15, delete: 10 },
    outputs: tableOutputs,
    refuse: [tableIsUnknown, schemaIsWrong, planIsWrong, retentionIsWrong],
    refuseDelete: [
        ({ name }) =>
            builtInTable(name)
                ? new ArmError(
                      400,
                      "InvalidParameter",
                      `Table ${name} is one of Azure's own and cannot be deleted; it goes with its workspace.`,
                  )
                : undefined,
    ],
};

/** Azure's own tables, which a new workspace has. */
export function tablesOfNew(workspace: Put): Stored[] {
    const { id: workspaceId, before, cloud } = workspace;
    if (before) {
        return [];
    }
    const days = Number(workspace.inputs.retentionInDays ?? defaultRetention);
    return tablesOfWorkspace.map((name) => {
        const id = `${workspaceId}/tables/${name}`;
        const body = answer({ type: table, id, name, inputs: {}, before: undefined, cloud });
        // the workspace, which says how long, is not there yet
        const retention = { retentionInDays: days, totalRetentionInDays: days, archiveRetentionInDays: 0 };
        return { type: table.token, id, body: { ...body, ...retention } };
    });
}

function tableOutputs(put: Put): Properties {
    const { name, inputs, before, cloud } = put;
    const plan = inputs.plan ?? textAt(before, "plan") ?? "Analytics";
    const workspaceDays = Number(valueAt(cloud.find(parentOf(put.id))?.body, "retentionInDays"));
    const retention = Number(plan === "Basic" ? basicRetention : (inputs.retentionInDays ?? workspaceDays));
    const total = Number(inputs.totalRetentionInDays ?? retention);
    const isCustom = isCustomTable(name);
    return {
        plan,
        retentionInDays: retention,
        totalRetentionInDays: total,
        archiveRetentionInDays: total - retention,
        retentionInDaysAsDefault: inputs.retentionInDays === undefined,
        totalRetentionInDaysAsDefault: inputs.totalRetentionInDays === undefined,
        ...(before?.plan !== undefined && before.plan !== plan && { lastPlanModifiedDate: cloud.timestamp() }),
        schema: {
            name: textAt(inputs, "schema.name") ?? name,
            tableType: isCustom ? "CustomLog" : "Microsoft",
            tableSubType: isCustom ? "DataCollectionRuleBased" : "Any",
        },
    };
}

function tableIsUnknown({ id, name, cloud }: Put): ArmError | undefined {
    const onboarded = cloud.exists(`${parentOf(id)}/providers/Microsoft.SecurityInsights/onboardingStates/default`);
    const known = builtInTable(name);
    return isCustomTable(name) || (known && (onboarded || !known.ofSentinel))
        ? undefined
        : new ArmError(
              404,
              "ResourceNotFound",
              `The specified table: '${name}' was not found. Please make sure proper table name is used.`,
          );
}

function schemaIsWrong({ name, inputs, before }: Put): ArmError | undefined {
    if (!isCustomTable(name)) {
        return undefined;
    }
    const columns = objectsAt(inputs, "schema.columns");
    const time = columns.find((column) => column.name === "TimeGenerated");
    const isTimed = /^datetime$/i.test(textAt(time, "type") ?? "");
    const schemaName = textAt(inputs, "schema.name");
    if (schemaName !== undefined && schemaName !== name) {
        return invalid(`the schema's name ${schemaName} is not that of the table ${name}`);
    }
    return isTimed || (before && columns.length === 0)
        ? undefined
        : invalid(`the schema of ${name} needs a column TimeGenerated of the type dateTime`);
}

function planIsWrong({ name, inputs }: Put): ArmError | undefined {
    if (inputs.plan !== "Basic") {
        return undefined;
    }
    if (!isCustomTable(name) && !builtInTable(name)?.basic) {
        return invalid(`table ${name} does not support the plan Basic`);
    }
    return inputs.retentionInDays === undefined
        ? undefined
        : invalid("retention is immutable, not supported on Basic Logs plan");
}

function retentionIsWrong({ inputs }: Put): ArmError | undefined {
    const total = inputs.totalRetentionInDays;
    if (typeof total !== "number") {
        return undefined;
    }
    if (total > 730 && !yearsInDays.includes(total)) {
        return invalid(`'TotalRetentionInDays' is ${total}, allowed values are: [4-730], ${yearsInDays.join(", ")}`);
    }
    return typeof inputs.retentionInDays === "number" && total < inputs.retentionInDays
        ? invalid(`'TotalRetentionInDays' (${total}) is less than 'RetentionInDays' (${inputs.retentionInDays})`)
        : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidParameter", `The table is invalid: ${problem}.`);
}
