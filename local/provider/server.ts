import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Clock } from "../cloud/clock";
import { scaledClock } from "../cloud/scaled-clock";
import { Connections } from "./connections";
import { EngineMessages } from "./engine-messages";
import type { ProviderPackage } from "./provider";
import { service } from "./service";

export interface ProviderServer {
    /** Port on 127.0.0.1, as `PULUMI_DEBUG_PROVIDERS` takes it. */
    port: number;
    /** Cancels what is under way, waits for it to end, and closes all connections. */
    close(): Promise<void>;
}

export interface ProviderServerOptions {
    /** Optional. Measures the timeouts of operations. Default: real time. */
    clock?: Clock;
    /** Optional. Takes what a developer of the local cloud needs to know. Default: stderr. */
    log?(line: string): void;
}

/** gRPC limits messages to 4 MB unless told otherwise; the engine allows 400 MB. */
const maximumMessageBytes = 400 * 1024 * 1024;

/** How long {@link ProviderServer.close} waits for operations that ignore their signal. */
const graceMilliseconds = 5000;

/**
 * Serves a provider package to a Pulumi engine that attaches to it.
 *
 * @param port - Port on 127.0.0.1; 0 takes a free one.
 * @throws when the port cannot be had.
 */
export async function serveProvider(
    pkg: ProviderPackage,
    port: number,
    { clock = scaledClock(1), log = console.error }: ProviderServerOptions = {},
): Promise<ProviderServer> {
    const messages = new EngineMessages(log);
    const connections = new Connections(pkg, clock, (urn, message) => messages.warn(urn, message));
    const server = new Server({
        "grpc.max_receive_message_length": maximumMessageBytes,
        "grpc.max_send_message_length": maximumMessageBytes,
    });
    server.addService(ResourceProviderService, service(pkg, connections, messages, log));
    return {
        port: await listen(server, pkg.name, port),
        async close() {
            connections.cancelAll();
            await new Promise<void>((resolve) => {
                const force = setTimeout(() => server.forceShutdown(), graceMilliseconds);
                server.tryShutdown(() => {
                    clearTimeout(force);
                    resolve();
                });
            });
            messages.close();
        },
    };
}

function listen(server: Server, name: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) {
                resolve(bound);
            } else {
                const reason = error.message.includes("EADDRINUSE") ? "another program uses it" : error.message;
                reject(
                    new Error(
                        `The provider ${name} cannot listen on port ${port} of 127.0.0.1: ${reason}. ` +
                            "Give another first port with --port, or leave --port out to take free ones.",
                    ),
                );
            }
        });
    });
}
