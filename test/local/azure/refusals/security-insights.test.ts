// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { newCloud } from "../fixture";
import { deploy, workspaceId } from "../landscape";
import { arm, changedExample, itRefuses, prepare, type RefusalCase } from "../refusal-case";
import { connection, definition, mayRunPlaybooks, workflowId } from "../sentinel-landscape";

const workspace = ["resources:ResourceGroup", "operationalinsights:Workspace"];
const onboarded = [...workspace, "securityinsights:SentinelOnboardingState"];
const playbook: RefusalCase["given"] = [
    ...onboarded,
    "securityinsights:ScheduledAlertRule",
    "managedidentity:UserAssignedIdentity",
    connection,
    mayRunPlaybooks,
    "logic:Workflow",
];

const bad = (message: string) => arm(400, "BadRequest", message);
const invalidRule = (problem: string) => bad(`Invalid properties for the alert rule: ${problem}.`);
const invalidAutomation = (problem: string) => bad(`The automation rule is invalid: ${problem}.`);
const invalidWatchlist = (problem: string) => bad(`The watchlist is invalid: ${problem}.`);

const grouping = (change: Properties) => ({
    incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
            enabled: true,
            reopenClosedIncident: false,
            lookbackDuration: "PT5H",
            matchingMethod: "Selected",
            groupByEntities: ["Account"],
            ...change,
        },
    },
});
const entities = (entityType: string, ...fieldMappings: Properties[]) => ({
    entityMappings: [{ entityType, fieldMappings }],
});
const user = { identifier: "AadUserId", columnName: "User" };

const ruleCases: [Properties, string][] = [
    [{ queryFrequency: "PT1M" }, "queryFrequency must be from 5 minutes to 14 days, not PT1M"],
    [{ queryPeriod: "P15D" }, "queryPeriod must be from 5 minutes to 14 days, not P15D"],
    [{ queryPeriod: "an hour" }, "queryPeriod 'an hour' is no duration like PT5M"],
    [{ suppressionDuration: "P2D" }, "suppressionDuration must be from 5 minutes to 1 days, not P2D"],
    [{ queryFrequency: "PT2H", queryPeriod: "PT1H" }, "queryPeriod PT1H must not be shorter than queryFrequency PT2H"],
    [
        { queryFrequency: "PT30M", queryPeriod: "P2D" },
        "with a queryPeriod of two days or more, queryFrequency must be an hour or more, not PT30M",
    ],
    [
        {
            queryFrequency: "PT2H",
            queryPeriod: "PT2H",
            suppressionEnabled: true,
            suppressionDuration: "PT1H",
        },
        "suppressionDuration PT1H must not be shorter than queryFrequency PT2H",
    ],
    [{ query: "" }, "query must have 1 to 10000 characters, not 0"],
    [{ displayName: "a".repeat(257) }, "displayName must have 1 to 256 characters, not 257"],
    [
        { alertDetailsOverride: { alertDisplayNameFormat: "{{A}} {{B}} {{C}} {{D}}" } },
        "alertDetailsOverride.alertDisplayNameFormat has more than 3 placeholders",
    ],
    [
        { customDetails: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`D${index}`, "A"])) },
        "it has 21 custom details, and may have 20",
    ],
    [
        { customDetails: { "of a vault": "A" } },
        "the custom detail 'of a vault' must be a letter, and up to 19 letters, digits and _",
    ],
    [{ customDetails: { Vault: "of a vault" } }, "the custom detail 'Vault' names no column, but 'of a vault'"],
    [{ techniques: ["T1550.001"] }, "'T1550.001' is no technique like T1550"],
    [entities("Account"), "the entity Account needs 1 to 3 identifiers, and has 0"],
    [entities("Account", user, { identifier: "Mail", columnName: "A" }), "the entity Account has no identifier Mail"],
    [
        entities("Account", { identifier: "DisplayName", columnName: "A" }),
        "the entity Account needs one of the identifiers AadUserId, FullName, Name, ObjectGuid, PUID, Sid",
    ],
    [entities("Account", { identifier: "AadUserId" }), "Account.AadUserId has no columnName"],
    [
        entities("Malware", { identifier: "Name", columnName: "A" }),
        "the local cloud does not know the identifiers of the entity Malware: add them in entity-kinds.ts",
    ],
    [
        { entityMappings: Array.from({ length: 11 }, () => ({ entityType: "Account", fieldMappings: [user] })) },
        "it has 11 entity mappings, and may have 10",
    ],
    [
        grouping({ groupByEntities: [] }),
        "incidentConfiguration.groupingConfiguration with the method Selected needs something to group by",
    ],
    [
        grouping({ groupByCustomDetails: ["Server"] }),
        "incidentConfiguration.groupingConfiguration groups by the custom detail 'Server', which the rule does not have",
    ],
    [
        grouping({ lookbackDuration: "PT1M" }),
        "incidentConfiguration.groupingConfiguration.lookbackDuration must be from 5 minutes to 7 days, not PT1M",
    ],
];

const task = { order: 1, actionType: "AddIncidentTask", actionConfiguration: { title: "Look" } };
const when = (triggersWhen: string, ...conditions: Properties[]) => ({
    triggeringLogic: { isEnabled: true, triggersOn: "Incidents", triggersWhen, conditions },
});

const automationCases: [Properties, string][] = [
    [{ actions: [] }, "it needs an action"],
    [{ actions: [task, task] }, "each action needs an order of its own"],
    [
        { actions: [{ order: 1, actionType: "Dance" }] },
        "actions[0].actionType 'Dance' is none of those that the local cloud knows: AddIncidentTask, ModifyProperties, RunPlaybook",
    ],
    [
        { actions: [{ ...task, actionConfiguration: { title: "Look", colour: "red" } }] },
        "'actions[0].actionConfiguration.colour' is no property of it",
    ],
    [
        { actions: [{ ...task, actionConfiguration: {} }] },
        "missing required property 'actions[0].actionConfiguration.title'",
    ],
    [
        when("Created", { conditionType: "Boolean" }),
        "triggeringLogic.conditions[0].conditionType 'Boolean' is none of those that the local cloud knows: Property, PropertyArrayChanged, PropertyChanged",
    ],
    [
        when("Created", {
            conditionType: "PropertyArrayChanged",
            conditionProperties: { arrayType: "Labels", changeType: "Added" },
        }),
        "a condition PropertyArrayChanged needs triggersWhen Updated",
    ],
    [
        when("Created", {
            conditionType: "Property",
            conditionProperties: { propertyName: "IncidentLabel", operator: "Has", propertyValues: ["a"] },
        }),
        "The value 'Has' of 'triggeringLogic.conditions[0].conditionProperties.operator' is not one of the allowed values: Equals, NotEquals, Contains, NotContains, StartsWith, NotStartsWith, EndsWith, NotEndsWith",
    ],
    [
        when("Updated", {
            conditionType: "Property",
            conditionProperties: { propertyName: "IncidentLabel", operator: "Contains", propertyValues: [] },
        }),
        "IncidentLabel is compared with nothing",
    ],
    [
        { triggeringLogic: { isEnabled: true, triggersOn: "Alerts", triggersWhen: "Updated" } },
        "an alert is never updated",
    ],
];

const ofSentinel = [
    "ScheduledAlertRule",
    "AutomationRule",
    "Watchlist",
    "EntityAnalytics",
    "Ueba",
    "Anomalies",
] as const;

describe("azure refuses, of Microsoft Sentinel, that", () => {
    itRefuses([
        ...ofSentinel.map((name) => ({
            title: `a workspace that was not given to it has something of it: ${name}`,
            given: workspace,
            token: `securityinsights:${name}`,
            inputs: name === "AutomationRule" ? { actions: [task], ...when("Created") } : {},
            message: bad("Workspace 'log-one' is not onboarded to Microsoft Sentinel."),
        })),
        {
            title: "a workspace is given to it under another name",
            given: workspace,
            token: "securityinsights:SentinelOnboardingState",
            inputs: { sentinelOnboardingStateName: "mine" },
            message: bad("The name of an onboarding state must be 'default', not 'mine'."),
        },
        ...(["ScheduledAlertRule", "AutomationRule"] as const).map((name) => ({
            title: `a ${name} is called by something else than a GUID`,
            given: playbook,
            token: `securityinsights:${name}`,
            inputs: { [name === "AutomationRule" ? "automationRuleId" : "ruleId"]: "purged" },
            message: bad("The rule id 'purged' is not valid: it must be a GUID."),
        })),
        ...ruleCases.map(([inputs, problem]) => ({
            title: `of an alert rule, ${problem.slice(0, 100)}`,
            given: onboarded,
            token: "securityinsights:ScheduledAlertRule",
            inputs,
            message: invalidRule(problem),
        })),
        ...automationCases.map(([inputs, problem]) => ({
            title: `of an automation rule, ${problem.slice(0, 100)}`,
            given: playbook,
            token: "securityinsights:AutomationRule",
            inputs,
            message: invalidAutomation(problem),
        })),
        {
            title: "a playbook is something else",
            given: playbook,
            token: "securityinsights:AutomationRule",
            inputs: {
                actions: [
                    {
                        order: 1,
                        actionType: "RunPlaybook",
                        actionConfiguration: { logicAppResourceId: workspaceId },
                    },
                ],
            },
            message: bad(`The playbook ${workspaceId} is no workflow of Logic Apps.`),
        },
        {
            title: "a playbook waits for alerts, and the rule is about incidents",
            given: [
                ...playbook.slice(0, -1),
                [
                    "logic:Workflow",
                    changedExample("logic:Workflow", {
                        definition: {
                            ...definition,
                            triggers: { alert: { type: "ApiConnectionWebhook", inputs: { path: "/subscribe" } } },
                        },
                    }),
                ],
            ],
            token: "securityinsights:AutomationRule",
            message: bad(
                `The playbook ${workflowId} does not begin with Microsoft Sentinel's trigger /incident-creation.`,
            ),
        },
        {
            title: "it starts a playbook that nobody has let it start",
            given: playbook.filter((each) => each !== mayRunPlaybooks),
            token: "securityinsights:AutomationRule",
            message: arm(
                403,
                "Forbidden",
                `Microsoft Sentinel is missing required permissions to run the playbook ${workflowId}: its principal needs the role Microsoft Sentinel Automation Contributor on the resource group.`,
            ),
        },
        {
            title: "a watchlist has an alias of two letters",
            given: onboarded,
            token: "securityinsights:Watchlist",
            inputs: { watchlistAlias: "ab" },
            message: invalidWatchlist(
                "'ab' must have 3 to 64 letters, digits, blanks, hyphens and underscores, with a letter or digit at either end",
            ),
        },
        {
            title: "a watchlist is searched by no column",
            given: onboarded,
            token: "securityinsights:Watchlist",
            inputs: { itemsSearchKey: "Id" },
            message: invalidWatchlist("itemsSearchKey 'Id' is none of the columns ClientId, Name"),
        },
        {
            title: "a watchlist is of a kind that nobody reads",
            given: onboarded,
            token: "securityinsights:Watchlist",
            inputs: { contentType: "text/tsv" },
            message: invalidWatchlist("the local cloud reads contentType text/csv, not text/tsv"),
        },
        {
            title: "the content of a watchlist comes from nowhere",
            given: onboarded,
            token: "securityinsights:Watchlist",
            inputs: { source: null },
            message: invalidWatchlist("rawContent needs source, the name of its file"),
        },
        {
            title: "an update of a watchlist takes an item away",
            given: onboarded,
            token: "securityinsights:Watchlist",
            update: true,
            inputs: { rawContent: "ClientId,Name\r\n2,two\r\n3,three" },
            message: invalidWatchlist(
                "an update adds items and removes none: the item 1,one would stay, so replace the watchlist",
            ),
        },
        {
            title: "it learns behaviour of accounts that it does not know",
            given: onboarded,
            token: "securityinsights:Ueba",
            message: bad("User and entity behavior analytics needs the setting EntityAnalytics."),
        },
        {
            title: "it knows accounts of nobody",
            given: onboarded,
            token: "securityinsights:EntityAnalytics",
            inputs: { entityProviders: [] },
            message: bad("The setting EntityAnalytics needs an entity provider."),
        },
        {
            title: "a setting has a name of its own",
            given: onboarded,
            token: "securityinsights:Anomalies",
            inputs: { settingsName: "mine" },
            message: bad("The name of the setting must be 'Anomalies', not 'mine'."),
        },
    ]);

    it("accounts are forgotten while it learns their behaviour", async () => {
        const cloud = newCloud();
        await prepare(cloud, onboarded);
        const ids = await deploy(cloud, "securityinsights:EntityAnalytics", "securityinsights:Ueba");
        await assert.rejects(
            cloud.remove("securityinsights:EntityAnalytics", ids["securityinsights:EntityAnalytics"] ?? ""),
            { message: bad("The setting EntityAnalytics is needed by the setting Ueba.") },
        );
        await cloud.remove("securityinsights:Ueba", ids["securityinsights:Ueba"] ?? "");
        await cloud.remove("securityinsights:EntityAnalytics", ids["securityinsights:EntityAnalytics"] ?? "");
    });
});

describe("azure accepts, of Microsoft Sentinel, that", () => {
    it("a watchlist gets an item more", async () => {
        const cloud = newCloud();
        await prepare(cloud, onboarded);
        const ids = await deploy(cloud, "securityinsights:Watchlist");
        const inputs = changedExample("securityinsights:Watchlist", {
            rawContent: "ClientId,Name\n1,one\n2,two\n3,three",
        });
        const updated = await cloud.update(
            "securityinsights:Watchlist",
            ids["securityinsights:Watchlist"] ?? "",
            inputs,
        );
        assert.equal(updated.rawContent, inputs.rawContent);
        assert.equal(updated.watchlistAlias, "McpClients");
    });

    it("a playbook is started on a rule that is approved, and Sentinel has a moment to learn its role", async () => {
        const cloud = newCloud();
        await prepare(cloud, playbook);
        const started = cloud.clock.now();
        const { id } = await cloud.create(
            "securityinsights:AutomationRule",
            changedExample(
                "securityinsights:AutomationRule",
                when("Updated", {
                    conditionType: "PropertyArrayChanged",
                    conditionProperties: { arrayType: "Labels", changeType: "Added" },
                }),
            ),
        );
        assert.equal(
            id,
            `${workspaceId}/providers/Microsoft.SecurityInsights/automationRules/66666666-6666-4666-8666-000000000002`,
        );
        assert.ok(cloud.clock.now() - started >= 20_000);
    });
});
