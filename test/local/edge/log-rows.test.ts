// Does not prove that Azure writes all of these columns.
import assert from "node:assert/strict";
import { Headers } from "../../../local/apim/context";
import type { ScrubbedPart } from "../../../local/edge/deployed";
import { firewallRow } from "../../../local/edge/log-rows";

const firewall = {
    id: "/firewall",
    mode: "Prevention" as const,
    bodyLimit: 0,
    uploadLimit: 0,
    block: { status: 403, body: "" },
    rateLimits: [],
};

function row(uri: string, ...scrubbed: ScrubbedPart[]) {
    const arrival = {
        time: 0,
        transactionId: "0",
        client: { address: "203.0.113.1", port: 1 },
        method: "GET",
        uri,
        version: "HTTP/1.1",
        hosts: ["mcp.contoso.example"],
        headers: new Headers(),
        tls: { protocol: "TLSv1.3", cipher: "" },
    };
    return firewallRow(arrival, { ...firewall, scrubbed }, { rule: "one", message: "" }, 0);
}

describe("A row of the firewall", () => {
    const args = { matchVariable: "RequestArgNames" };

    it("hides the arguments that are scrubbed", () => {
        const uri = "/path?token=a=b&other=?&flag";
        assert.equal(row(uri).RequestUri, uri);
        assert.equal(row(uri, args).RequestUri, "/path?token=******&other=******&flag");
        assert.equal(row(uri, { ...args, selector: "token" }).RequestUri, "/path?token=******&other=?&flag");
        assert.equal(row(uri, { ...args, selector: "Token" }).RequestUri, uri);
        assert.equal(row("/path", args).RequestUri, "/path");
    });

    it("hides the address where addresses are scrubbed, and nothing for names of headers", () => {
        assert.equal(row("/", { matchVariable: "RequestIPAddress" }).ClientIp, "******");
        const other = row("/?a=1", { matchVariable: "RequestHeaderNames", selector: "a" });
        assert.deepEqual([other.ClientIp, other.RequestUri], ["203.0.113.1", "/?a=1"]);
    });
});
