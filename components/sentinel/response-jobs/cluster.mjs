import { request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { askManager, tokenFor } from "./azure.mjs";

/** Namespaces of servers in a list with spaces between, and a sentence about whatever else it has. */
export function namespacesIn(list) {
    const names = [...new Set(list.split(" ").filter((name) => name !== ""))];
    const isOfServer = (name) => name.length <= 63 && /^mcp-[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
    return {
        namespaces: names.filter(isOfServer),
        problems: names
            .filter((name) => !isOfServer(name))
            .map((name) => `${JSON.stringify(name)} is no namespace of a server.`),
    };
}

/** The API server of a cluster, asked as the job's identity. */
export async function connect(clusterId) {
    const { kubeconfigs } = await askManager("POST", `${clusterId}/listClusterUserCredential?api-version=2025-05-01`);
    const kubeconfig = Buffer.from(kubeconfigs[0].value, "base64").toString();
    const server = found(kubeconfig, /"?server"?: *"?(https:\/\/[^\s"]+)/);
    const ca = Buffer.from(found(kubeconfig, /"?certificate-authority-data"?: *"?([A-Za-z0-9+/=]+)/), "base64");
    // application of every cluster of AKS: https://azure.github.io/kubelogin/concepts/aks.html
    const token = await tokenFor("6dae42f8-4368-4678-94ff-3960e28e3630");
    return (method, path, { contentType, body } = {}) =>
        send(`${server}${path}`, { method, ca, headers: headersFor(token, contentType) }, body);
}

function found(kubeconfig, pattern) {
    const [, value] = pattern.exec(kubeconfig) ?? [];
    if (value === undefined) throw new Error("Azure did not say how to reach the cluster.");
    return value;
}

function headersFor(token, contentType) {
    return {
        Accept: "application/json",
        Authorization: `Bearer ${token}`,
        ...(contentType !== undefined && { "Content-Type": contentType }),
    };
}

/** How often something is asked again when the API server is busy, or begins. */
const patience = 10;

async function send(url, options, body) {
    const what = `${options.method} ${url.replace(/\?.*/, "")}`;
    for (let attempt = 1; ; attempt++) {
        const response = await new Promise((resolve, reject) => {
            const signal = AbortSignal.timeout(60_000);
            const sent = request(url, { ...options, signal }, resolve);
            sent.once("error", (error) => reject(new Error(`${what} failed: ${error.message}`)));
            sent.end(body === undefined ? undefined : JSON.stringify(body));
        });
        const answer = await text(response);
        if (response.statusCode === 429 && attempt < patience) {
            await delay(1000 * Number(response.headers["retry-after"] ?? 1));
            continue;
        }
        if (response.statusCode >= 300) throw new Error(`${what} answered ${response.statusCode}.`);
        return JSON.parse(answer);
    }
}
