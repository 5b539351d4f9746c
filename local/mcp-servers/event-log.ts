import type { EventStore } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";

/**
 * Events of a session in their order, so that a client whose connection broke gets what it missed. That of the SDK's
 * examples orders events by the millisecond, and loses one of two that share it.
 */
export class EventLog implements EventStore {
    readonly #events: { stream: string; message: JSONRPCMessage }[] = [];

    async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
        this.#events.push({ stream, message });
        return String(this.#events.length);
    }

    async replayEventsAfter(
        last: string,
        { send }: { send(id: string, message: JSONRPCMessage): Promise<void> },
    ): Promise<string> {
        const stream = this.#events[Number(last) - 1]?.stream;
        if (stream === undefined) throw new Error(`No event ${last} was sent.`);
        for (const [index, event] of this.#events.entries()) {
            if (index >= Number(last) && event.stream === stream) await send(String(index + 1), event.message);
        }
        return stream;
    }
}
