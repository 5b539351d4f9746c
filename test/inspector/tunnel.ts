import { createServer } from "node:http";
import { connect } from "node:net";
import { type Listener, listen } from "../../local/listen";
import type { LocalHost } from "../../local/serve/local-fetch";

/**
 * A proxy for programs that cannot be told where names lead: it connects them to what answers on this machine, byte by byte,
 * so TLS is between the two of them. No other name leads anywhere.
 */
export function startTunnel(hosts: readonly LocalHost[]): Promise<Listener> {
    const server = createServer((_request, response) => {
        response.writeHead(405).end();
    });
    server.on("connect", ({ url }, client) => {
        const local = hosts.find(({ host }) => `${host}:443` === url);
        if (local === undefined) {
            client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
            return;
        }
        const onward = connect(local.port, "127.0.0.1", () => {
            client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            client.pipe(onward).pipe(client);
        });
        // either end that goes away ends the other
        client.on("error", () => onward.destroy()).on("close", () => onward.destroy());
        onward.on("error", () => client.destroy()).on("close", () => client.destroy());
    });
    return listen(server);
}
