import type { Row } from "../kql/schema";
import { type ReadLog, writtenBetween } from "../logs/read-log";
import type { Properties } from "../provider/provider";
import type { Alert, Entity, Incident } from "./incident";

/** The log with what Sentinel itself writes into it: alerts and incidents. */
export function withOwnTables(readLog: ReadLog, incidents: () => Promise<Incident[]>): ReadLog {
    return async (table, after, until) => {
        const rowsOf = ownTables[table];
        if (rowsOf === undefined) return readLog(table, after, until);
        return writtenBetween((await incidents()).flatMap(rowsOf), after, until);
    };
}

const ownTables: Readonly<Record<string, (incident: Incident) => Row[]>> = {
    SecurityAlert: ({ alerts }) => alerts.map(alertRow),
    SecurityIncident: (incident) => [incidentRow(incident)],
};

/** https://learn.microsoft.com/azure/sentinel/security-alert-schema */
function alertRow({ name, title, severity, timeGenerated, entities }: Alert): Row {
    return {
        TimeGenerated: timeGenerated,
        AlertName: title,
        DisplayName: title,
        AlertSeverity: severity,
        SystemAlertId: name,
        ProviderName: "ASI Scheduled Alerts",
        ProductName: "Azure Sentinel",
        Entities: JSON.stringify(entities.map(entityIn)),
        Type: "SecurityAlert",
    };
}

/** Identifiers are written as the rule has them there: `AadUserId`, and not `aadUserId` as in an incident. */
function entityIn({ kind, properties }: Entity): Properties {
    const named = Object.entries(properties).map(([name, value]) => [
        name.charAt(0).toUpperCase() + name.slice(1),
        value,
    ]);
    return { Type: kind.toLowerCase(), ...Object.fromEntries(named) };
}

/** As it is now: https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityincident */
function incidentRow(incident: Incident): Row {
    const { id, incidentNumber, title, severity, status, classification, labels, alerts } = incident;
    return {
        TimeGenerated: incident.lastModifiedTimeUtc,
        IncidentName: id.slice(id.lastIndexOf("/") + 1),
        IncidentNumber: incidentNumber,
        Title: title,
        Severity: severity,
        Status: status,
        Classification: classification ?? null,
        Labels: labels.map((labelName) => ({ labelName })),
        AlertIds: alerts.map(({ name }) => name),
        CreatedTime: incident.createdTimeUtc,
        LastModifiedTime: incident.lastModifiedTimeUtc,
        RelatedAnalyticRuleIds: incident.relatedAnalyticRuleIds,
        Type: "SecurityIncident",
    };
}
