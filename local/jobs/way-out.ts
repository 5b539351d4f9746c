import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { Unreachable } from "../apim/surroundings";
import type { ServerCertificate } from "../edge/certificate";
import { type Listener, listen } from "../listen";
import { passOn } from "../pass-on";
import { messageOf } from "../report/failure";

export interface WayOutOptions {
    /** Required. Origin on this machine of what stands for a URL; throws Unreachable when the network does not lead there. */
    originOf(url: URL): string;
    /** Required. What stands for the certificate of a host. */
    certificateOf(host: string): Promise<ServerCertificate>;
    /** Required. Takes why a connection was refused. */
    refused(reason: string): void;
    /** Required. Takes a sentence about what goes wrong in here. */
    log(line: string): void;
}

/**
 * The way out of a subnet: one server of TLS on 127.0.0.1 that stands for every host which the network leads to, each with
 * a certificate of its own, so that programs check who answers as they do in Azure. A connection to any other host ends
 * before anything is sent. Azure Firewall drops some of these instead, and a program waits until it gives up.
 */
export async function serveWayOut(options: WayOutOptions): Promise<Listener> {
    const contexts = new Map<string, Promise<SecureContext>>();
    const server = createServer(
        {
            SNICallback(host, done) {
                contextOf(host).then(
                    (context) => done(null, context),
                    (error: Error) => done(error),
                );
            },
        },
        (request, response) => {
            handle(request, response, options).catch((error: unknown) => {
                if (!response.destroyed) options.log(`The way out of a job fails: ${messageOf(error)}`);
                response.destroy();
            });
        },
    );

    async function contextOf(host: string): Promise<SecureContext> {
        reach(new URL(`https://${host}`), options);
        const known = contexts.get(host) ?? newContext(host);
        contexts.set(host, known);
        return known;
    }

    async function newContext(host: string): Promise<SecureContext> {
        const { key, certificate } = await options.certificateOf(host);
        return createSecureContext({ key, cert: certificate });
    }

    return listen(server);
}

async function handle(request: IncomingMessage, response: ServerResponse, options: WayOutOptions): Promise<void> {
    const { servername } = request.socket as TLSSocket & { servername?: string | false };
    const url = new URL(request.url ?? "/", `https://${request.headers.host}`);
    if (url.hostname !== servername) {
        response.writeHead(421).end();
        return;
    }
    await passOn(request, response, { origin: reach(url, options) });
}

function reach(url: URL, { originOf, refused }: WayOutOptions): string {
    try {
        return originOf(url);
    } catch (error) {
        if (error instanceof Unreachable) refused(error.message);
        throw error;
    }
}
