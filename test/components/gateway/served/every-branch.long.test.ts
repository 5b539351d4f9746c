// Does not prove that a branch decides rightly: the tests do that whose requests reach it. They run before, whichever file
// is asked for.
import "./arguments.long.test";
import "./backend-credential.long.test";
import "./content-safety.long.test";
import "./errors.long.test";
import "./headers.long.test";
import "./limits.long.test";
import "./lists.long.test";
import "./message.long.test";
import "./metadata.long.test";
import "./results.long.test";
import "./rights.long.test";
import "./session.long.test";
import "./token.long.test";
import "./transport.long.test";
import assert from "node:assert/strict";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import type { CoveragePoint, DocumentCoverage } from "../../../../local/apim/coverage";
import { servers } from "../policy/server-forms";
import { servedSoFar } from "./every-server";

/** A condition that is always the same in documents of some servers. */
interface Constant {
    document: string;
    /** The `when`. */
    construct: string;
    never: "taken" | "not taken";
    of: (server: PolicyServer) => boolean;
    why: string;
}

const constants: Constant[] = [
    {
        document: "server",
        construct: "inbound/choose[13]/when[2]",
        never: "taken",
        of: (server) => !rightsOf(server).some((right) => "role" in right),
        why: "A role is missing: nothing needs one, and a missing scope has its own answer. It also holds up whatever no case before has named.",
    },
    {
        document: "server",
        construct: "outbound/choose[5]/when[2]",
        never: "taken",
        of: ({ streaming }) => !streaming,
        why: "Events pass: without streams they have been refused. It also shows that no stream is read, whatever has been refused.",
    },
    {
        document: "server",
        construct: "outbound/choose[5]/when[3]/choose[5]/when[1]/choose[6]/when[1]",
        never: "not taken",
        of: ({ resources }) => resources.length === 0,
        why: "A checked result that is not of a tool: without resources there is no other.",
    },
    {
        document: "global",
        construct: "on-error/choose[1]/when[1]",
        never: "not taken",
        of: () => true,
        why: "An error that the policy of a server left to what it inherits: it answers all by itself. A policy that somebody adds may not.",
    },
];

function rightsOf({ tools, resources, prompts }: PolicyServer) {
    return [...tools, ...resources, ...prompts].map(({ right }) => right);
}

function constantsOf(name: string, document: string): Constant[] {
    const server = servers[name] ?? assert.fail(`There is no server ${name}.`);
    return constants.filter((constant) => constant.document === document && constant.of(server));
}

/** Whether a point cannot happen because a condition is always the same. */
function isRuledOut({ construct, event }: CoveragePoint, { construct: when, never }: Constant): boolean {
    if (construct === when) return event === never;
    if (never === "taken") return construct.startsWith(`${when}/`);
    return event === "none taken" && construct === when.slice(0, when.lastIndexOf("/"));
}

describe("Every branch of every policy", function () {
    this.timeout(60_000);

    let reports: { name: string; report: DocumentCoverage[] }[];
    before(async () => {
        reports = (await servedSoFar()).map(([name, { coverage }]) => ({ name, report: coverage.report() }));
    });

    after(() => {
        const rows = reports.map(({ name, report }) => [
            name,
            Object.fromEntries(report.map(({ policyId, covered, total }) => [policyId, `${covered}/${total}`])),
        ]);
        console.table(Object.fromEntries(rows));
    });

    it("counts for every server", () => {
        assert.deepEqual(reports.map(({ name }) => name).sort(), Object.keys(servers).sort());
    });

    it("that is explained to be unreachable is one of some server", () => {
        const used = reports.flatMap(({ name, report }) =>
            report.flatMap(({ policyId }) => constantsOf(name, policyId)),
        );
        assert.deepEqual(
            constants.filter((constant) => !used.includes(constant)),
            [],
        );
    });

    it("is unreachable wherever it is explained to be", () => {
        const reached = reports.flatMap(({ name, report }) =>
            report.flatMap(({ policyId, missing }) =>
                constantsOf(name, policyId).filter(
                    ({ construct, never }) =>
                        !missing.some((point) => point.construct === construct && point.event === never),
                ),
            ),
        );
        assert.deepEqual(reached, []);
    });

    it("is reached by a request, unless it is explained", () => {
        const unreached = reports.flatMap(({ name, report }) =>
            report.flatMap(({ policyId, missing }) =>
                missing
                    .filter((point) => !constantsOf(name, policyId).some((constant) => isRuledOut(point, constant)))
                    .map(({ line, construct, event }) => `${name}: ${policyId}:${line} ${construct} ${event}`),
            ),
        );
        assert.deepEqual(unreached, []);
    });
});
