import { sampleServer } from "../policy/sample-server";

/** What differs from a good call of a tool. */
export interface Change {
    /** Default: POST of the endpoint with HTTP/1.1. */
    line?: string;
    /** Lines, in the place of those of the same name. A name without colon takes the usual line away. */
    headers?: string[];
    body?: string | Uint8Array;
    /** What stands behind the headers, which then do not say how long it is. */
    framed?: string | Uint8Array;
    /** Whether the client sends no more and says so. */
    ends?: boolean;
}

/** `forwarded`, or the status and, where the policy has refused, the reason. */
export type Expected = string;

/** A request by what it is about, and how it ends. */
export type Row = [what: string, change: Change, expected: Expected];

/** Host of the endpoint. */
export const { host } = new URL(sampleServer.endpoint.url);

/** The good call. */
export const call =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_orders","arguments":{"status":"open"}}}';

/** Bytes of it. */
export const length = Buffer.byteLength(call);

/** A message with nothing in it. */
export const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

/** A message that reads a resource. */
export function resourceOf(uri: string): string {
    return JSON.stringify({ jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri } });
}
