// Does not prove that the connector of Microsoft Sentinel brings all of this: its shape is that of the REST API's pages.
import assert from "node:assert/strict";
import { objectsAt, textAt, valueAt } from "../../../local/provider/values";
import type { Incident } from "../../../local/sentinel/incident";
import { triggerBody } from "../../../local/sentinel/incident-trigger";

const workspace =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log-one";
const ruleName = "66666666-6666-4666-8666-000000000001";
const account = { kind: "Account", properties: { aadUserId: "33333333-3333-4333-8333-000000000023" } };
const alert = (number: number) => ({
    name: `77777777-7777-4777-8777-00000000000${number}`,
    ruleId: `${workspace}/providers/Microsoft.SecurityInsights/alertRules/${ruleName}`,
    title: "Somebody does something",
    severity: "High",
    timeGenerated: "2026-01-01T00:00:00.000Z",
    entities: [account, { kind: "IP", properties: { address: `203.0.113.${number}` } }],
    details: { Namespace: ["mcp-orders", "mcp-stock"] },
});
const incident: Incident = {
    id: `${workspace}/providers/Microsoft.SecurityInsights/Incidents/88888888-8888-4888-8888-000000000001`,
    incidentNumber: 7,
    title: "Somebody does something",
    severity: "High",
    status: "New",
    labels: ["approved: isolate-namespace"],
    createdTimeUtc: "2026-01-01T00:00:00.000Z",
    lastModifiedTimeUtc: "2026-01-01T00:00:01.000Z",
    relatedAnalyticRuleIds: [alert(1).ruleId],
    alerts: [alert(1), alert(2)],
    comments: [{ name: "c", message: "m", author: "a", createdTimeUtc: "2026-01-01T00:00:01.000Z" }],
};

describe("What starts a playbook", () => {
    const body = triggerBody(incident, { kind: "Created" });

    it("names the incident and its workspace", () => {
        assert.deepEqual(body.workspaceInfo, {
            SubscriptionId: "22222222-2222-4222-8222-222222222222",
            ResourceGroupName: "rg",
            WorkspaceName: "log-one",
        });
        assert.equal(textAt(body, "object.id"), incident.id);
        assert.equal(textAt(body, "object.name"), "88888888-8888-4888-8888-000000000001");
        assert.deepEqual(valueAt(body, "object.properties.labels"), [
            { labelName: "approved: isolate-namespace", labelType: "User" },
        ]);
        assert.equal(valueAt(body, "object.properties.incidentNumber"), 7);
        assert.match(textAt(body, "object.properties.incidentUrl") ?? "", /^https:\/\/portal\.azure\.com\/#asset\//);
    });

    it("has who and what was part in any alert, each once", () => {
        assert.deepEqual(
            objectsAt(body, "object.properties.relatedEntities").map(({ kind, properties }) => [kind, properties]),
            [
                ["Account", { ...account.properties, friendlyName: account.properties.aadUserId }],
                ["IP", { address: "203.0.113.1", friendlyName: "203.0.113.1" }],
                ["IP", { address: "203.0.113.2", friendlyName: "203.0.113.2" }],
            ],
        );
    });

    it("has custom details of each alert as one text", () => {
        assert.deepEqual(
            objectsAt(body, "object.properties.alerts").map((each) => valueAt(each, "properties.additionalData")),
            [1, 2].map(() => ({
                "Analytic Rule Ids": JSON.stringify([ruleName]),
                "Custom Details": '{"Namespace":["mcp-orders","mcp-stock"]}',
            })),
        );
    });

    it("says whether the incident is new, and is another event each time", () => {
        const update = triggerBody(incident, { kind: "Updated" });
        assert.deepEqual([body.objectEventType, update.objectEventType], ["Create", "Update"]);
        assert.notEqual(body.eventUniqueId, update.eventUniqueId);
    });
});
