import {
    defineRelation,
    every,
    get,
    proves,
    type Resource,
    type Stack,
    someReferring,
    text,
    unless,
} from "../../engine";
import { expandedQuery } from "./expanded-query";
import { queryOf } from "./query";
import { alertRuleType, inSentinel, onboardingType, sampleOnboarding, savedSearchType } from "./sentinel";

interface Attack {
    /** One of these is read, by the query or by a saved function that it calls. */
    tables: string[];
    /** In the query itself, outside of comments. */
    words: RegExp;
}

const gatewayTables = ["ApiManagementGatewayLlmLog", "ApiManagementGatewayLogs", "ApiManagementGatewayMCPLog"];
const clusterTables = ["AKSAudit", "AKSAuditAdmin"];
const entraTables = ["AuditLogs", "MicrosoftGraphActivityLogs"];

/** What a rule reads and asks for that looks for an attack, by what a finding calls it. */
const attacks: Readonly<Record<string, Attack>> = {
    "attacks in prompts": { tables: gatewayTables, words: /harm|jailbreak|prompt ?shield|content ?safety/i },
    "changed network policies": { tables: clusterTables, words: /networkpolic/i },
    "changed roles in the cluster": { tables: clusterTables, words: /cluster-admin|rolebinding/i },
    "federated identities": { tables: [...entraTables, "AzureActivity"], words: /federated/i },
    "keys that others use": { tables: ["AZKVAuditLogs"], words: /key ?(?:decrypt|sign|unwrap)/i },
    "new credentials of applications": { tables: entraTables, words: /credential|certificates and secrets/i },
    "replayed tokens": { tables: gatewayTables, words: /audience/i },
    "shells in pods": { tables: clusterTables, words: /\bexec\b/i },
    "unusual calls of tools": {
        tables: gatewayTables,
        words: /\b(?:percentiles?|series_(?:decompose_anomalies|outliers)|stdevp?|variancep?)\b/i,
    },
};

/**
 * For each attack that an environment must notice, a rule that is on reads where it would show, and asks for what it would
 * show by. Which words these are is in this file. What the rule concludes is not judged.
 */
export default defineRelation({
    id: "sen-rule-coverage",
    title: "A rule looks for each attack that must be noticed",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-1", "5.2", "6.2", "9.2", "10.4", "12.4", "ZT-3"],
    references: { mcsb: ["LT-1", "LT-2", "IR-3"] },
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/threat-detection",
    types: [onboardingType],
    reads: ["workspaceName"],
    related: {
        [alertRuleType]: { required: ["workspaceName", "enabled", "query"] },
        [savedSearchType]: { required: ["query"], optional: ["functionAlias"] },
    },
    presence: true,
    parameters: {
        notRequired: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                'Attacks that this environment need not notice, by the name in the finding, such as "federated identities" where another one has the logs of the tenant.',
        },
    },
    why: "Sentinel without a rule for an attack takes in its traces and says nothing.",
    fix: "Create an enabled securityinsights.ScheduledAlertRule for each attack that the rule names. Its query reads one of the tables and has one of the words that policy-pack/rules/sentinel/sen-rule-coverage.ts lists for it.",
    check: (onboarding, stack, { parameters: { notRequired } }) =>
        Object.entries(attacks).flatMap(([name, attack]) =>
            unless(
                notRequired.includes(name) ||
                    someReferring(ofRule, onboarding, stack, (rule) => looksFor(attack, rule, stack)),
                "",
                `no rule looks for ${name}`,
            ),
        ),
    examples: {
        compliant: [sample({})],
        violating: [
            { sentinel: sampleOnboarding() },
            sample({ shells: rule({ query: `AKSAudit | where Verb == "get" // exec` }) }),
            sample({ shells: rule({ query: `SigninLogs | where AppDisplayName == "exec"` }) }),
            sample({ shells: rule({ query: `AKSAudit | where Uri has "exec"`, enabled: false }) }),
            sample({ shells: rule({ query: `AKSAudit | where Uri has "exec"`, workspaceName: "log-elsewhere" }) }),
        ],
    },
});

const ofRule = inSentinel(alertRuleType);

function looksFor({ tables, words }: Attack, rule: Resource, stack: Stack): boolean {
    const reads = () => expandedQuery(rule, stack).some(({ names }) => tables.some((table) => names.has(table)));
    const asks = () => words.test(queryOf(text(rule, "query")).code);
    return every([() => get(rule, "enabled") === true, asks, reads], proves);
}

function sample(changes: object) {
    return {
        sentinel: sampleOnboarding(),
        decisions: {
            type: savedSearchType,
            inputs: { functionAlias: "McpDecisions", query: "ApiManagementGatewayLogs | where TimeGenerated > since" },
        },
        tokens: rule({ query: 'McpDecisions(ago(1h)) | where Error has "audience"' }),
        prompts: rule({ query: 'McpDecisions(ago(1h)) | where Reason == "harmful-arguments"' }),
        calls: rule({
            query: "McpDecisions(ago(1d)) | make-series Calls = count() on TimeGenerated step 1h by Tool | extend series_decompose_anomalies(Calls)",
        }),
        keys: rule({ query: 'AZKVAuditLogs | where OperationName in ("KeySign", "KeyUnwrap")' }),
        network: rule({ query: 'AKSAuditAdmin | where ObjectRef.resource has "networkpolicies"' }),
        roles: rule({ query: 'AKSAuditAdmin | where ObjectRef.resource endswith "rolebindings"' }),
        credentials: rule({ query: 'AuditLogs | where OperationName has "Certificates and secrets management"' }),
        federation: rule({ query: 'AzureActivity | where OperationNameValue has "federatedIdentityCredentials"' }),
        shells: rule({ query: 'AKSAudit | where ObjectRef.subresource == "exec"' }),
        ...changes,
    };
}

function rule(inputs: object) {
    return { type: alertRuleType, inputs: { workspaceName: "log-contoso", enabled: true, ...inputs } };
}
