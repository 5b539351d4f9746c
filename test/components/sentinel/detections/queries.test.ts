// Does not prove that a query finds what it is for, nor that Azure's tables hold what Microsoft's pages say of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { readFunctions } from "../../../../components/sentinel/read-functions";
import { readHuntingQueries } from "../../../../components/sentinel/read-hunting-queries";
import { readWorkbookQueries } from "../../../../components/sentinel/read-workbook-queries";
import { minutesOf } from "../../../../components/sentinel/schedule";
import {
    activityTables,
    entraTables,
    logTables,
    sentinelTables,
    systemNamespaces,
} from "../../../../components/shared";
import { checkFunction, checkQuery, type QueryCheck } from "../../../../local/kql/check";
import { workspaceSchema } from "./workspace-schema";

const detections = readDetections();
const functions = readFunctions();
const huntingQueries = readHuntingQueries();
const workbookQueries = readWorkbookQueries();
const queries = [...detections, ...huntingQueries, ...workbookQueries];

const fed = new Set([...Object.keys(logTables), ...entraTables, ...activityTables, ...sentinelTables]);

/** Columns of tables that hold what somebody sent or got, or the text of a query. */
const payload =
    /^(Log|Line|LogMessage|QueryText|RequestBody|ResponseBody|RequestHeaders|ResponseHeaders|RequestObject|ResponseObject|RequestQuery|RequestUri|Url|TargetUrl|Properties|Properties_d|HTTPRequest|Claims|Claims_d|TraceRecords|Facts|Trace|AdditionalDetails|TargetResources|modifiedProperties|OriginalRequestUriWithArgs|DetailedData|DetailedMessage)$/;

describe("queries of Sentinel", () => {
    let checks: Map<string, QueryCheck>;

    before(function () {
        this.timeout(60_000);
        checks = new Map(queries.map(({ id, query }) => [id, checkQuery(query, workspaceSchema)]));
    });

    const checkOf = (id: string) => checks.get(id) ?? assert.fail(id);

    it("are those of more than 28 detections, 6 hunts and a workbook, each with an id of its own", () => {
        assert.ok(detections.length >= 28);
        assert.ok(huntingQueries.length >= 6);
        assert.ok(workbookQueries.length >= 6);
        assert.equal(checks.size, queries.length);
    });

    it("have nothing that the language service finds wrong", () => {
        for (const { id } of queries) assert.deepEqual(checkOf(id).problems, [], id);
    });

    it("call functions in which it finds nothing wrong either", () => {
        for (const { name, ...saved } of functions)
            assert.deepEqual(checkFunction({ name, ...saved }, workspaceSchema).problems, [], name);
    });

    it("read tables that an environment fills", () => {
        for (const { id } of queries) {
            const { tables } = checkOf(id);
            assert.ok(tables.length > 0, id);
            for (const table of tables) assert.ok(fed.has(table), `${table} of ${id}`);
        }
    });

    it("leave no function and no watchlist unused", () => {
        const used = [...checks.values()];
        assert.deepEqual(
            functions.map(({ name }) => name).filter((name) => !used.some((check) => check.functions.includes(name))),
            [],
        );
        assert.deepEqual(
            Object.keys(workspaceSchema.watchlists).filter(
                (alias) => !used.some(({ watchlists }) => watchlists.includes(alias)),
            ),
            [],
        );
    });

    it("give no column with what somebody sent or got", () => {
        for (const { id } of queries)
            for (const { name } of checkOf(id).columns) assert.doesNotMatch(name, payload, `${name} of ${id}`);
    });

    it("ask for reasons that the gateway has", () => {
        const documented = readFileSync(join(__dirname, "../../../../docs/gateway-decisions.md"), "utf8");
        const reasons = queries.flatMap(({ query }) =>
            [...query.matchAll(/Reason (?:== ("[a-z-]+")|in \(([^)]+)\))/g)].flatMap(([, one = "", list = one]) =>
                [...list.matchAll(/"([a-z-]+)"/g)].map(([, reason]) => reason),
            ),
        );
        assert.ok(reasons.length > 10);
        for (const reason of reasons) assert.match(documented, new RegExp(`^\\| \`${reason}\` \\|`, "m"), reason);
    });

    it("take exactly the accounts of Azure's namespaces for Azure's", () => {
        const { query = "" } = functions.find(({ name }) => name === "ClusterRequests") ?? {};
        const named = [...query.matchAll(/"system:serviceaccounts:([a-z-]+)"/g)].map(([, namespace]) => namespace);
        // Flux brings what somebody else has put into a repository
        assert.deepEqual(
            named,
            systemNamespaces.filter((namespace) => namespace !== "flux-system"),
        );
    });

    describe("of detections", () => {
        it("have the columns that name who and what was part in it, as texts", () => {
            for (const { id, entities, details = {} } of detections) {
                const types = new Map(checkOf(id).columns.map(({ name, type }) => [name, type]));
                const mapped = [...Object.values(entities).flatMap((columns) => Object.values(columns))];
                for (const column of [...mapped, ...Object.values(details)])
                    assert.equal(types.get(column), "string", `${column} of ${id}`);
            }
        });

        it("say when it was", () => {
            for (const { id } of detections) {
                const time = checkOf(id).columns.find(({ name }) => name === "TimeGenerated");
                assert.equal(time?.type, "datetime", id);
            }
        });

        it("look back as far as their rule does, and their rule further than it last ran", () => {
            for (const { id, query, period, frequency } of detections) {
                const spans = [...query.matchAll(/\bago\((\d+)([mhd])\)/g)].map(([, number, unit]) =>
                    minutesOf(unit === "d" ? `P${number}D` : `PT${number}${unit?.toUpperCase()}`),
                );
                assert.equal(Math.max(...spans.map((minutes) => minutes ?? 0)), minutesOf(period), id);
                assert.ok(Number(minutesOf(period)) > Number(minutesOf(frequency)), id);
            }
        });

        it("find a throttled caller by the name of the alert that throttles", () => {
            const throttle = detections.find(({ id }) => id === "adaptive-throttle") ?? assert.fail();
            const release = detections.find(({ id }) => id === "adaptive-release") ?? assert.fail();
            assert.ok(release.query.includes(`AlertName == "${throttle.title}"`));
        });
    });

    describe("of the workbook", () => {
        it("show nobody's id, and no number of what single people did that is not noisy", () => {
            for (const { id, query } of workbookQueries) {
                const names = checkOf(id).columns.map(({ name }) => name);
                for (const name of ["User", "Principal", "Requester", "ClientAddress", "Caller"])
                    if (names.includes(name))
                        assert.match(query, new RegExp(`${name}s? = (Pseudonym|NoisyCount)\\(`), id);
                if (query.includes("Pseudonym(User") || query.includes("dcount(User"))
                    assert.match(query, /NoisyCount\(/, id);
            }
        });
    });
});
