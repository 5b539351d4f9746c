// Does not prove that a gateway of Azure has such a day.
import assert from "node:assert/strict";
import { gatewayRows } from "../../bench/gateway-rows";
import type { TraceRecord } from "../../local/apim/pipeline/record";
import { assertPossible } from "../components/sentinel/replay/log";

const now = Date.UTC(2026, 10, 27, 12);
const hour = 60 * 60_000;

describe("gatewayRows", () => {
    const rows = gatewayRows(2_000, now);
    const times = rows.map(({ TimeGenerated }) => Date.parse(String(TimeGenerated)));
    const facts = rows.flatMap(({ TraceRecords }) => (TraceRecords as unknown as TraceRecord[]).map((t) => t.metadata));

    it("are rows that a workspace can have, each with one decision", () => {
        assertPossible({ ApiManagementGatewayLogs: rows });
        assert.equal(facts.length, rows.length);
    });

    it("lie evenly in the day that ends now", () => {
        assert.ok(times.every((time) => time > now - 24 * hour && time <= now));
        assert.equal(times.filter((time) => time > now - 12 * hour).length, 1_000);
    });

    it("are the same each time", () => assert.deepEqual(gatewayRows(2_000, now), rows));

    it("have one refusal in twenty, for all reasons, and one caller who does not stop at the end", () => {
        const before = facts.filter((_, index) => (times[index] ?? 0) <= now - hour);
        const refused = before.filter(({ decision }) => decision === "refused");
        assert.ok(Math.abs(refused.length / before.length - 0.05) < 0.02);
        assert.equal(new Set(refused.map(({ reason }) => reason)).size, 6);
        const lastQuarter = facts.filter((_, index) => (times[index] ?? 0) > now - hour / 4);
        const [first] = lastQuarter.filter(({ reason }) => reason === "limit").map(({ user }) => user);
        assert.ok(lastQuarter.filter(({ user }) => user === first).length >= lastQuarter.length * 0.6);
    });

    it("name nobody whose token is refused", () => {
        const unknown = facts.filter(({ reason }) => reason === "token");
        assert.ok(unknown.length > 0);
        for (const { user, client, tool } of unknown) assert.equal(`${user}${client}${tool}`, "");
    });
});
