// Does not prove that Azure passes events on as they come: edge and API Management stand in, as they document themselves.
import assert from "node:assert/strict";
import { connectFirst, connectSecond, Program, type SignedInClient } from "./oauth-clients";
import { ServedCopy } from "./served-copy";
import { endpoint, users } from "./served-deployment";

const clients = [
    ["@modelcontextprotocol/sdk", connectFirst],
    ["@modelcontextprotocol/client", connectSecond],
] as const;
const order = { orderId: "O-0000123456" };

describe("a server that streams, at a deployment that is served", function () {
    this.timeout(480_000);
    const copy = ServedCopy.forTests({ streaming: true });
    const running: SignedInClient[] = [];
    afterEach(async () => {
        for (const client of running.splice(0)) await client.close();
    });

    for (const [name, connect] of clients) {
        it(`tells progress as it is made, and hears that a call is cancelled, with ${name}`, async () => {
            const clientId = await copy().clientId("inspector");
            const program = new Program(clientId, (url) => copy().signIn(url, { user: users.clerk }));
            const client = await connect(endpoint, { program, fetch: copy().fetch });
            running.push(client);
            const cancel = new AbortController();
            const call = () => copy().behind.calls.at(-1);
            const seen: unknown[] = [];
            const onprogress = ({ progress }: { progress: number }) => {
                seen.push([progress, call()?.state]);
                cancel.abort();
            };

            const called = client.callTool("get_order", order, { signal: cancel.signal, onprogress });

            await assert.rejects(called, /abort/i);
            while (call()?.state === "running") await new Promise((resolve) => setImmediate(resolve));
            assert.deepEqual([seen, call()?.state], [[[1, "running"]], "cancelled"]);
        });
    }
});
