import { defineRelation, get, type Link, namesOf, type Resource, someReferring, text, unless } from "../../engine";
import { auditTables, contentTables } from "./log-table";
import { inWorkspace, workspaceType } from "./workspace";

const table = "operationalinsights:Table";
const reads = { name: "tableName", plan: "plan", total: "totalRetentionInDays" };

/**
 * Each log is kept as long as its kind of data demands: who did what for a year or more, what was said no longer than it
 * takes to find out. Every table says so for itself, because what a workspace does not set keeps what it keeps by default.
 */
export default defineRelation({
    id: "log-table-retention",
    title: "Tables are kept as long as what they hold demands",
    severity: "high",
    level: "mandatory",
    practices: ["5.3", "6.4", "IR-3", "PP-1"],
    references: { mcsb: ["LT-6"] },
    component: "AuditLog",
    url: "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
    types: [table, workspaceType],
    reads: ["workspaceName", ...Object.values(reads)],
    // of tables only
    optional: Object.values(reads),
    related: {
        [table]: { required: ["workspaceName", ...Object.values(reads)] },
        [workspaceType]: { required: ["workspaceName"] },
    },
    presence: true,
    parameters: {
        auditTables: {
            type: "array",
            items: { type: "string" },
            default: auditTables,
            description: "Tables that say who did what.",
        },
        contentTables: {
            type: "array",
            items: { type: "string" },
            default: contentTables,
            description: "Tables with what tools and models were given and answered, which may be personal data.",
        },
        minimumAuditDays: {
            type: "integer",
            default: 365,
            minimum: 90,
            maximum: 4383,
            description: "Fewest days that audit logs are kept, searchable and archived.",
        },
        maximumContentDays: {
            type: "integer",
            default: 30,
            minimum: 4,
            maximum: 730,
            description: "Most days that content is kept.",
        },
    },
    why: "Intruders are found after months, when logs of weeks are gone; and a record of what people asked is a danger for as long as it is kept.",
    fix: 'Set each table of auditTables to totalRetentionInDays of 365 or more, and of contentTables to 30 or less, both with plan "Analytics", which detections need. azure-native creates no table that Azure has already: write them into the template of a resources.Deployment, and allow that in gov-no-opaque-templates.',
    check: (resource, stack, { parameters }) => {
        const { auditTables: audit, contentTables: content, minimumAuditDays, maximumContentDays } = parameters;
        if (resource.type === workspaceType) {
            const missing = [...audit, ...content].filter(
                (name) => !someReferring(ofTable(name), resource, stack, (one) => isNamed(one, name)),
            );
            return unless(missing.length === 0, "", `nothing sets how long these are kept: ${missing.join(", ")}`);
        }
        const isAudit = audit.some((name) => isNamed(resource, name));
        const isContent = content.some((name) => isNamed(resource, name));
        const days = Number(get(resource, reads.total));
        return [
            ...unless(
                !isAudit || days >= minimumAuditDays,
                reads.total,
                `this audit log must be kept for ${minimumAuditDays} days or more`,
            ),
            ...unless(
                !isContent || (days > 0 && days <= maximumContentDays),
                reads.total,
                `this content must be kept for ${maximumContentDays} days or less`,
            ),
            ...unless(
                (!isAudit && !isContent) || get(resource, reads.plan) === "Analytics",
                reads.plan,
                "detections cannot read this table",
            ),
        ];
    },
    examples: {
        parameters: {
            auditTables: ["AzureActivity", "AZKVAuditLogs"],
            contentTables: ["ApiManagementGatewayLlmLog", "ContainerLogV2"],
        },
        compliant: [
            {
                log: workspace(),
                activity: tableOf("AzureActivity", 365),
                vaults: tableOf("AZKVAuditLogs", 4383),
                models: tableOf("ApiManagementGatewayLlmLog", 4),
                containers: tableOf("ContainerLogV2", 30),
                events: tableOf("KubeEvents", 90, "Basic"),
            },
        ],
        violating: [
            { log: workspace() },
            {
                log: workspace(),
                activity: tableOf("AzureActivity", 365),
                models: tableOf("ApiManagementGatewayLlmLog", 4),
                containers: tableOf("ContainerLogV2", 30),
            },
            {
                log: workspace(),
                activity: tableOf("AzureActivity", 365),
                vaults: tableOf("AZKVAuditLogs", 365),
                containers: tableOf("ContainerLogV2", 30),
            },
            { activity: tableOf("AzureActivity", 364) },
            { activity: tableOf("AzureActivity", 365, "Basic") },
            { containers: tableOf("ContainerLogV2", 31) },
            { containers: tableOf("ContainerLogV2", 0) },
            { containers: tableOf("ContainerLogV2", 30, "Basic") },
        ],
    },
});

const ofWorkspace = inWorkspace(table);

/** What tables name: their workspace and themselves. */
function placeOf(one: Resource) {
    return namesOf(["workspaceName"], (path) => `${text(one, path)}/${text(one, reads.name)}`);
}

/** From a table of a name to its workspace; a dependency tells of the workspace only. */
function ofTable(name: string): Link {
    return {
        ...ofWorkspace,
        names: placeOf,
        nameOf: (one) => {
            const { known, ...rest } = ofWorkspace.nameOf(one);
            return { known: known.map((each) => `${each}/${name}`), ...rest };
        },
    };
}

/** Azure takes the names of tables in any case. */
function isNamed(one: Resource, name: string): boolean {
    return text(one, reads.name).toLowerCase() === name.toLowerCase();
}

function workspace() {
    return { type: workspaceType, inputs: { workspaceName: "log-contoso" } };
}

function tableOf(tableName: string, totalRetentionInDays: number, plan = "Analytics") {
    return { type: table, inputs: { workspaceName: "log-contoso", tableName, totalRetentionInDays, plan } };
}
