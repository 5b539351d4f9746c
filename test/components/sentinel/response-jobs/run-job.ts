import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { responseJobs } from "../../../../components/sentinel/response-jobs";
import { certificateFor, newAuthority } from "../../../../local/edge/certificate";
import { serveWayOut } from "../../../../local/jobs/way-out";
import { listen } from "../../../../local/listen";

/** A request of a job, to a service of Azure or to the API server. */
export interface Asked {
    /** Method, and address without query. */
    what: string;
    query: Record<string, string>;
    headers: Record<string, string | string[] | undefined>;
    // biome-ignore lint/suspicious/noExplicitAny: whatever the program sends
    body: any;
}

export interface Ended {
    code: number | null;
    output: string;
    asked: Asked[];
}

const image = `crcontoso.azurecr.io/mcp/node@sha256:${"0123456789abcdef".repeat(4)}`;
export const jobs = responseJobs(image);

/** Certificate authority that the kubeconfig of the cluster names. */
export const clusterAuthority = "-----BEGIN CERTIFICATE-----\nof the cluster\n-----END CERTIFICATE-----\n";

const confine = join(__dirname, "../../../../local/jobs/confine.cjs");

/** An answer: a status alone, or a body of JSON. */
export type Answer = number | object;

/**
 * Runs a job as its environment would: confined to what the network leads to, with an identity endpoint that gives tokens
 * named after what they are for.
 *
 * @param answer - What Azure answers; undefined where nobody is.
 */
export async function runJob(
    playbook: string,
    variables: Record<string, string>,
    answer: (asked: Asked) => Answer | undefined,
): Promise<Ended> {
    const asked: Asked[] = [];
    const [authority, cluster] = await Promise.all([newAuthority(), newAuthority()]);
    const services = await listen(
        createServer(async (request, response) => {
            const url = new URL(request.url ?? "/", `https://${request.headers.host}`);
            const body =
                request.headers["content-length"] || request.headers["transfer-encoding"] ? await text(request) : "";
            const one: Asked = {
                what: `${request.method} ${url.origin}${url.pathname}`,
                query: Object.fromEntries(url.searchParams),
                headers: request.headers,
                body: body === "" ? undefined : JSON.parse(body),
            };
            asked.push(one);
            const answered = answer(one);
            if (answered === undefined) response.destroy();
            else if (typeof answered === "number") response.writeHead(answered).end("of the service");
            else response.end(JSON.stringify(answered));
        }),
    );
    const identity = await listen(
        createServer((request, response) => {
            const { resource, client_id: client } = Object.fromEntries(
                new URL(request.url ?? "", "http://i").searchParams,
            );
            const isOwn = request.headers["x-identity-header"] === "proof" && client === "the-client";
            response.writeHead(isOwn ? 200 : 401).end(JSON.stringify({ access_token: `token for ${resource}` }));
        }),
    );
    const wayOut = await serveWayOut({
        originOf: () => services.origin,
        certificateOf: (host) => certificateFor(host, host.endsWith(".azmk8s.io") ? cluster : authority),
        refused: () => {},
        log: () => {},
    });
    const folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
    try {
        const trusted = join(folder, "authority.pem");
        await writeFile(trusted, authority.certificate);
        const [, ...rest] = jobs[playbook]?.command ?? [];
        const child = spawn(process.execPath, ["--require", confine, ...rest], {
            cwd: folder,
            env: {
                ...variables,
                AZURE_CLIENT_ID: "the-client",
                IDENTITY_ENDPOINT: `http://localhost:${identity.port}/msi/token`,
                IDENTITY_HEADER: "proof",
                NODE_EXTRA_CA_CERTS: trusted,
                LOCAL_NETWORK: JSON.stringify({
                    wayOut: wayOut.port,
                    identity: identity.port,
                    clusterAuthority: { named: clusterAuthority, certificate: cluster.certificate },
                }),
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const [[code], ...output] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
        return { code, output: output.join("").trim(), asked };
    } finally {
        await Promise.all([services.close(), identity.close(), wayOut.close(), rm(folder, { recursive: true })]);
    }
}
