import assert from "node:assert/strict";
import { readDetections } from "../../../../../../components/sentinel/read-detections";
import type { Row } from "../../../../../../local/kql/schema";
import { alertsOf } from "../../../../../../local/sentinel/alerts";
import type { Incident } from "../../../../../../local/sentinel/incident";
import { rulesIn } from "../../../../../../local/sentinel/rule";
import { withOwnTables } from "../../../../../../local/sentinel/tables";
import { storedRule } from "../../../../../local/sentinel/samples";
import { user } from "../../../../gateway/served/served-server";
import { detect } from "../../log";
import type { Trace } from "../../trace";
import { gatewayAttacks } from "./attacks";
import type { Site } from "./site";
import { traceOf } from "./trace-of";

const { title, entities } =
    readDetections().find(({ id }) => id === "adaptive-throttle") ?? assert.fail("There is no adaptive-throttle.");

/** The rows of SecurityAlert that the local Sentinel writes when adaptive-throttle finds these rows. */
export async function throttleAlerts(rows: Row[], time: number): Promise<Row[]> {
    const entityMappings = Object.entries(entities).map(([entityType, identifiers]) => ({
        entityType,
        fieldMappings: Object.entries(identifiers).map(([identifier, columnName]) => ({ identifier, columnName })),
    }));
    const rules = rulesIn([storedRule({ displayName: title, entityMappings, customDetails: {} })]);
    const alerts = rules.flatMap((rule) => alertsOf(rule, rows, time));
    const incident: Incident = {
        id: "/incidents/1",
        incidentNumber: 1,
        title,
        severity: "Medium",
        status: "New",
        labels: [],
        createdTimeUtc: new Date(time).toISOString(),
        lastModifiedTimeUtc: new Date(time).toISOString(),
        relatedAnalyticRuleIds: rules.map(({ id }) => id),
        alerts,
        comments: [],
    };
    const read = withOwnTables(
        async () => [],
        async () => [incident],
    );
    return read("SecurityAlert", 0, time);
}

/** Somebody who was throttled sends less than 60 requests in two hours, and one more hour passes. */
export async function released(site: Site): Promise<Trace> {
    const attack = gatewayAttacks["adaptive-throttle"] ?? assert.fail("There is no attack.");
    const { log, now } = await traceOf(attack, site);
    const SecurityAlert = await throttleAlerts(detect("adaptive-throttle", log, now), now);
    site.wait(3 * 3600 - 60);
    const soon = { ...site.log, SecurityAlert };
    assert.deepEqual(detect("adaptive-release", soon, site.now), []);
    for (let call = 0; call < 60; call++) await site.orders.rpc("ping");
    site.wait(120);
    const busy = { ...site.log, SecurityAlert };
    return { log: soon, almost: busy, now: site.now, found: { User: user } };
}
