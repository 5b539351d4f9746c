import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { servers } from "../policy/server-forms";
import { ServedServer } from "./served-server";

const patience = 120_000; // milliseconds, on a machine that does much else at the same time
const calm = 10 * 60_000; // milliseconds after which no limit counts any more

/** A server that serves tests one after the other. */
interface Shared {
    served: ServedServer;
    /** Makes all as it was at first, but for the time. */
    reset(): void;
}

const sharedByName = new Map<string, Promise<Shared>>();

/** Makes a test of something that is done with a server in which all is well. */
export type OnServer = (test: (served: ServedServer) => Promise<void>) => () => Promise<void>;

/**
 * Defines tests for each server that differs in the form of its documents. One gateway serves all tests of a server, in
 * all files.
 */
export function describeServers(title: string, define: (on: OnServer, server: PolicyServer) => void): void {
    describe(title, () => {
        for (const [name, server] of Object.entries(servers)) {
            describe(`of ${name}`, function () {
                this.timeout(patience);
                define((test) => async () => test(await fresh(name, server)), server);
            });
        }
    });
}

/** What tests have been served by so far, by the name of the server. */
export async function servedSoFar(): Promise<[name: string, served: ServedServer][]> {
    return Promise.all([...sharedByName].map(async ([name, shared]) => [name, (await shared).served]));
}

after(async () => {
    for (const [, served] of await servedSoFar()) await served.close();
});

async function fresh(name: string, server: PolicyServer): Promise<ServedServer> {
    const starting = sharedByName.get(name) ?? share(server);
    sharedByName.set(name, starting);
    const { served, reset } = await starting;
    reset();
    return served;
}

async function share(server: PolicyServer): Promise<Shared> {
    const served = await ServedServer.start(server);
    const { backend, exchange } = served;
    const namedValues = [...served.namedValues];
    return {
        served,
        reset() {
            served.time += calm;
            Object.assign(served, { backend, exchange, identityIsGood: true });
            for (const [name, value] of namedValues) served.namedValues.set(name, value);
            served.safety.behaviour = { kind: "well" };
            served.unreachable.clear();
            served.forwarded.length = 0;
        },
    };
}
