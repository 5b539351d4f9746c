import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Cluster } from "../../local/kubernetes/cluster";

/** A node of the cluster whose kubelet lets every command begin, and end at once. */
export interface FakeNode {
    name: string;
    close(): void;
}

/** Adds a node to a cluster; the certificates are those of the API server, which trusts any kubelet here. */
export async function startFakeNode(cluster: Cluster, certificates: string, name = "node-1"): Promise<FakeNode> {
    const [key, cert] = ["apiserver.key", "apiserver.crt"].map((file) => readFileSync(path.join(certificates, file)));
    const kubelet = createServer({ key, cert });
    kubelet.on("upgrade", (request, socket) => {
        const answer = [
            "HTTP/1.1 101 Switching Protocols",
            "Connection: Upgrade",
            `Upgrade: ${request.headers.upgrade}`,
        ];
        socket.on("error", () => {}).end(`${answer.join("\r\n")}\r\n\r\n`);
    });
    await new Promise<void>((resolve) => kubelet.listen(0, "127.0.0.1", resolve));
    const { port: Port } = kubelet.address() as AddressInfo;
    const node = { apiVersion: "v1", kind: "Node", metadata: { name } };
    await cluster.create(node, { fieldManager: "test", dryRun: false });
    await cluster.connection.send({
        method: "PATCH",
        path: `/api/v1/nodes/${name}/status`,
        contentType: "application/merge-patch+json",
        body: {
            status: {
                addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
                daemonEndpoints: { kubeletEndpoint: { Port } },
            },
        },
    });
    return { name, close: () => kubelet.close() };
}
