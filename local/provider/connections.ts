import type { Clock } from "../cloud/clock";
import { Connection } from "./connection";
import type { ProviderPackage } from "./provider";

interface Configured {
    configuration: string;
    connection: Connection;
}

/** The engine's connections by peer address: requests do not say which provider resource they are for. */
export class Connections {
    readonly #byPeer = new Map<string, Configured>();

    constructor(
        private readonly pkg: ProviderPackage,
        private readonly clock: Clock,
        private readonly warn: (urn: string, message: string) => void,
    ) {}

    configure(peer: string, variables: Record<string, string>): void {
        const connection = new Connection(this.pkg.configure(variables, this.warn), this.clock);
        const configuration = JSON.stringify(Object.entries(variables).sort());
        this.#byPeer.set(peer, { configuration, connection });
    }

    /**
     * The connection of a peer. The engine's gRPC client drops a connection that is idle for 30 minutes and opens another
     * without a new Configure; that one is recognised as long as there is only one configuration.
     *
     * @throws when it cannot be told which configuration is meant.
     */
    of(peer: string): Connection {
        const known = this.#byPeer.get(peer);
        if (known) {
            return known.connection;
        }
        const [first, ...others] = this.#byPeer.values();
        if (first === undefined || others.some(({ configuration }) => configuration !== first.configuration)) {
            throw new Error(`connection ${peer} sent no Configure, and ${this.#byPeer.size} configurations are known`);
        }
        const variables = Object.fromEntries(JSON.parse(first.configuration));
        this.configure(peer, variables);
        return this.of(peer);
    }

    cancel(peer: string): void {
        this.#byPeer.get(peer)?.connection.cancel();
    }

    cancelAll(): void {
        for (const { connection } of this.#byPeer.values()) {
            connection.cancel();
        }
    }
}
