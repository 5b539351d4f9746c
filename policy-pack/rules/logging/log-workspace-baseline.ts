import { defineRule, unless } from "../../engine";
import { isDisabled } from "../key-vault/public-network-access";

/**
 * The audit log takes logs privately and from Entra identities only, shows each reader what they may read, and never
 * stops taking them.
 *
 * Whether it can be queried from outside of the network, with Entra tokens, is for each environment to say: queries that
 * are private shut out analysts, workbooks and the portal that do not have a path into the network.
 */
export default defineRule({
    id: "log-workspace-baseline",
    title: "Workspaces are private, take no keys and never stop",
    severity: "high",
    level: "mandatory",
    practices: ["2.1", "5.3"],
    references: { mcsb: ["NS-2", "LT-6"], azurePolicy: ["e15effd4", "6c53d030"] },
    component: "AuditLog",
    url: "https://learn.microsoft.com/azure/azure-monitor/logs/best-practices-logs",
    types: ["operationalinsights:Workspace"],
    reads: [
        "features.disableLocalAuth",
        "features.enableLogAccessUsingOnlyResourcePermissions",
        "publicNetworkAccessForIngestion",
        "publicNetworkAccessForQuery",
        "retentionInDays",
        "workspaceCapping.dailyQuotaGb",
    ],
    optional: ["workspaceCapping.dailyQuotaGb"],
    parameters: {
        queryAccess: {
            type: "string",
            enum: ["Private", "Public"],
            default: "Private",
            description: "Whence the workspace may be queried: Public is over the internet as well, with Entra tokens.",
        },
        minimumRetentionDays: {
            type: "integer",
            default: 90,
            minimum: 30,
            maximum: 730,
            description: "Fewest days that logs can be searched.",
        },
        quotaAllowed: {
            type: "boolean",
            default: false,
            description: "Whether a daily quota may end the recording, in an environment that watches its cost more.",
        },
    },
    why: "Whoever has a key of a workspace writes what the detections see; and a quota that is used up by noise is an hour in which nothing is on record.",
    fix: 'Set features.disableLocalAuth and features.enableLogAccessUsingOnlyResourcePermissions to true, publicNetworkAccessForIngestion and publicNetworkAccessForQuery to "Disabled", retentionInDays to 90 or more, and leave out workspaceCapping or set dailyQuotaGb to -1.',
    check: (workspace, { parameters: { queryAccess, minimumRetentionDays, quotaAllowed } }) => [
        ...unless(
            workspace.features?.disableLocalAuth === true,
            "features.disableLocalAuth",
            "the keys of this workspace write to it",
        ),
        ...unless(
            workspace.features?.enableLogAccessUsingOnlyResourcePermissions === true,
            "features.enableLogAccessUsingOnlyResourcePermissions",
            "who may read one log may read all",
        ),
        ...unless(
            isDisabled(workspace.publicNetworkAccessForIngestion),
            "publicNetworkAccessForIngestion",
            "logs can be written over the internet",
        ),
        ...unless(
            isDisabled(workspace.publicNetworkAccessForQuery) ||
                (queryAccess === "Public" && workspace.publicNetworkAccessForQuery === "Enabled"),
            "publicNetworkAccessForQuery",
            "logs can be read over the internet",
        ),
        ...unless(
            workspace.retentionInDays >= minimumRetentionDays,
            "retentionInDays",
            `logs must be searchable for ${minimumRetentionDays} days or more`,
        ),
        ...unless(
            quotaAllowed || (workspace.workspaceCapping?.dailyQuotaGb ?? -1) === -1,
            "workspaceCapping.dailyQuotaGb",
            "the workspace stops taking logs once the quota of a day is used up",
        ),
    ],
    examples: {
        compliant: [
            { inputs: workspace({}) },
            { inputs: { ...workspace({}), workspaceCapping: { dailyQuotaGb: -1 } } },
        ],
        violating: [
            {
                inputs: workspace({
                    features: { disableLocalAuth: false, enableLogAccessUsingOnlyResourcePermissions: true },
                }),
            },
            {
                inputs: workspace({
                    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: false },
                }),
            },
            { inputs: workspace({ publicNetworkAccessForIngestion: "Enabled" }) },
            { inputs: workspace({ publicNetworkAccessForQuery: "Enabled" }) },
            { inputs: workspace({ retentionInDays: 89 }) },
            { inputs: workspace({ workspaceCapping: { dailyQuotaGb: 10 } }) },
        ],
    },
});

function workspace(changes: object) {
    return {
        features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
        publicNetworkAccessForIngestion: "Disabled",
        publicNetworkAccessForQuery: "Disabled",
        retentionInDays: 90,
        ...changes,
    };
}
