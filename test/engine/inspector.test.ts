// Does not prove that people sign in with MCP Inspector, which opens a browser for that: it gets a token here.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Result, run } from "../../local/go-build/run";
import type { Listener } from "../../local/listen";
import { ensureInspector, type Inspector } from "../inspector/ensure-inspector";
import { startTunnel } from "../inspector/tunnel";
import { temporaryFolder } from "../support/temporary-folder";
import { endpoint, type ServedDeployment, servedDeployment, users } from "./served-deployment";

const order = { orderId: "O-0000123456" };

describe("MCP Inspector, at a deployment that is served", function () {
    this.timeout(480_000);
    const home = temporaryFolder();
    let inspector: Inspector;
    let deployment: ServedDeployment;
    let tunnel: Listener;
    before(async () => {
        inspector = await ensureInspector(process.env, console.error);
        deployment = await servedDeployment();
        tunnel = await startTunnel(deployment.served.edges);
    });
    after(() => tunnel?.close());

    /** Runs its command line, which trusts the authority of the edge and keeps its files in a folder of the test. */
    async function inspect(method: string, ...more: string[]): Promise<Result> {
        const authority = join(home(), "authority.pem");
        await writeFile(authority, deployment.edge.certificateAuthority);
        const options = {
            "--transport": "http",
            "--server-url": endpoint,
            "--connect-timeout": "0",
            "--format": "json",
            "--method": method,
        };
        return run(
            inspector.node,
            [inspector.script, "--cli", "--stored-auth-only", ...Object.entries(options).flat(), ...more],
            { env: { HOME: home(), NODE_EXTRA_CA_CERTS: authority, HTTPS_PROXY: tunnel.origin }, timeout: 120_000 },
        );
    }

    /** Its argument for a token of somebody who may only read. */
    async function readOnly(): Promise<string[]> {
        const token = await deployment.token({ userId: users.clerk, consented: ["orders.read"] });
        return ["--header", `Authorization: Bearer ${token}`];
    }

    it("lists the tools that a token allows, and no other", async () => {
        const { code, stdout, stderr } = await inspect("tools/list", ...(await readOnly()));
        assert.equal(code, 0, stderr);
        const { tools }: { tools: { name: string }[] } = JSON.parse(stdout).result;
        assert.deepEqual(
            tools.map(({ name }) => name),
            ["search_orders", "get_order"],
        );
    });

    it("calls a tool", async () => {
        const tool = ["--tool-name", "get_order", "--tool-args-json", JSON.stringify(order)];
        const { code, stdout, stderr } = await inspect("tools/call", ...tool, ...(await readOnly()));
        assert.equal(code, 0, stderr);
        const [content] = JSON.parse(stdout).result.content;
        // the gateway frames what the server answers
        assert.equal(content.text.split("\n")[1], JSON.stringify(order));
    });

    it("is refused with 401 without a token, and says that one has to sign in", async () => {
        const { code, stderr } = await inspect("tools/list");
        const { error } = JSON.parse(stderr);
        assert.deepEqual([code, error.code], [3, "auth_required"]);
        assert.match(error.message, /"code":401,"message":"A valid access token for this server is needed"/);
    });
});
