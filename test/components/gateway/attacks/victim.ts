import assert from "node:assert/strict";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { sampleServer } from "../policy/sample-server";
import { type Reply, ServedServer } from "../served/served-server";
import { type Attack, type Outcome, outcome } from "./attack";
import type { Change } from "./weaken";

const calm = 10 * 60_000; // milliseconds after which no limit counts any more

/** The server that is attacked: it has a tool that takes any text, and limits that a test reaches soon. */
export const victim: PolicyServer = {
    ...sampleServer,
    tools: [
        ...sampleServer.tools,
        {
            name: "add_note",
            description: "Adds a note to an order.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: { text: { type: "string", maxLength: 2000 } },
                required: ["text"],
            },
            right: { scope: "orders.write" },
            callsPerMinute: 3,
            stepUp: false,
            schemaId: "orders-note",
        },
    ],
    streaming: false,
    limits: { requestsPerAddress: 20, requestsPerUser: 12, requestsPerSession: 5, resultCharacters: 10_000 },
};

let starting: Promise<Victim> | undefined;

class Victim {
    readonly #backend;
    readonly #namedValues;

    constructor(readonly served: ServedServer) {
        this.#backend = served.backend;
        this.#namedValues = [...served.namedValues];
    }

    reset(change?: Change): ServedServer {
        const { served } = this;
        served.time += calm;
        served.backend = this.#backend;
        served.backendOrigin = undefined;
        for (const [name, value] of this.#namedValues) served.namedValues.set(name, value);
        served.safety.behaviour = { kind: "well" };
        served.forwarded.length = 0;
        served.records.length = 0;
        served.deploy(change);
        return served;
    }
}

/** An attack on the gateway as it is deployed, or as a change makes it. */
export function onGateway({
    attempt,
    weakened,
    ...description
}: Omit<Attack, "attempt"> & { weakened: Change; attempt(served: ServedServer): Promise<Outcome> }): Attack {
    return {
        ...description,
        async attempt(isGuarded) {
            const served = await servedVictim(isGuarded ? undefined : weakened);
            const reached = await attempt(served);
            for (const { defect, traces } of served.records) {
                assert.equal(defect, undefined);
                // a gateway that fails is no guard
                assert.notEqual(traces.at(-1)?.metadata.reason, "gateway-error");
            }
            return reached;
        },
    };
}

/** Whether the server behind the gateway got a request, and the caller its answer. */
export function passed(served: ServedServer, { status }: Pick<Reply, "status">): Outcome {
    return outcome(status < 300 && served.forwarded.length > 0);
}

/** The gateway in front of the victim, as if nothing had happened before; one serves all attacks. */
export async function servedVictim(change?: Change): Promise<ServedServer> {
    starting ??= ServedServer.start(victim).then((served) => new Victim(served));
    return (await starting).reset(change);
}

export async function closeVictim(): Promise<void> {
    const started = await starting;
    starting = undefined;
    await started?.served.close();
}
