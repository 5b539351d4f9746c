import {
    elements,
    type Link,
    namesOf,
    proves,
    type Resource,
    type Stack,
    some,
    someReferred,
    someReferring,
    text,
} from "../../engine";
import { entraTables, logSourceOf, logSources, sends, settingType } from "../logging/log-source";
import { targetOf } from "../logging/target";
import { inWorkspace, toWorkspace, workspaceType } from "../logging/workspace";
import { alertRuleType, onboardingType, savedSearchType } from "./sentinel";

export const entraSettingType = "aadiam:DiagnosticSetting";
export const activitySettingType = "monitor:SubscriptionDiagnosticSetting";
export const collectionRuleType = "monitor:DataCollectionRule";

/** Tables that agents on nodes fill: https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-data-collection-configure */
const collectedTables: readonly string[] = [
    "ContainerInventory",
    "ContainerLogV2",
    "ContainerNodeInventory",
    "InsightsMetrics",
    "KubeEvents",
    "KubeMonAgentEvents",
    "KubeNodeInventory",
    "KubePodInventory",
    "KubePVInventory",
    "KubeServices",
    "Perf",
    "Syslog",
];

/** Tables that Microsoft Sentinel fills itself: https://learn.microsoft.com/azure/sentinel/create-manage-use-automation-rules */
const ownTables: readonly string[] = ["SecurityAlert", "SecurityIncident"];

const activityTable = "AzureActivity";

/** Every table of which it is known what fills it. */
export const knownTables: ReadonlySet<string> = new Set([
    ...Object.values(logSources).flatMap(({ tables }) => Object.values(tables)),
    ...Object.values(entraTables),
    ...collectedTables,
    ...ownTables,
    activityTable,
]);

/** From what fills tables to the workspace that it sends to. */
const bySetting = toWorkspace(settingType, "workspaceId");
const byEntra = toWorkspace(entraSettingType, "workspaceId");
const byActivity = toWorkspace(activitySettingType, "workspaceId");
const byAgents: Link = {
    type: collectionRuleType,
    input: "destinations",
    names: (rule) =>
        namesOf(elements(rule, "destinations.logAnalytics"), (destination) => {
            const { armType, name } = targetOf(text(rule, `${destination}.workspaceResourceId`));
            return `${armType} ${name}`;
        }),
    to: workspaceType,
    nameOf: bySetting.nameOf,
};
const bySentinel = inWorkspace(onboardingType);
/** From queries to the workspace that they are in. */
const ofQueries = [alertRuleType, savedSearchType].map(inWorkspace);

/**
 * Whether something in the stack fills a table of the workspace that a query is in. Whether a log goes to a table of its own,
 * `log-diagnostic-dedicated` says.
 *
 * @throws Undecided when nothing does for certain, but something may.
 */
export function isFilled(table: string, query: Resource, stack: Stack): boolean {
    const isFilledIn = (workspace: Resource) =>
        some(
            [
                () => someReferring(bySetting, workspace, stack, (setting) => sendsTable(setting, table, stack)),
                () => someReferring(byEntra, workspace, stack, (setting) => sendsOneOf(setting, entraTables, table)),
                () =>
                    table === activityTable &&
                    someReferring(byActivity, workspace, stack, (setting) => sends(setting, "Administrative")),
                () => someReferring(byAgents, workspace, stack, (collection) => collects(collection, table)),
                () => ownTables.includes(table) && someReferring(bySentinel, workspace, stack),
            ],
            proves,
        );
    return some(ofQueries, (link) => someReferred(link, query, stack, isFilledIn));
}

function sendsTable(setting: Resource, table: string, stack: Stack): boolean {
    return sendsOneOf(setting, logSourceOf(setting, stack)?.tables ?? {}, table);
}

function sendsOneOf(setting: Resource, tables: Readonly<Record<string, string>>, table: string): boolean {
    const categories = Object.keys(tables).filter((category) => tables[category] === table);
    return some(categories, (category) => sends(setting, category));
}

function collects(collection: Resource, table: string): boolean {
    const streams = elements(collection, "dataFlows").flatMap((flow) => elements(collection, `${flow}.streams`));
    return some(streams, (stream) => text(collection, stream) === `Microsoft-${table}`);
}
