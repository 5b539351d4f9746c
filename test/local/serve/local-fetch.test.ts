import assert from "node:assert/strict";
import { createServer } from "node:https";
import { text } from "node:stream/consumers";
import { certificateFor, newAuthority } from "../../../local/edge/certificate";
import { type Listener, listen } from "../../../local/listen";
import { type Fetch, localFetch } from "../../../local/serve/local-fetch";

const host = "mcp.contoso.com";

describe("fetch on this machine", () => {
    let listener: Listener;
    let fetch: Fetch;

    before(async () => {
        const authority = await newAuthority();
        const { key, certificate } = await certificateFor(host, authority);
        const server = createServer({ key, cert: certificate }, async (request, response) => {
            if (request.url === "/never") return;
            if (request.url === "/nothing") return response.writeHead(204).end();
            response.setHeader("Set-Cookie", ["a=1", "b=2"]);
            response.end(`${request.method} ${request.headers.host}${request.url} ${await text(request)}`);
        });
        listener = await listen(server);
        const { port } = listener;
        fetch = localFetch([{ host, port, certificateAuthority: authority.certificate }]);
    });
    after(() => listener.close());

    it("finds a name that is served", async () => {
        const response = await fetch(`https://${host}/path?query`, { method: "POST", body: "body" });
        assert.equal(await response.text(), `POST ${host}/path?query body`);
        assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
    });

    it("takes answers without a body", async () => {
        const { status, body } = await fetch(`https://${host}/nothing`);
        assert.deepEqual([status, body], [204, null]);
    });

    it("goes nowhere else", async () => {
        await assert.rejects(fetch("https://login.microsoftonline.com/"), /is not served on this machine/);
        await assert.rejects(fetch(`http://${host}/`), /is not served on this machine/);
    });

    it("ends when the caller gives up", async () => {
        const cancel = new AbortController();
        const answer = fetch(`https://${host}/never`, { signal: cancel.signal });
        cancel.abort();
        await assert.rejects(answer, { name: "AbortError" });
    });
});
