/**
 * A JSON-RPC error that answers no request in particular, and says nothing about what lies behind.
 * https://www.jsonrpc.org/specification#error_object
 */
export function errorBody(code: number, message: string): string {
    return JSON.stringify({ jsonrpc: "2.0", id: null, error: { code, message } });
}
