import { createServer, request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { type Listener, listen } from "../../local/listen";

/** Where requests go on to, and the headers that they get there. */
export interface Target {
    port: number;
    path: string;
    headers: OutgoingHttpHeaders;
}

/** Passes requests on, with headers besides or in the place of their own, such as the token that a client cannot send. */
export function startProxy(target: () => Promise<Target>): Promise<Listener> {
    const server = createServer(async (request, response) => {
        const { port, path, headers } = await target();
        const onward = httpRequest({
            host: "127.0.0.1",
            port,
            path,
            method: request.method,
            headers: { ...request.headers, ...headers },
            agent: false,
        });
        // either end that goes away ends the other: a client hears nothing of a stream whose server is gone
        onward.on("error", () => response.destroy());
        response.on("close", () => onward.destroy());
        onward.on("response", (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            response.flushHeaders();
            answer.on("error", () => response.destroy());
            answer.pipe(response);
        });
        request.pipe(onward);
    });
    return listen(server);
}
