import { credentials, type Metadata } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

type Name = keyof ResourceProviderClient & string;

/** A connection as the engine opens one for each provider resource: a channel of its own. */
export class EngineClient {
    readonly client: ResourceProviderClient;

    constructor(port: number) {
        this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
            "grpc.use_local_subchannel_pool": 1,
            "grpc.max_receive_message_length": -1,
        });
    }

    /** Calls a method; rejects with the gRPC error. */
    // biome-ignore lint/suspicious/noExplicitAny: the methods differ in request and response only
    call(name: Name, request: unknown): Promise<any> {
        return new Promise((resolve, reject) => {
            // biome-ignore lint/suspicious/noExplicitAny: see above
            (this.client as any)[name](request, (error: unknown, response: unknown) =>
                error ? reject(error) : resolve(response),
            );
        });
    }

    async configure(variables: Record<string, string> = {}): Promise<this> {
        const request = new ConfigureRequest();
        for (const [key, value] of Object.entries(variables)) {
            request.getVariablesMap().set(key, value);
        }
        await this.call("configure", request);
        return this;
    }

    async cancel(): Promise<void> {
        await this.call("cancel", new Empty());
    }

    close(): void {
        this.client.close();
    }
}

/** The half-made resource in the metadata of a gRPC error. */
export function failedResource({ metadata }: { metadata: Metadata }): ErrorResourceInitFailed {
    const [bytes] = metadata.get("grpc-status-details-bin");
    const [detail] = Status.deserializeBinary(bytes as Buffer).getDetailsList();
    const failed = detail?.unpack(ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
    if (!failed) {
        throw new Error("The error has no resource in it.");
    }
    return failed;
}
