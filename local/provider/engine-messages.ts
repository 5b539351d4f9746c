import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** What a provider wants the user to see although the operation goes on. */
export class EngineMessages {
    #address = "";
    #engine: EngineClient | undefined;
    #underWay = new Set<Promise<void>>();

    constructor(private readonly log: (line: string) => void) {}

    /** The engine says where it listens once for each connection. */
    attach(address: string): void {
        if (address !== this.#address) {
            this.close();
            this.#address = address;
            this.#engine = new EngineClient(address, credentials.createInsecure());
        }
    }

    warn(urn: string, message: string): void {
        const request = new LogRequest().setSeverity(LogSeverity.WARNING).setUrn(urn).setMessage(message);
        const sending = new Promise<void>((resolve) => {
            if (this.#engine === undefined) {
                this.log(`${urn}: ${message}`);
                resolve();
                return;
            }
            this.#engine.log(request, (error) => {
                if (error !== null) {
                    this.log(`${urn}: ${message} (not shown: ${error.message})`);
                }
                resolve();
            });
        });
        this.#underWay.add(sending);
        sending.then(() => this.#underWay.delete(sending));
    }

    /** Resolves when the engine has every message: it may end after the answer that follows. */
    async sent(): Promise<void> {
        await Promise.all(this.#underWay);
    }

    close(): void {
        this.#engine?.close();
        this.#engine = undefined;
        this.#address = "";
    }
}
