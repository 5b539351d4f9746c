import { once } from "node:events";
import type { Server } from "node:http";
import { Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A server of HTTP that listens on this machine. */
export interface Listener {
    readonly port: number;
    /** Such as `http://127.0.0.1:41234`. */
    readonly origin: string;
    /** Breaks off what is under way. */
    close(): Promise<void>;
}

/** Has a server listen on a free port of 127.0.0.1. */
export async function listen(server: Server | SecureServer): Promise<Listener> {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
        port,
        origin: `${server instanceof SecureServer ? "https" : "http"}://127.0.0.1:${port}`,
        async close() {
            const closed = once(server, "close");
            server.close();
            server.closeAllConnections();
            await closed;
        },
    };
}
