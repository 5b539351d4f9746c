import { defineRule, minutes, unless } from "../../engine";
import { queryOf } from "./query";

const reads = {
    enabled: "enabled",
    query: "query",
    frequency: "queryFrequency",
    period: "queryPeriod",
    severity: "severity",
    tactics: "tactics",
    techniques: "techniques",
    entities: "entityMappings",
    createIncident: "incidentConfiguration.createIncident",
    suppression: "suppressionEnabled",
    silence: "suppressionDuration",
};

/** As Microsoft Sentinel calls them: https://learn.microsoft.com/azure/sentinel/mitre-coverage */
const tacticNames: readonly string[] = [
    "Collection",
    "CommandAndControl",
    "CredentialAccess",
    "DefenseEvasion",
    "Discovery",
    "Execution",
    "Exfiltration",
    "Impact",
    "ImpairProcessControl",
    "InhibitResponseFunction",
    "InitialAccess",
    "LateralMovement",
    "Persistence",
    "PreAttack",
    "PrivilegeEscalation",
    "Reconnaissance",
    "ResourceDevelopment",
];

/** https://learn.microsoft.com/azure/sentinel/create-analytics-rules#query-scheduling-and-alert-threshold */
const limits = { shortest: 5, longest: 14 * 24 * 60, longPeriod: 2 * 24 * 60, hourly: 60, longestSilence: 24 * 60 };

interface Mapping {
    entityType?: string;
    fieldMappings?: { identifier?: string; columnName?: string }[];
}

/**
 * A detection says who and what was part in it, how grave it is and which technique it finds, and looks at everything once
 * at least.
 *
 * The form of the query is judged, not its meaning: brackets, texts and operators. Columns and functions are a matter of
 * the language service, which is too large to come with the pack.
 */
export default defineRule({
    id: "sen-rule-quality",
    title: "A detection leaves no gap and says what an analyst needs",
    severity: "medium",
    level: "mandatory",
    practices: ["5.2"],
    references: {},
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/create-analytics-rules",
    types: ["securityinsights:ScheduledAlertRule"],
    reads: Object.values(reads),
    why: "What happens between two runs that do not overlap is never seen, and an incident without account, address or technique has to be investigated from nothing.",
    fix: "Set enabled and incidentConfiguration.createIncident true, queryPeriod not less than queryFrequency, severity, tactics and techniques by their names in MITRE ATT&CK, and entityMappings for who and what is in a row. Where suppressionEnabled is true, suppressionDuration must not be less than queryFrequency.",
    check: ({
        enabled,
        query,
        queryFrequency,
        queryPeriod,
        severity,
        tactics = [],
        techniques = [],
        entityMappings = [],
        incidentConfiguration: { createIncident } = {},
        suppressionEnabled,
        suppressionDuration,
    }) => {
        const { defect } = queryOf(String(query));
        const frequency = minutes(queryFrequency);
        const period = minutes(queryPeriod);
        const silence = minutes(suppressionDuration);
        return [
            ...unless(enabled === true, reads.enabled, "this detection is off"),
            ...unless(defect === undefined, reads.query, `this is no query: ${defect}`),
            ...unless(
                frequency >= limits.shortest && frequency <= limits.longest,
                reads.frequency,
                "it must run every 5 minutes to 14 days",
            ),
            ...unless(
                period >= limits.shortest && period <= limits.longest,
                reads.period,
                "it must look at 5 minutes to 14 days",
            ),
            ...unless(!(period < frequency), reads.period, "what happens between two runs is never looked at", [
                reads.frequency,
            ]),
            ...unless(
                !(period >= limits.longPeriod && frequency < limits.hourly),
                reads.frequency,
                "Azure refuses to look at two days or more every few minutes",
                [reads.period],
            ),
            ...unless(
                ["High", "Medium", "Low", "Informational"].includes(severity),
                reads.severity,
                "it does not say how grave this is",
            ),
            ...unless(isFilled(tactics, isTactic), reads.tactics, "it names no tactic, or what is none"),
            ...unless(isFilled(techniques, isTechnique), reads.techniques, "it names no technique, or what is none"),
            ...unless(
                isFilled(entityMappings, namesSomething),
                reads.entities,
                "it does not say who and what was part in it",
            ),
            ...unless(createIncident === true, reads.createIncident, "its alerts become no incidents"),
            ...unless(
                typeof suppressionEnabled === "boolean",
                reads.suppression,
                "it does not say whether it is silent once it has fired",
            ),
            ...unless(
                silence >= limits.shortest && silence <= limits.longestSilence,
                reads.silence,
                "its silence must last 5 minutes to a day, even while it is off",
            ),
            ...unless(
                suppressionEnabled !== true || !(silence < frequency),
                reads.silence,
                "its silence ends before its next run",
                [reads.suppression, reads.frequency],
            ),
        ];
    },
    examples: {
        compliant: [
            rule({}),
            rule({
                queryFrequency: "P1D",
                queryPeriod: "P14D",
                suppressionEnabled: true,
                suppressionDuration: "P1D",
                query: 'let limit = 5; // of a day\nAZKVAuditLogs\n| where OperationName in ("KeySign", @"KeyUnwrap")\n| summarize Calls = count() by Identity = tostring(Identity["oid"])\n| where Calls > limit',
            }),
        ],
        violating: [
            rule({ enabled: false }),
            rule({ query: "AZKVAuditLogs | where (OperationName == 'KeySign'" }),
            rule({ query: "AZKVAuditLogs | where OperationName == 'KeySign" }),
            rule({ query: "AZKVAuditLogs | were OperationName == 'KeySign'" }),
            rule({ query: "AZKVAuditLogs" }),
            rule({ queryFrequency: "PT1M" }),
            rule({ queryFrequency: "P15D", queryPeriod: "P15D" }),
            rule({ queryPeriod: "PT5M" }),
            rule({ queryFrequency: "PT5M", queryPeriod: "P2D" }),
            rule({ severity: "Critical" }),
            rule({ tactics: [] }),
            rule({ tactics: ["Credential Access"] }),
            rule({ techniques: ["Brute force"] }),
            rule({ entityMappings: [] }),
            rule({ entityMappings: [{ entityType: "Account", fieldMappings: [] }] }),
            rule({ incidentConfiguration: { createIncident: false } }),
            rule({ suppressionEnabled: true, suppressionDuration: "PT10M" }),
            rule({ suppressionDuration: "P2D" }),
        ],
    },
});

function isFilled<T>(list: readonly T[], holds: (element: T) => boolean): boolean {
    return list.length > 0 && list.every(holds);
}

function isTactic(tactic: string): boolean {
    return tacticNames.includes(tactic);
}

/** Of Enterprise or ICS. Techniques below others are not among those of a rule in this version of the API. */
function isTechnique(technique: string): boolean {
    return /^T\d{4}$/.test(technique);
}

function namesSomething({ entityType, fieldMappings = [] }: Mapping): boolean {
    return Boolean(entityType) && isFilled(fieldMappings, (field) => Boolean(field.identifier && field.columnName));
}

function rule(changes: object) {
    return {
        inputs: {
            enabled: true,
            query: 'AZKVAuditLogs | where OperationName == "KeySign"',
            queryFrequency: "PT15M",
            queryPeriod: "PT30M",
            severity: "High",
            tactics: ["CredentialAccess"],
            techniques: ["T1552"],
            entityMappings: [
                { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "CallerIPAddress" }] },
            ],
            incidentConfiguration: { createIncident: true },
            suppressionEnabled: false,
            suppressionDuration: "PT5H",
            ...changes,
        },
    };
}
