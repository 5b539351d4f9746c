import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../report/failure";
import type { ServedCloud } from "../serve/serve-cloud";
import { renderResponses } from "./incidents";
import { serveHome } from "./serve-home";

/** Where a client finds a host. */
interface Address {
    host: string;
    /** On 127.0.0.1. */
    port: number;
    /** File with the certificate that clients must trust. */
    certificateAuthority: string;
}

export interface Served {
    description: {
        edges: (Address & { endpoints: string[] })[];
        /** Where people sign in and clients get tokens. */
        entra: Address & { signIn: string };
        /** Folder with the tables of the log. */
        tables: string;
    };
    /** Waits for Ctrl-C, and ends. */
    end(): Promise<void>;
}

/**
 * Serves what is deployed in the home folder.
 *
 * @param servers - Origins of MCP servers by name.
 * @param log - Takes lines about what goes wrong while it serves.
 * @throws Failure with what to do when it cannot.
 */
export async function serve(servers: ReadonlyMap<string, string>, log: (line: string) => void): Promise<Served> {
    const interrupted = new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    });
    const { home, served } = await serveHome({ servers, log });
    const addressOf = async ({ host, port, certificateAuthority }: Address): Promise<Address> => {
        const file = join(home, `${host}.pem`);
        await writeFile(file, certificateAuthority, { mode: 0o600 });
        return { host, port, certificateAuthority: file };
    };
    const edges = await Promise.all(
        served.edges.map(async (edge) => ({ ...(await addressOf(edge)), endpoints: edge.endpoints })),
    );
    const { tenantId } = served.tenant().graph.seed;
    const signIn = `https://${served.entra.host}/${tenantId}/oauth2/v2.0/authorize`;
    const entra = { ...(await addressOf(served.entra)), signIn };
    const watching = watch(served.sentinel, log);
    return {
        description: { edges, entra, tables: served.tables },
        async end() {
            await interrupted;
            await watching.stop();
            await served.close();
        },
    };
}

/** How often it is looked which rules are due, in milliseconds. */
const lookEvery = 30_000;

/** Runs the rules of Sentinel when they are due, and says what comes of it. */
function watch(sentinel: ServedCloud["sentinel"], log: (line: string) => void): { stop(): Promise<void> } {
    let running = Promise.resolve();
    const look = async () => {
        try {
            const responses = await sentinel.runDue();
            if (responses.length > 0) log(renderResponses(responses));
        } catch (error) {
            log(`Sentinel cannot look into the log: ${messageOf(error)}`);
        }
    };
    const timer = setInterval(() => {
        running = running.then(look);
    }, lookEvery);
    return {
        async stop() {
            clearInterval(timer);
            await running;
        },
    };
}
