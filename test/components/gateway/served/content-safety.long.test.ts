// Does not prove what Content Safety finds: here it finds what a test marks.
import assert from "node:assert/strict";
import type { Behaviour } from "../../../../local/content-safety/behaviour";
import { resulting, search, whileDeployed } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import type { ServedServer } from "./served-server";

const safetyHost = "safety.cognitiveservices.azure.com";
const longestArguments = 10_000; // characters

/** Texts that are refused wherever they stand. */
const harmful = [
    "[content-safety: attack]",
    "[content-safety: Hate 4]",
    "[content-safety: SelfHarm 4]",
    "[content-safety: Sexual 6]",
    "[content-safety: Violence 4]",
];

/** How Content Safety fails to answer. */
const failures: [how: string, fail: (served: ServedServer) => void][] = [
    ...(
        [
            { kind: "failing", status: 429 },
            { kind: "failing", status: 500 },
            { kind: "malformed", how: "no-json" },
            { kind: "malformed", how: "wrong-types" },
            { kind: "malformed", how: "missing-members" },
        ] satisfies Behaviour[]
    ).map((behaviour): (typeof failures)[number] => [
        JSON.stringify(behaviour),
        (served) => {
            served.safety.behaviour = behaviour;
        },
    ]),
    ["it cannot be reached", (served) => served.unreachable.add(safetyHost)],
    [
        "the gateway has no identity",
        (served) => {
            served.identityIsGood = false;
        },
    ],
];

const harmfulArguments: Refusal = {
    status: 403,
    reason: "harmful-arguments",
    message: "The arguments were refused",
};
const withheld: Refusal = {
    status: 502,
    reason: "harmful-result",
    message: "The result was withheld",
    forwarded: 1,
};
const unchecked = (what: string, forwarded: number): Refusal => ({
    status: 503,
    reason: `unchecked-${what}`,
    message: "The content could not be checked; try again later",
    forwarded,
});

describeServers("Content Safety", (on, { limits, prompts, resources }) => {
    /** Calls a tool whose schema lets any arguments pass. */
    const callWith = (served: ServedServer, given: Record<string, string>) =>
        whileDeployed(
            served,
            (service) => ({ ...service, schemas: new Map([...service.schemas.keys()].map((id) => [id, {}])) }),
            () => served.rpc("tools/call", { name: search.name, arguments: given }),
        );

    for (const text of harmful) {
        it(
            `lets no arguments pass with ${text}`,
            on(async (served) => {
                assertRefused(served, await callWith(served, { note: text }), harmfulArguments);
                assertRefused(served, await callWith(served, { [text]: "" }), harmfulArguments);
            }),
        );
    }

    it(
        "lets arguments pass that are hardly harmful",
        on(async (served) => {
            assertForwarded(served, await callWith(served, { note: "[content-safety: Hate 3]" }));
        }),
    );

    it(
        "is asked no more than it reads at a time",
        on(async (served) => {
            const longest = "x".repeat(longestArguments - "note\n".length);
            assertForwarded(served, await callWith(served, { note: longest }));
            served.forwarded.length = 0;
            assertRefused(served, await callWith(served, { note: `${longest}x` }), {
                status: 413,
                reason: "long-arguments",
                code: -32602,
                message: `Arguments may have at most ${longestArguments} characters of text`,
            });
        }),
    );

    if (prompts.length > 0) {
        it(
            "reads arguments of prompts",
            on(async (served) => {
                const params = { name: "complaint", arguments: { orderId: "[content-safety: attack]" } };
                assertRefused(served, await served.rpc("prompts/get", params), harmfulArguments);
            }),
        );
    }

    for (const [how, fail] of failures) {
        it(
            `lets no arguments pass when it does not check them: ${how}`,
            on(async (served) => {
                fail(served);
                assertRefused(served, await served.rpc("tools/call", search), unchecked("arguments", 0));
            }),
        );

        if (how === "the gateway has no identity") continue;
        it(
            `lets no result pass when it does not check it: ${how}`,
            on(async (served) => {
                served.backend = (request, response) => {
                    fail(served);
                    resulting({ content: [{ type: "text", text: "done" }] })(request, response);
                };
                assertRefused(served, await served.rpc("tools/call", search), unchecked("result", 1));
            }),
        );
    }

    it(
        "is not asked about calls without text",
        on(async (served) => {
            served.safety.behaviour = { kind: "failing", status: 500 };
            served.backend = resulting({});
            assertForwarded(served, await served.rpc("tools/call", { name: search.name }));
        }),
    );

    it(
        "is not asked about other methods",
        on(async (served) => {
            served.safety.behaviour = { kind: "failing", status: 500 };
            served.backend = resulting({ note: "[content-safety: attack]" });
            assertForwarded(served, await served.rpc("ping"));
        }),
    );

    for (const text of harmful) {
        it(
            `lets no result pass with ${text}`,
            on(async (served) => {
                served.backend = resulting({ content: [{ type: "text", text }] });
                assertRefused(served, await served.rpc("tools/call", search), withheld);
            }),
        );
    }

    it(
        "reads every part of a long result",
        on(async (served) => {
            const attack = "[content-safety: attack]";
            const rest = limits.resultCharacters - "type\ntext\ntext\n".length - "content\n".length - attack.length;
            served.backend = resulting({ content: [{ type: "text", text: `${"x".repeat(rest)}${attack}` }] });
            assertRefused(served, await served.rpc("tools/call", search), withheld);
            served.forwarded.length = 0;
            served.backend = resulting({ content: [{ type: "text", text: "x".repeat(rest) }] });
            assertForwarded(served, await served.rpc("tools/call", search));
        }),
    );

    if (resources.length > 0) {
        it(
            "reads resources",
            on(async (served) => {
                const uri = "orders://catalogue/2026";
                served.backend = resulting({ contents: [{ uri, text: "[content-safety: attack]" }] });
                assertRefused(served, await served.rpc("resources/read", { uri }), withheld);
            }),
        );
    }

    it(
        "is asked where the environment has it",
        on(async (served) => {
            served.namedValues.set("content-safety-endpoint", "https://other.cognitiveservices.azure.com/");
            assertRefused(served, await served.rpc("tools/call", search), unchecked("arguments", 0));
            assert.equal(served.safety.behaviour.kind, "well");
        }),
    );
});
