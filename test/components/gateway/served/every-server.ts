import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { servers } from "../policy/server-forms";
import { ServedServer } from "./served-server";

/** Servers that tests have asked for, by their names. */
export const served = new Map<string, Promise<ServedServer>>();

const startTime = 120_000; // a machine that does much else at the same time
const calm = 10 * 60_000; // longer than any limit counts

/** Makes a test of something that is done with a server in which all is well. */
export type OnServer = (test: (served: ServedServer) => Promise<void>) => () => Promise<void>;

/**
 * Defines tests for each server that differs in the form of its documents. One gateway serves all tests of a server: each
 * of them begins when no limit counts any more, and with everything around the gateway as it was at first.
 */
export function describeServers(title: string, define: (on: OnServer, server: PolicyServer) => void): void {
    describe(title, () => {
        for (const [name, server] of Object.entries(servers)) {
            describe(`of ${name}`, function () {
                this.timeout(startTime);
                define((test) => async () => test(await fresh(name, server)), server);
            });
        }
    });
}

after(async () => {
    for (const server of served.values()) await (await server).close();
});

const initially = new WeakMap<ServedServer, Pick<ServedServer, "backend" | "exchange" | "namedValues">>();

async function fresh(name: string, server: PolicyServer): Promise<ServedServer> {
    const starting = served.get(name) ?? ServedServer.start(server);
    served.set(name, starting);
    const it = await starting;
    const { backend, exchange, namedValues } = it;
    const before = initially.get(it) ?? { backend, exchange, namedValues: new Map(namedValues) };
    initially.set(it, before);
    it.time += calm;
    it.backend = before.backend;
    it.exchange = before.exchange;
    for (const [each, value] of before.namedValues) it.namedValues.set(each, value);
    it.identityIsGood = true;
    it.safety.behaviour = { kind: "well" };
    it.unreachable.clear();
    it.forwarded.length = 0;
    return it;
}
