// Does not prove when Azure writes these rows.
import assert from "node:assert/strict";
import { checkQuery } from "../../../local/kql/check";
import { runQuery } from "../../../local/kql/run";
import { tableSchemas } from "../../../local/logs/table-schemas";
import { withOwnTables } from "../../../local/sentinel/tables";
import { incident } from "./samples";

const time = Date.parse("2026-11-01T10:00:00Z");
const found = incident({
    labels: ["approved: isolate-namespace"],
    alerts: [
        {
            name: "99999999-9999-4999-8999-000000000001",
            ruleId: "/rules/one",
            title: "Refused again and again",
            severity: "High",
            timeGenerated: "2026-11-01T10:00:00.000Z",
            entities: [
                { kind: "Account", properties: { aadUserId: "a" } },
                { kind: "IP", properties: { address: "198.51.100.1" } },
            ],
            details: {},
        },
    ],
});

describe("the tables that Sentinel writes itself", () => {
    const read = withOwnTables(
        async (table) => [{ TimeGenerated: "2026-11-01T10:00:00Z", From: table }],
        async () => [found],
    );
    const schema = { tables: tableSchemas(), functions: [], watchlists: {} };

    it("have alerts and incidents of the time that is asked for", async () => {
        for (const table of ["SecurityAlert", "SecurityIncident"]) {
            assert.equal((await read(table, time - 1, time)).length, 1);
            assert.equal((await read(table, time, time + 1)).length, 0);
        }
        assert.deepEqual(await read("AzureActivity", 0, time), [
            { TimeGenerated: "2026-11-01T10:00:00Z", From: "AzureActivity" },
        ]);
    });

    it("have only columns that Microsoft lists", async () => {
        for (const table of ["SecurityAlert", "SecurityIncident"]) {
            const [row = {}] = await read(table, 0, time);
            assert.deepEqual(checkQuery(`${table} | project ${Object.keys(row).join(", ")}`, schema).problems, []);
        }
    });

    it("say in an alert who was part in it, as queries ask for it", async () => {
        const rows = await read("SecurityAlert", 0, time);
        const query = `
            SecurityAlert
            | mv-expand Entity = parse_json(Entities)
            | where tostring(Entity.Type) == "account"
            | project User = tostring(Entity.AadUserId)`;
        const data = { rows: () => rows, watchlist: () => [], now: time, random: () => 0 };
        assert.deepEqual(runQuery(query, schema, data), [{ User: "a" }]);
    });
});
