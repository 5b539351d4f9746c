import { STATUS_CODES } from "node:http";
import { armTypeOf, lastSegment } from "../azure/arm-id";
import type { LogRow } from "./log-sink";

/** Somebody who changes something in Azure. */
export interface Caller {
    /** Object id of the principal. */
    objectId: string;
    /** Where the request comes from. */
    address: string;
}

/** A request that Azure Resource Manager has carried out or refused. */
export interface Activity {
    /** ARM id of what it is about. */
    id: string;
    /** What it does, for example `Microsoft.KeyVault/vaults/write`. */
    operation: string;
    /** HTTP status of the answer. */
    status: number;
    correlationId: string;
}

/** Claim of a token with the object id of its principal, as Azure calls it. */
const objectIdClaim = "http://schemas.microsoft.com/identity/claims/objectidentifier";

/**
 * The row of AzureActivity for a request: who did what to what, from where, and how it ended; nothing of what was sent.
 * Azure writes another row when it begins, and has the name of a user for Caller, which the local directory does not know.
 * https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log-schema
 */
export function activityRow(activity: Activity, caller: Caller, time: Date): LogRow {
    const { id, operation, status, correlationId } = activity;
    const [, subscription = ""] = /^\/subscriptions\/([^/]+)/i.exec(id) ?? [];
    const [, group = ""] = /\/resourceGroups\/([^/]+)/i.exec(id) ?? [];
    const [provider = ""] = armTypeOf(id).split("/");
    const succeeded = status < 400;
    const authorization = { action: operation, scope: id };
    const claims = { [objectIdClaim]: caller.objectId, ipaddr: caller.address };
    const outcome = {
        activityStatusValue: succeeded ? "Success" : "Failure",
        activitySubstatusValue: (STATUS_CODES[status] ?? String(status)).replaceAll(" ", ""),
    };
    const properties = {
        ...outcome,
        caller: caller.objectId,
        entity: id,
        eventCategory: "Administrative",
        message: operation,
        resource: lastSegment(id),
        resourceGroup: group,
        resourceProviderValue: provider.toUpperCase(),
        statusCode: outcome.activitySubstatusValue,
        subscriptionId: subscription,
    };
    return {
        TimeGenerated: time.toISOString(),
        ActivityStatusValue: outcome.activityStatusValue,
        ActivitySubstatusValue: outcome.activitySubstatusValue,
        Authorization: JSON.stringify(authorization),
        Authorization_d: authorization,
        Caller: caller.objectId,
        CallerIpAddress: caller.address,
        CategoryValue: "Administrative",
        Claims: JSON.stringify(claims),
        Claims_d: claims,
        CorrelationId: correlationId,
        EventSubmissionTimestamp: time.toISOString(),
        Level: succeeded ? "Information" : "Error",
        OperationId: correlationId,
        OperationNameValue: operation.toUpperCase(),
        Properties: JSON.stringify(properties),
        Properties_d: properties,
        ResourceGroup: group,
        ResourceId: id,
        ResourceProviderValue: provider.toUpperCase(),
        SourceSystem: "Azure",
        SubscriptionId: subscription,
    };
}
