import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueUserToken, type UserTokenRequest } from "../../local/entra/tokens/user-token";
import { type Fetch, localFetch } from "../../local/serve/local-fetch";
import { type ServedCloud, type ServedEdge, serveCloud } from "../../local/serve/serve-cloud";
import { LocalRun } from "../support/local-run";
import { fast } from "../support/suite-run";

/** The endpoint of the only server of `dev`. */
export const endpoint = "https://mcp-dev.contoso.com/orders/mcp";

export const visualStudioCode = "aebc6443-996d-45c2-90f0-388ff96faa56";

/** Users of the seed, by what they may do with orders: read and write, also cancel, nothing. */
export const users = {
    clerk: "33333333-3333-4333-8333-000000000023",
    manager: "33333333-3333-4333-8333-000000000024",
    stranger: "33333333-3333-4333-8333-000000000025",
};

/** `dev`, deployed once and served, for tests that do not change what is deployed. */
export interface ServedDeployment {
    local: LocalRun;
    served: ServedCloud;
    edge: ServedEdge;
    /** For clients: the edge and Entra answer under their names. */
    fetch: Fetch;
    /** What went wrong while it served. */
    logged: string[];
    /** A token of Visual Studio Code for the endpoint, without the pages of the sign-in. */
    token(request: Partial<UserTokenRequest> & { userId: string }): Promise<string>;
}

let deployment: Promise<ServedDeployment> | undefined;
const closers: (() => Promise<void>)[] = [];

/** The deployment that all suites of a process share; whoever asks first waits for a minute or two. */
export function servedDeployment(): Promise<ServedDeployment> {
    deployment ??= deploy();
    return deployment;
}

after(async () => {
    for (const close of closers.splice(0).reverse()) await close();
});

async function deploy(): Promise<ServedDeployment> {
    const local = new LocalRun(join(tmpdir(), `zero-trust-mcp-test-${randomUUID()}`));
    closers.push(() => rm(local.folder, { recursive: true, force: true }));
    await local.writeProject();
    const { exitCode, stderr, stdout } = await local.run(["up", ...fast]);
    assert.equal(exitCode, 0, `${stderr}\n${stdout}`);
    const logged: string[] = [];
    const served = await serveCloud({ home: join(local.home, "cloud"), log: (line) => logged.push(line) });
    closers.push(() => served.close());
    return {
        local,
        served,
        edge: served.edges[0] ?? assert.fail("no edge is served"),
        fetch: localFetch([...served.edges, served.entra]),
        logged,
        token: (request) => tokenFor(served, request),
    };
}

/** A token of Visual Studio Code for the endpoint, without the pages of the sign-in. */
export async function tokenFor(
    { tenant }: ServedCloud,
    request: Partial<UserTokenRequest> & { userId: string },
): Promise<string> {
    const { accessToken } = await issueUserToken(tenant(), {
        clientId: visualStudioCode,
        clientAuthentication: "0",
        resource: endpoint,
        scopes: [".default"],
        ...request,
    });
    return accessToken;
}

/** Sends a message of 2025-11-25 to the endpoint. */
export function sendMessage(
    fetch: Fetch,
    token: string,
    message: { method: string; params?: object },
    sessionId?: string,
): Promise<Response> {
    return fetch(endpoint, {
        method: "POST",
        headers: {
            Authorization: `Bearer ${token}`,
            "Content-Type": "application/json",
            Accept: "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-11-25",
            ...(sessionId !== undefined && { "Mcp-Session-Id": sessionId }),
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
    });
}
