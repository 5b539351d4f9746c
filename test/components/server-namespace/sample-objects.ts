import type { ServerNamespaceArgs } from "../../../components";
import { serverObjects } from "../../../components/server-namespace/objects";
import { serverNamespaceArgs } from "./sample-args";

/** Client id of the server's identity, as test/support/capture.ts answers. */
export const clientId = "55555555-5555-4555-8555-000000000001";

/** The objects of the sample's server, by role. */
// biome-ignore lint/suspicious/noExplicitAny: tests read fields of every kind of object
export function objectsOf(changes: Partial<ServerNamespaceArgs> = {}): Record<string, any> {
    return serverObjects("orders", { ...serverNamespaceArgs, ...changes }, { identityClientId: clientId });
}

export const labels = { "app.kubernetes.io/name": "orders", "app.kubernetes.io/part-of": "zero-trust-mcp" };

/** Metadata of most objects. */
export const inNamespace = { name: "orders", namespace: "mcp-orders", labels };
