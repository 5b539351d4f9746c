// Does not prove what an API server allows whom: one that lets everybody do everything answers here.
import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { createServer } from "node:https";
import { text } from "node:stream/consumers";
import { noWaiting } from "../../../../local/cloud/clock";
import { certificateFor } from "../../../../local/edge/certificate";
import { clusterServer } from "../../../../local/entra/tokens/microsoft";
import { signToken } from "../../../../local/entra/tokens/sign";
import { newSigningKey, type SigningKey } from "../../../../local/entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../../../../local/entra/tokens/tenant";
import { serveEntraAccess } from "../../../../local/kubernetes/entra-access/serve-entra-access";
import { type Listener, listen } from "../../../../local/listen";
import { MemoryStore } from "../../cloud/memory-store";

const job = "77777777-7777-4777-8777-000000000002";

describe("The way to an API server with a token of Entra", () => {
    let key: SigningKey;
    let apiServer: Listener;
    let way: Listener;
    const received: { request: IncomingMessage; body: string }[] = [];
    const logged: string[] = [];
    const tenant = (): Tenant => tenantOf(new MemoryStore(), { key, clock: noWaiting });

    before(async () => {
        key = await newSigningKey();
        const { key: serverKey, certificate, authority } = await certificateFor("localhost");
        apiServer = await listen(
            createServer({ key: serverKey, cert: certificate }, async (request, response) => {
                received.push({ request, body: await text(request) });
                response
                    .writeHead(201, { "Content-Type": "application/json", Warning: '299 - "so"' })
                    .end('{"kind":"Pod"}');
            }),
        );
        way = await serveEntraAccess({
            tenant,
            access: async () => ({
                server: `https://localhost:${apiServer.port}`,
                token: "of-the-administrator",
                certificate: authority,
            }),
            log: (line) => logged.push(line),
        });
    });
    after(async () => {
        await way.close();
        await apiServer.close();
    });
    beforeEach(() => {
        received.length = 0;
    });

    const tokenOf = async (claims: Record<string, unknown>, lifetimeSeconds = 60) => {
        const signed = { aud: clusterServer, idtyp: "app", oid: job, ...claims };
        return (await signToken(tenant(), { version: 1, lifetimeSeconds, claims: signed })).accessToken;
    };

    async function ask(
        headers: Record<string, string | string[]>,
        body = "",
    ): Promise<{ status?: number; body: string; headers: IncomingMessage["headers"] }> {
        const sent = send(`${way.origin}/api/v1/namespaces/mcp-orders/pods?dryRun=All`, {
            method: "POST",
            agent: false,
            headers: { host: "aks-one.private.westeurope.azmk8s.io", ...headers },
        }).end(body);
        const [response] = (await once(sent, "response")) as [IncomingMessage];
        return { status: response.statusCode, headers: response.headers, body: await text(response) };
    }

    it("carries out a request as the identity whose token it has, and passes its answer back", async () => {
        const authorization = `Bearer ${await tokenOf({})}`;
        const answer = await ask({ authorization, accept: "application/json" }, '{"kind":"Pod"}');
        assert.deepEqual([answer.status, answer.body, answer.headers.warning], [201, '{"kind":"Pod"}', '299 - "so"']);
        const { request, body } = received[0] ?? assert.fail("Nothing arrived.");
        assert.deepEqual(
            [request.method, request.url, body],
            ["POST", "/api/v1/namespaces/mcp-orders/pods?dryRun=All", '{"kind":"Pod"}'],
        );
        assert.equal(request.headers.authorization, "Bearer of-the-administrator");
        assert.equal(request.headers["impersonate-user"], job);
        assert.equal(request.headers["impersonate-group"], undefined);
        assert.equal(request.headers.accept, "application/json");
    });

    it("names the groups of a person, whom it calls by the name that it signs in with", async () => {
        const { principals } = tenant().graph.seed;
        const member =
            principals.find(({ type, memberOf = [] }) => type === "User" && memberOf.length > 0) ?? assert.fail();
        const token = await tokenOf({ idtyp: undefined, oid: member.id, upn: "ada@contoso.com" });
        await ask({ authorization: `Bearer ${token}` });
        const { headersDistinct } = received[0]?.request ?? assert.fail("Nothing arrived.");
        assert.deepEqual(headersDistinct["impersonate-user"], ["ada@contoso.com"]);
        assert.deepEqual(headersDistinct["impersonate-group"], member.memberOf);
    });

    it("lets nobody in without a token for clusters that is valid now", async () => {
        const stranger = await newSigningKey();
        const forged = await signToken(
            { ...tenant(), key: stranger },
            {
                version: 1,
                lifetimeSeconds: 60,
                claims: { aud: clusterServer, idtyp: "app", oid: job },
            },
        );
        const tokens = [
            await tokenOf({ aud: "https://management.azure.com/" }),
            await tokenOf({ iss: "https://sts.windows.net/99999999-9999-4999-8999-000000000001/" }),
            await tokenOf({}, -60),
            await tokenOf({ idtyp: undefined }),
            await tokenOf({ oid: undefined }),
            forged.accessToken,
            "of-the-administrator",
        ];
        const attempts = [{}, ...tokens.map((token) => ({ authorization: `Bearer ${token}` }))];
        for (const headers of attempts) {
            const answer = await ask(headers);
            const { kind, reason, code } = JSON.parse(answer.body);
            assert.deepEqual(
                [answer.status, kind, reason, code],
                [401, "Status", "Unauthorized", 401],
                JSON.stringify(headers),
            );
        }
        assert.deepEqual(received, []);
    });

    it("lets nobody act for somebody else", async () => {
        const authorization = `Bearer ${await tokenOf({})}`;
        for (const header of ["Impersonate-User", "impersonate-group", "Impersonate-Extra-scopes", "Impersonate-Uid"]) {
            const answer = await ask({ authorization, [header]: "system:masters" });
            assert.deepEqual([answer.status, JSON.parse(answer.body).reason], [403, "Forbidden"], header);
        }
        assert.deepEqual(received, []);
    });

    it("breaks off when the API server cannot be had, and says why", async () => {
        const broken = await serveEntraAccess({
            tenant,
            access: async () => assert.fail("There is no Go to build it with."),
            log: (line) => logged.push(line),
        });
        const sent = send(broken.origin, {
            agent: false,
            headers: { authorization: `Bearer ${await tokenOf({})}` },
        }).end();
        await assert.rejects(once(sent, "response"), { code: "ECONNRESET" });
        await broken.close();
        assert.deepEqual(logged, ["The way to the API server fails: There is no Go to build it with."]);
    });
});
