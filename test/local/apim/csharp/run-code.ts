import assert from "node:assert/strict";
import { Headers, MessageBody, type PolicyContext, type ResponseMessage } from "../../../../local/apim/context";
import { compileCSharp } from "../../../../local/apim/csharp/evaluate/compile";
import { DotNetException } from "../../../../local/apim/dotnet/exception";
import { Jwt } from "../../../../local/apim/dotnet/jwt";
import type { PolicyLanguage } from "../../../../local/apim/language";

/** An exception that code is to throw. */
export class Throws {
    constructor(readonly type: string) {}
}

/** Code with what it gives. */
export type Row = [code: string, expected: unknown];

export function throws(type: string): Throws {
    return new Throws(type);
}

/** Runs each piece of code in a context of its own. */
export function itRuns(kind: "expression" | "block", rows: Row[], language: () => PolicyLanguage): void {
    for (const [code, expected] of rows) {
        it(`${expected instanceof Throws ? `throws ${expected.type} in` : "gives the value of"} ${code}`, async () => {
            const { evaluate } = compileCSharp(code, kind, language());
            const context = await someContext();
            if (!(expected instanceof Throws)) {
                assert.deepEqual(evaluate(context), expected);
                return;
            }
            assert.throws(
                () => evaluate(context),
                (error) => error instanceof DotNetException && error.type === expected.type,
            );
        });
    }
}

/** A request with its answer. */
export async function someContext(): Promise<PolicyContext> {
    return {
        api: { id: "orders" },
        requestId: "01234567-89ab-4cde-8f01-23456789abcd",
        request: {
            method: "POST",
            ipAddress: "10.0.0.4",
            url: { path: "/orders", query: new Map([["a", ["1", "2"]]]) },
            headers: new Headers(["Accept", "a", "ACCEPT", "b"]),
            body: await loaded(Buffer.from('{"a":1}')),
        },
        response: await answer("application/json; charset=iso-8859-1", Buffer.from([0xe9])),
        lastError: {
            source: "forward-request",
            reason: "Timeout",
            message: "",
            scope: "api",
            section: "backend",
            path: "",
        },
        variables: new Map<string, unknown>([
            ["text", "words"],
            ["nothing", null],
            ["count", 3],
            ["token", new Jwt(new Map([["roles", ["one", "two"]]]))],
            ["answer", await answer(undefined, Buffer.from('\ufeff{"b":true}'))],
            ["empty", { ...(await answer(undefined, Buffer.alloc(0))), body: null }],
            ["strange", await answer("text/plain; charset=unheard-of", Buffer.alloc(0))],
        ]),
        now: () => 1_767_225_599_999,
    };
}

async function answer(contentType: string | undefined, bytes: Uint8Array): Promise<ResponseMessage> {
    return {
        statusCode: 200,
        reason: "OK",
        headers: new Headers(contentType === undefined ? [] : ["Content-Type", contentType]),
        body: await loaded(bytes),
    };
}

async function loaded(bytes: Uint8Array): Promise<MessageBody> {
    const body = new MessageBody(new Uint8Array(bytes));
    await body.load();
    return body;
}
