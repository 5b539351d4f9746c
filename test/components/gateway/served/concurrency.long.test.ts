// Does not prove anything about several units of API Management.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { echoServer } from "./echo-server";
import { ServedServer } from "./served-server";
import { callersOf, everybodyCalls, Session, serverWithoutLimits } from "./traffic";

const sessions = 50;
const deedsOfEach = 22;
const atATime = 8;
const tooMany = { status: 429, message: "Too many requests" };

describe(`${sessions} sessions at the same time`, function () {
    this.timeout(120_000);
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    let served: ServedServer | undefined;

    before(() => {
        process.on("warning", warned);
    });
    afterEach(() => served?.close());
    after(() => {
        process.off("warning", warned);
    });

    async function begin(server: PolicyServer): Promise<[ServedServer, Session[]]> {
        const own = await ServedServer.start(server);
        served = own;
        own.backend = echoServer();
        return [own, await Promise.all(callersOf(server, sessions).map((caller) => Session.begin(own, caller)))];
    }

    it("get what the definition says, each for itself, and leave nothing behind", async () => {
        const [own, all] = await begin(serverWithoutLimits);
        await everybodyCalls(all, (time) => time < deedsOfEach);
        assert.ok(all.every(({ requests }) => requests > deedsOfEach));
        assert.deepEqual(warnings, []);

        // whoever was in the gateway has left it: each may be there as often as at first
        const inside: ServerResponse[] = [];
        const everybodyInside = new Promise<void>((resolve) => {
            own.backend = (_request, response) => {
                if (inside.push(response) === sessions * atATime) resolve();
            };
        });
        const notified = Promise.all(all.flatMap((session) => Array.from({ length: atATime }, () => session.notify())));
        await Promise.race([everybodyInside, notified]);
        await Promise.all(all.map((session) => session.isRefused("ping", {}, tooMany)));
        for (const response of inside) response.writeHead(202).end();
        await notified;
    });

    for (const limit of ["requestsPerUser", "requestsPerSession", "requestsPerAddress"] as const) {
        it(`have ${limit} of their own`, async () => {
            const allowed = 5;
            const limits = { ...serverWithoutLimits.limits, [limit]: allowed };
            const [, all] = await begin({ ...serverWithoutLimits, limits });
            // a session has its limit from its beginning on, the others count that, too
            const left = limit === "requestsPerSession" ? allowed : allowed - 1;
            const answers = await Promise.all(
                all.map(async (session) => {
                    const statuses: number[] = [];
                    for (let time = 0; time < allowed + 3; time += 1) statuses.push(await session.ping());
                    return statuses;
                }),
            );
            for (const statuses of answers) {
                assert.deepEqual(
                    statuses,
                    Array.from({ length: allowed + 3 }, (_, time) => (time < left ? 200 : 429)),
                );
            }
        });
    }
});
