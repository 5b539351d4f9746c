// Does not prove that Azure accepts the rules, nor that one of them finds anything.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Sentinel, type SentinelArgs } from "../../../components";
import type { Detection } from "../../../components/sentinel/detection";
import { needApproval, PlaybookName } from "../../../components/sentinel/playbooks/playbook-name";
import { readDetections } from "../../../components/sentinel/read-detections";
import { readFunctions } from "../../../components/sentinel/read-functions";
import { readHuntingQueries } from "../../../components/sentinel/read-hunting-queries";
import { ruleIdOf } from "../../../components/sentinel/rules";
import { scheduledRule, scheduledRuleName } from "../../../components/sentinel/scheduled-rule";
import { tablesOf } from "../../../components/sentinel/tables";
import { activityTables, entraTables } from "../../../components/shared/log-tables";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags } from "../../support/sample-placement";
import { everyPlaybook, sentinelArgs } from "./sample-args";

const types = {
    anomalies: "azure-native:securityinsights:Anomalies",
    automation: "azure-native:securityinsights:AutomationRule",
    entityAnalytics: "azure-native:securityinsights:EntityAnalytics",
    onboarding: "azure-native:securityinsights:SentinelOnboardingState",
    role: "azure-native:authorization:RoleAssignment",
    rule: "azure-native:securityinsights:ScheduledAlertRule",
    savedSearch: "azure-native:operationalinsights:SavedSearch",
    ueba: "azure-native:securityinsights:Ueba",
    watchlist: "azure-native:securityinsights:Watchlist",
    workbook: "azure-native:applicationinsights:Workbook",
};
const at = { workspaceName: "log", resourceGroupName: "rg-test" };
const allLogs = { entraLogs: true, activityLog: true };
const detections = readDetections();
const functions = readFunctions();

const captureSentinel = (args: Partial<SentinelArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new Sentinel("sentinel", { ...sentinelArgs, ...args }, { transformations: [withoutAliases] }), {
        preview,
    });

/** Most of the time goes into aliases otherwise, some sixty for each rule. */
const withoutAliases: pulumi.ResourceTransformation = ({ props, opts }) => ({ props, opts: { ...opts, aliases: [] } });

const everything = {
    ...allLogs,
    ...everyPlaybook,
    highRiskPrincipalIds: ["33333333-3333-4333-8333-000000000025"],
    deliveryPrincipalId: pulumi.output("55555555-5555-4555-8555-000000000006"),
};
// run once, for all tests that only look at them
const captured = new Map<string, Promise<Capture>>();
const once = (what: string, args: Partial<SentinelArgs>): Promise<Capture> => {
    const run = captured.get(what) ?? captureSentinel(args);
    captured.set(what, run);
    return run;
};
const whole = () => once("whole", everything);
const bare = () => once("bare", {});

const namesOf = (sentinel: Capture, type: string) => sentinel.all(type).map(({ name }) => name);

describe("Sentinel: the workspace", () => {
    it("is onboarded before anything is written into it", async () => {
        const sentinel = await whole();
        const onboarding = sentinel.only(types.onboarding);
        assert.deepEqual(onboarding.inputs, {
            ...at,
            sentinelOnboardingStateName: "default",
            customerManagedKey: false,
        });
        const byUrn = new Map(sentinel.resources.map((resource) => [resource.urn, resource]));
        const waits = (urn: string): boolean =>
            urn === onboarding.urn || (byUrn.get(urn)?.dependencies ?? []).some((each) => waits(each));
        const inSentinel = sentinel.resources.filter(({ type }) => type.startsWith("azure-native:securityinsights:"));
        assert.ok(inSentinel.length > detections.length);
        for (const { urn, name } of inSentinel) assert.ok(waits(urn), name);
    });

    it("may be in another group than the playbooks, and in no other subscription", async () => {
        const workspace = (subscription: string) =>
            `/subscriptions/${subscription}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-all`;
        const sentinel = await captureSentinel({ workspaceId: workspace(sentinelArgs.subscriptionId) });
        for (const { inputs, name } of [...sentinel.all(types.rule), sentinel.only(types.onboarding)]) {
            assert.deepEqual([inputs.workspaceName, inputs.resourceGroupName], ["log-all", "rg-logs"], name);
        }
        const elsewhere = workspace("99999999-9999-4999-8999-999999999999");
        await assert.rejects(captureSentinel({ workspaceId: elsewhere }), {
            message: new RegExp(
                `workspaceId is "${elsewhere}"; the workspace must be in subscription ${sentinelArgs.subscriptionId}\\.$`,
            ),
        });
    });

    it("is all that the component is about: everything is its child, without arguments in the state", async () => {
        const sentinel = await whole();
        const component = sentinel.only("zero-trust-mcp:index:Sentinel");
        assert.deepEqual(component.inputs, {});
        for (const { custom, parent, name } of sentinel.resources)
            if (custom) assert.equal(parent, component.urn, name);
    });

    it("is known in a preview but for what Azure chooses", async () => {
        const deployed = await whole();
        const preview = await captureSentinel(everything, true);
        assert.deepEqual(preview.typesAndNames(), deployed.typesAndNames());
        const roles = new Set([types.role]);
        for (const { type, name, unknownPaths } of preview.resources) {
            if (!roles.has(type)) assert.deepEqual(unknownPaths, [], name);
        }
    });
});

describe("Sentinel: detections", () => {
    const idsOf = (sentinel: Capture) =>
        namesOf(sentinel, types.rule)
            .map((name) => name.replace("sentinel-detection-", ""))
            .sort();
    const needs = (tables: readonly string[]) => (detection: Detection) =>
        tablesOf({ query: detection.query, functions }, [...tables]).length > 0;
    const without = (tables: readonly string[]) =>
        detections.filter((detection) => !needs(tables)(detection)).map(({ id }) => id);

    it("are rules of the workspace", async () => {
        const sentinel = await whole();
        for (const detection of detections) {
            assert.deepEqual(
                sentinel.only(types.rule, `sentinel-detection-${detection.id}`).inputs,
                JSON.parse(
                    JSON.stringify({
                        ...scheduledRule(detection),
                        ...at,
                        ruleId: scheduledRuleName(sentinelArgs.workspaceId, detection),
                    }),
                ),
            );
        }
        assert.deepEqual(idsOf(sentinel), detections.map(({ id }) => id).sort());
    });

    it("are left out when the workspace does not receive what they read", async () => {
        const [entra, activity] = [detections.filter(needs(entraTables)), detections.filter(needs(activityTables))];
        assert.ok(entra.length > 0 && activity.length > 0, "no detection reads what may be absent");
        assert.deepEqual(idsOf(await bare()), without([...entraTables, ...activityTables]));
        assert.deepEqual(idsOf(await captureSentinel({ entraLogs: true })), without(activityTables));
    });

    it("wait for the lists and functions that they use", async () => {
        const sentinel = await whole();
        const [first] = sentinel.all(types.rule);
        const used = sentinel.resources.filter(
            ({ type, name }) => type === types.watchlist || name.startsWith("sentinel-function-"),
        );
        for (const { urn, name } of used) assert.ok(first?.dependencies.includes(urn), name);
    });
});

describe("Sentinel: watchlists", () => {
    const contentOf = (sentinel: Capture, alias: string) =>
        sentinel.only(types.watchlist, `sentinel-watchlist-${alias}`).inputs.rawContent;

    it("are tables that are searched by their first column", async () => {
        assert.deepEqual((await whole()).only(types.watchlist, "sentinel-watchlist-McpTools").inputs, {
            ...at,
            watchlistAlias: "McpTools",
            displayName: "Tools that may be called",
            provider: "Microsoft",
            source: "McpTools.csv",
            sourceType: "Local",
            contentType: "text/csv",
            numberOfLinesToSkip: 0,
            itemsSearchKey: "Server",
            rawContent: '"Server","Tool"\n"orders","search_orders"\n"orders","cancel_order"\n"stock","count"\n',
        });
    });

    const { breakGlassAccountIds, deployerIds, egressFqdns, clients } = sentinelArgs;
    const cases: [string, string, string[]][] = [
        ["BreakGlassAccounts", '"ObjectId"', breakGlassAccountIds],
        ["Deployers", '"ObjectId"', deployerIds],
        ["EgressFqdns", '"Fqdn"', egressFqdns],
        ["HighRiskPrincipals", '"ObjectId"', ["00000000-0000-0000-0000-000000000000"]],
        ["McpClients", '"ClientId","Name"', [`${clients.vscode}","vscode`]],
    ];
    for (const [alias, header, values] of cases) {
        it(`have in ${alias} what the arguments say`, async () => {
            const lines = [header, ...values.map((value) => `"${value}"`)];
            assert.equal(contentOf(await bare(), alias), lines.map((line) => `${line}\n`).join(""));
        });
    }

    it("have who is watched more closely, and the runner among who deploys", async () => {
        const content = (...ids: string[]) => ["ObjectId", ...ids].map((id) => `"${id}"\n`).join("");
        assert.equal(contentOf(await whole(), "HighRiskPrincipals"), content(...everything.highRiskPrincipalIds));
        assert.equal(
            contentOf(await whole(), "Deployers"),
            content(...deployerIds, "55555555-5555-4555-8555-000000000006"),
        );
    });

    it("are made anew when their content changes, because Azure keeps what has left it", async () => {
        for (const { replaceOnChanges, deleteBeforeReplace, name } of (await whole()).all(types.watchlist)) {
            assert.deepEqual([replaceOnChanges, deleteBeforeReplace], [["rawContent"], true], name);
        }
    });

    it("are those that detections, functions and hunting queries use", async () => {
        const queries = [...detections, ...functions, ...readHuntingQueries()].map(({ query }) => query);
        const used = queries.flatMap((query) =>
            [...query.matchAll(/_GetWatchlist\(["'](\w+)["']\)/g)].map(([, alias]) => alias ?? ""),
        );
        const there = namesOf(await whole(), types.watchlist).map((name) => name.replace("sentinel-watchlist-", ""));
        assert.deepEqual(
            [...new Set(used)].filter((alias) => !there.includes(alias)),
            [],
        );
    });
});

describe("Sentinel: saved searches and the workbook", () => {
    it("have the functions that queries call", async () => {
        const sentinel = await whole();
        for (const { name, title, parameters, query } of functions) {
            assert.deepEqual(sentinel.only(types.savedSearch, `sentinel-function-${name}`).inputs, {
                ...at,
                savedSearchId: name.toLowerCase(),
                category: "Functions",
                displayName: title,
                functionAlias: name,
                functionParameters: parameters,
                query,
                version: 2,
            });
        }
    });

    it("have hunting queries with what they are for", async () => {
        const sentinel = await whole();
        for (const { id, title, description, tactics, query } of readHuntingQueries()) {
            assert.deepEqual(sentinel.only(types.savedSearch, `sentinel-hunting-${id}`).inputs, {
                ...at,
                savedSearchId: `hunting-${id}`,
                category: "Hunting Queries",
                displayName: title,
                query,
                tags: [
                    { name: "description", value: description },
                    { name: "tactics", value: tactics.join(",") },
                ],
                version: 2,
            });
        }
    });

    it("are made anew when they change, because Azure takes no change without their ETag", async () => {
        const contents = ["category", "displayName", "functionAlias", "functionParameters", "query", "tags"];
        for (const { replaceOnChanges, deleteBeforeReplace, name } of (await whole()).all(types.savedSearch)) {
            assert.deepEqual([replaceOnChanges, deleteBeforeReplace], [contents, true], name);
        }
    });

    it("have a workbook at the workspace", async () => {
        const { resourceName, serializedData, ...inputs } = (await whole()).only(types.workbook).inputs;
        assert.match(resourceName, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.deepEqual(inputs, {
            resourceGroupName: "rg-test",
            location: "westeurope",
            kind: "shared",
            category: "sentinel",
            displayName: "MCP servers",
            sourceId: sentinelArgs.workspaceId,
            version: "Notebook/1.0",
            tags: sampleTags("sentinel"),
        });
        assert.deepEqual(JSON.parse(serializedData).fallbackResourceIds, [sentinelArgs.workspaceId]);
    });
});

describe("Sentinel: entity analytics", () => {
    it("knows users, then how they behave, then what is unusual", async () => {
        const sentinel = await whole();
        const [profiles, ueba, anomalies] = [types.entityAnalytics, types.ueba, types.anomalies].map((type) =>
            sentinel.only(type),
        );
        assert.deepEqual(
            [profiles, ueba, anomalies].map((each) => each?.inputs),
            [
                {
                    ...at,
                    settingsName: "EntityAnalytics",
                    kind: "EntityAnalytics",
                    entityProviders: ["AzureActiveDirectory"],
                },
                {
                    ...at,
                    settingsName: "Ueba",
                    kind: "Ueba",
                    dataSources: ["AuditLogs", "AzureActivity", "SigninLogs"],
                },
                { ...at, settingsName: "Anomalies", kind: "Anomalies" },
            ],
        );
        assert.ok(ueba?.dependencies.includes(profiles?.urn ?? ""));
        assert.ok(anomalies?.dependencies.includes(ueba?.urn ?? ""));
    });
});

describe("Sentinel: automation", () => {
    const naming = (playbook: PlaybookName, among = detections) =>
        among.filter(({ responses }) => responses.includes(playbook));

    it("starts each playbook that is there, and that a detection names", async () => {
        const sentinel = await whole();
        const started = Object.values(PlaybookName).filter((playbook) => naming(playbook).length > 0);
        const rules = namesOf(sentinel, types.automation).map((name) => name.replace("sentinel-automation-", ""));
        assert.deepEqual(rules.sort(), started.sort());
        for (const playbook of [...Object.keys(everyPlaybook.jobs), PlaybookName.Notify]) {
            assert.equal(
                namesOf(await bare(), types.automation).includes(`sentinel-automation-${playbook}`),
                false,
                playbook,
            );
        }
    });

    it("runs the playbook for incidents of the detections that name it, in the order of how much it stops", async () => {
        const sentinel = await whole();
        const ordered = sentinel
            .all(types.automation)
            .sort((one, other) => one.inputs.order - other.inputs.order)
            .map(({ name }) => name.replace("sentinel-automation-", ""));
        assert.deepEqual(
            ordered,
            [
                "block-principal",
                "end-sessions",
                "throttle-principal",
                "release-principal",
                "notify",
                "snapshot-evidence",
                "disable-service-principal",
                "isolate-namespace",
                "rotate-session-keys",
            ].filter((playbook) => ordered.includes(playbook)),
        );
        const { automationRuleId, ...inputs } = sentinel.only(
            types.automation,
            "sentinel-automation-end-sessions",
        ).inputs;
        assert.match(automationRuleId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.deepEqual(inputs.triggeringLogic.conditions[0].conditionProperties, {
            propertyName: "IncidentRelatedAnalyticRuleIds",
            operator: "Contains",
            propertyValues: naming(PlaybookName.EndSessions).map(({ id }) => ruleIdOf(sentinelArgs.workspaceId, id)),
        });
        const { logicAppResourceId } = inputs.actions[0].actionConfiguration;
        assert.ok(logicAppResourceId.startsWith(`${groupId}/providers/Microsoft.Logic/workflows/`), logicAppResourceId);
        assert.deepEqual(inputs.actions, [
            {
                actionType: "RunPlaybook",
                order: 1,
                actionConfiguration: { logicAppResourceId, tenantId: sentinelArgs.tenantId },
            },
        ]);
        assert.equal(inputs.displayName, "end-sessions");
    });

    it("names no detection that is left out", async () => {
        const sentinel = await bare();
        const deployed = sentinel.all(types.rule).map(({ inputs }) => inputs.ruleId);
        for (const { inputs, name } of sentinel.all(types.automation)) {
            const conditions: { conditionProperties: { propertyName: string; propertyValues: string[] } }[] =
                inputs.triggeringLogic.conditions;
            const named = conditions.flatMap(({ conditionProperties: { propertyName, propertyValues } }) =>
                propertyName === "IncidentRelatedAnalyticRuleIds" ? propertyValues : [],
            );
            assert.ok(named.length > 0, name);
            assert.deepEqual(
                named.filter((id) => !deployed.includes(id.split("/").at(-1))),
                [],
                name,
            );
        }
    });

    it("waits for approval where a playbook does harm when it is wrong", async () => {
        for (const { inputs, name } of (await whole()).all(types.automation)) {
            const approved = needApproval.some((playbook) => name === `sentinel-automation-${playbook}`);
            assert.equal(inputs.triggeringLogic.triggersWhen, approved ? "Updated" : "Created", name);
        }
    });

    it("lets Sentinel start what is in the group of the playbooks, before a rule does", async () => {
        const sentinel = await whole();
        const starter = sentinel.only(types.role, "sentinel-starter");
        const principal = {
            principalId: sentinelArgs.securityInsightsPrincipalId,
            principalType: "ServicePrincipal",
        };
        assert.deepEqual(
            starter.inputs,
            sampleAssignment(groupId, principal, "Microsoft Sentinel Automation Contributor"),
        );
        for (const { dependencies, name } of sentinel.all(types.automation)) {
            assert.ok(dependencies.includes(starter.urn), name);
        }
    });
});

describe("Sentinel: arguments", () => {
    it("are refused in one error with all problems", async () => {
        await assert.rejects(captureSentinel({ tenantId: "contoso", deployerIds: [] }), {
            message: [
                'Sentinel "sentinel" has 2 problems:',
                '  - tenantId is "contoso"; it must be a GUID.',
                "  - deployerIds is empty; name at least one.",
            ].join("\n"),
        });
    });
});
