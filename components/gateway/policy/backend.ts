import type { PolicyServer } from "./server";
import { deleteHeader } from "./statements";
import { type Element, element } from "./xml";

/**
 * Chooses the server's own backend, whose certificate API Management checks; the global policy forwards to it. The answer
 * must come uncompressed, for the gateway reads it. Serves practices 3.2 and 7.1.
 */
export function selectBackend({ name }: PolicyServer): Element[] {
    return [element("set-backend-service", { "backend-id": name }), deleteHeader("Accept-Encoding")];
}
