// Does not prove when Microsoft Sentinel really runs a rule; it promises no more than the frequency and five minutes.
import assert from "node:assert/strict";
import type { Stored } from "../../../local/azure/cloud";
import type { Row } from "../../../local/kql/schema";
import { Incidents } from "../../../local/sentinel/incidents";
import { Sentinel } from "../../../local/sentinel/sentinel";
import { temporaryFolder } from "../../support/temporary-folder";
import { about, storedAutomation, storedRule } from "./samples";

const minute = 60_000;
const noon = Date.parse("2026-11-01T12:00:00Z");
const query = `
    AzureActivity
    | where CallerIpAddress != ""
    | summarize TimeGenerated = max(TimeGenerated) by User = Caller, From = CallerIpAddress
    | extend Namespace = ""`;

describe("Sentinel, as it is deployed", () => {
    const home = temporaryFolder();
    let incidents: Incidents;
    let resources: Stored[];
    let rows: Row[];
    let read: [table: string, after: number, until: number][];
    let ran: string[];
    let said: string[];
    let now: number;
    let sentinel: Sentinel<string>;

    beforeEach(async () => {
        incidents = new Incidents(home());
        resources = [storedRule({ query }), storedAutomation("block")];
        [rows, read, ran, said, now] = [[], [], [], [], noon];
        sentinel = new Sentinel({
            readLog: async (table, after, until) => {
                read.push([table, after, until]);
                return rows.filter(({ TimeGenerated }) => Date.parse(String(TimeGenerated)) <= until);
            },
            incidents,
            deployed: () => resources,
            runPlaybook: async (workflowId, { incidentNumber }, { kind }) => {
                ran.push(`${workflowId} for ${incidentNumber}, ${kind}`);
                return workflowId;
            },
            now: () => now,
            log: (line) => said.push(line),
        });
    });

    function happens(user: string, at = now): void {
        rows.push({ TimeGenerated: new Date(at).toISOString(), Caller: user, CallerIpAddress: "198.51.100.1" });
    }

    it("runs a rule at once and then with its frequency, each time on its period up to five minutes before", async () => {
        await sentinel.runDue();
        now += 4 * minute;
        await sentinel.runDue();
        now += 7 * minute;
        await sentinel.runDue();
        assert.deepEqual(
            read.map(([table, after, until]) => [table, (after - noon) / minute, (until - noon) / minute]),
            [
                ["AzureActivity", -65, -5],
                ["AzureActivity", -60, 0],
                ["AzureActivity", -55, 5],
            ],
        );
    });

    it("makes an incident of what a rule finds, and starts the playbook for it", async () => {
        happens("a");
        const [nothing] = await sentinel.runDue();
        assert.equal(nothing, undefined);
        now += 5 * minute;
        const [response] = await sentinel.runDue();
        assert.deepEqual(response?.event, { kind: "Created" });
        assert.deepEqual(response?.runs, ["/workflows/block"]);
        assert.deepEqual(ran, ["/workflows/block for 1, Created"]);
        const [incident] = await incidents.all();
        assert.equal(incident?.createdTimeUtc, "2026-11-01T12:05:00.000Z");
        assert.deepEqual(incident?.alerts[0]?.entities[0], { kind: "Account", properties: { aadUserId: "a" } });
    });

    it("adds what is found again to the incident that is open, and starts no playbook for it", async () => {
        happens("a");
        await sentinel.runAll();
        now += minute;
        happens("b");
        const responses = await sentinel.runAll();
        assert.deepEqual(
            responses.map(({ event, incident }) => [event.kind, incident.incidentNumber, incident.alerts.length]),
            [
                ["Updated", 1, 2],
                ["Created", 2, 1],
            ],
        );
        assert.deepEqual(ran, ["/workflows/block for 1, Created", "/workflows/block for 2, Created"]);
    });

    it("is silent as long as a rule is suppressed", async () => {
        resources = [storedRule({ query, suppressionEnabled: true, suppressionDuration: "PT1H" })];
        happens("a");
        assert.equal((await sentinel.runAll()).length, 1);
        now += 59 * minute;
        assert.equal((await sentinel.runAll()).length, 0);
        now += minute;
        assert.equal((await sentinel.runAll()).length, 1);
    });

    it("makes no incident for a rule that wants none", async () => {
        resources = [storedRule({ query, incidentConfiguration: { createIncident: false } })];
        happens("a");
        assert.deepEqual(await sentinel.runAll(), []);
        assert.deepEqual(await incidents.all(), []);
    });

    it("starts what waits for an approval when an analyst adds the label", async () => {
        const conditions = [about("IncidentLabel", "Contains", "approved: block")];
        resources = [
            storedRule({ query }),
            storedAutomation("block", { logic: { triggersWhen: "Updated", conditions } }),
        ];
        happens("a");
        const [found] = await sentinel.runAll();
        assert.deepEqual(ran, []);
        const { incident } = await sentinel.addLabel(found?.incident.id ?? "", "approved: block");
        assert.deepEqual(incident.labels, ["approved: block"]);
        assert.deepEqual(ran, ["/workflows/block for 1, Updated"]);
    });

    it("heeds a rule, a function and a watchlist that are deployed later", async () => {
        resources = [];
        happens("a");
        happens("b");
        assert.deepEqual(await sentinel.runAll(), []);
        resources = [
            storedRule({ query: "Callers | where User !in ((_GetWatchlist('Known') | project ObjectId))" }),
            {
                type: "azure-native:operationalinsights:SavedSearch",
                id: "/savedSearches/callers",
                body: { functionAlias: "Callers", query },
            },
            {
                type: "azure-native:securityinsights:Watchlist",
                id: "/watchlists/known",
                body: { watchlistAlias: "Known", itemsSearchKey: "ObjectId", rawContent: "ObjectId,Name\na,one\n" },
            },
        ];
        const responses = await sentinel.runAll();
        assert.deepEqual(
            responses.map(({ incident }) => incident.alerts[0]?.entities[0]?.properties),
            [{ aadUserId: "b" }],
        );
    });

    it("says which rule it cannot run and why, and runs the others", async () => {
        const wrong = storedRule({ query: "NoTable | take 1", displayName: "Wrong" });
        resources = [{ ...wrong, id: wrong.id.replace("refused", "wrong") }, storedRule({ query })];
        happens("a");
        assert.equal((await sentinel.runAll()).length, 1);
        assert.equal(said.length, 1);
        assert.match(said[0] ?? "", /^The rule wrong, "Wrong", cannot run: .*NoTable/s);
    });
});

describe("incidents", () => {
    const home = temporaryFolder();

    const begun = {
        title: "one",
        severity: "High",
        createdTimeUtc: "2026-11-01T12:00:00Z",
        relatedAnalyticRuleIds: [],
        alerts: [],
    };

    it("have numbers that rise, also when several begin at once, and outlive the process", async () => {
        const incidents = new Incidents(home());
        await Promise.all(["a", "b", "c"].map((title) => incidents.create("/workspaces/log", { ...begun, title })));
        const kept = await new Incidents(home()).all();
        assert.deepEqual(
            kept.map(({ incidentNumber, title }) => [incidentNumber, title]),
            [
                [1, "a"],
                [2, "b"],
                [3, "c"],
            ],
        );
    });

    it("keep all of several changes at once", async () => {
        const incidents = new Incidents(home());
        const { id } = await incidents.create("/workspaces/log", begun);
        const add = (label: string) =>
            incidents.change(id.toUpperCase(), ({ labels }) => ({ labels: [...labels, label] }));
        await Promise.all([add("a"), add("b")]);
        assert.deepEqual((await incidents.find(id))?.labels, ["a", "b"]);
    });

    it("cannot be changed when they are not there", async () => {
        await assert.rejects(
            new Incidents(home()).change("/incidents/none", () => ({})),
            /There is no incident/,
        );
    });
});
