// Does not prove that Entra and API Management answer like this: both stand in, as they document themselves.
import assert from "node:assert/strict";
import { auth } from "@modelcontextprotocol/client";
import { auth as auth2025 } from "@modelcontextprotocol/sdk/client/auth.js";
import { decodeJwt } from "jose";
import type { SignInChoice } from "../../local/entra/authority/sign-in";
import type { Fetch } from "../../local/serve/local-fetch";
import { connectFirst, connectSecond, Program, type SignedInClient, type SignInAndConnect } from "./oauth-clients";
import { ServedCopy } from "./served-copy";
import { endpoint, users } from "./served-deployment";

const { pathname: path } = new URL(endpoint);
const order = { orderId: "O-0000123456" };
const cancellation = { ...order, reason: "The customer does not want it." };

const generations: [
    name: string,
    version: string,
    connect: SignInAndConnect,
    auth: (
        program: Program,
        options: { serverUrl: string; fetchFn: Fetch } & Record<string, unknown>,
    ) => Promise<string>,
][] = [
    ["@modelcontextprotocol/sdk", "2025-11-25", connectFirst, auth2025],
    ["@modelcontextprotocol/client", "2026-07-28", connectSecond, auth],
];

describe("clients of the official SDKs, at a deployment that is served", function () {
    this.timeout(300_000);
    const copy = ServedCopy.forTests();
    const running: SignedInClient[] = [];
    afterEach(async () => {
        for (const client of running.splice(0)) await client.close();
    });

    /** Notes what messages to the gateway are answered with. */
    function noting(statuses: number[]): Fetch {
        return async (url, init) => {
            const response = await copy().fetch(url, init);
            if (new URL(url).pathname === path && init?.method === "POST") statuses.push(response.status);
            return response;
        };
    }

    async function programOf(choice: Partial<SignInChoice> = {}): Promise<Program> {
        const clientId = await copy().clientId("inspector");
        return new Program(clientId, (url) => copy().signIn(url, { user: users.clerk, ...choice }));
    }

    async function connected(
        connect: SignInAndConnect,
        program: Program,
        fetch = copy().fetch,
    ): Promise<SignedInClient> {
        const client = await connect(endpoint, { program, fetch });
        running.push(client);
        return client;
    }

    for (const [name, version, connect, authOf] of generations) {
        describe(`with ${name}`, () => {
            // so that nobody has consented to anything yet
            before(() => copy().restart());

            it("sign in with PKCE for the resource and the scope of the challenge", async () => {
                const program = await programOf({ user: users.manager });
                const statuses: number[] = [];
                const client = await connected(connect, program, noting(statuses));
                assert.equal(client.version, version);
                assert.deepEqual(statuses.slice(0, 2), [401, 200]);
                assert.deepEqual(
                    program.sentTo.map(({ searchParams }) =>
                        ["scope", "resource", "code_challenge_method"].map((each) => searchParams.get(each)),
                    ),
                    [[`${endpoint}/mcp.read`, endpoint, "S256"]],
                );
                const { scp, roles, oid } = decodeJwt(program.accessToken);
                assert.deepEqual([scp, roles, oid], ["mcp.read", ["Orders.Manager"], users.manager]);
                assert.deepEqual(await client.listTools(), ["cancel_order"]);
            });

            it("find out where to sign in at each address of the metadata", async () => {
                const addresses = {
                    appended: `${path}/.well-known/oauth-protected-resource`,
                    inserted: `/.well-known/oauth-protected-resource${path}`,
                    root: "/.well-known/oauth-protected-resource",
                };
                for (const [spelling, address] of Object.entries(addresses)) {
                    const found: string[] = [];
                    const fetchFn: Fetch = async (url, init) => {
                        const { pathname } = new URL(url);
                        // as at a server that has the metadata nowhere else
                        const isHidden = pathname !== address && Object.values(addresses).includes(pathname);
                        if (isHidden) return new Response(null, { status: 404 });
                        if (pathname === address) found.push(pathname);
                        return copy().fetch(url, init);
                    };
                    const program = await programOf();
                    const options = {
                        serverUrl: endpoint,
                        fetchFn,
                        // the one address that no client looks at by itself
                        ...(spelling === "appended" && { resourceMetadataUrl: new URL(address, endpoint) }),
                    };
                    assert.equal(await authOf(program, options), "REDIRECT", spelling);
                    const authorizationCode = program.answer.get("code") ?? assert.fail(program.answer.toString());
                    assert.equal(await authOf(program, { ...options, authorizationCode }), "AUTHORIZED", spelling);
                    assert.ok(found.length > 0, spelling);
                    await connected(connect, program);
                    assert.equal(program.sentTo.length, 1, spelling);
                }
            });

            it("sign in once more for a scope that they lack, and then succeed", async () => {
                const program = await programOf();
                const statuses: number[] = [];
                const client = await connected(connect, program, noting(statuses));
                statuses.length = 0;
                const ask = () => client.callTool("get_order", order);
                assert.deepEqual(textOf(await ask()), order);
                assert.deepEqual(statuses, [403, 200]);
                assert.match(program.sentTo[1]?.searchParams.get("scope") ?? "", /\/orders\.read$/);
                await ask();
                assert.deepEqual([statuses.slice(2), program.sentTo.length], [[200], 2]);
            });

            it("are told so when the user does not consent to the scope", async () => {
                let consent = true;
                const clientId = await copy().clientId("inspector");
                const program = new Program(clientId, (url) => copy().signIn(url, { user: users.clerk, consent }));
                const client = await connected(connect, program);
                consent = false;
                await assert.rejects(client.callTool("create_order", {}));
                assert.match(program.answer.get("error_description") ?? "", /^AADSTS65004: /);
                assert.ok(copy().behind.calls.every(({ tool }) => tool !== "create_order"));
            });

            it("do not pass the demand for a stronger sign-in on by themselves", async () => {
                const program = await programOf({ user: users.manager, phishingResistant: true });
                const statuses: number[] = [];
                const client = await connected(connect, program, noting(statuses));
                statuses.length = 0;
                await assert.rejects(client.callTool("cancel_order", cancellation), { message: /[Uu]nauthorized/ });
                assert.deepEqual(statuses, [401, 401]);
                assert.ok(program.sentTo.every(({ searchParams }) => !searchParams.has("claims")));
            });

            it("succeed with a stronger sign-in when the program passes the demand on", async () => {
                let claims: string | undefined;
                const fetch: Fetch = async (url, init) => {
                    const response = await copy().fetch(url, init);
                    const demanded = /claims="([^"]+)"/.exec(response.headers.get("WWW-Authenticate") ?? "")?.[1];
                    if (demanded !== undefined) claims = Buffer.from(demanded, "base64").toString();
                    return response;
                };
                const program = new Program(await copy().clientId("inspector"), (url) => {
                    if (claims !== undefined) url.searchParams.set("claims", claims);
                    return copy().signIn(url, { user: users.manager, phishingResistant: true });
                });
                const client = await connected(connect, program, fetch);
                assert.deepEqual(textOf(await client.callTool("cancel_order", cancellation)), cancellation);
                assert.equal(program.sentTo.length, 2);
            });

            it("get no token for a user who is not assigned", async () => {
                const program = await programOf({ user: users.stranger });
                await assert.rejects(connected(connect, program));
                assert.match(program.answer.get("error_description") ?? "", /^AADSTS50105: /);
            });
        });
    }
});

/** What a tool of the server behind answered, which is what it was given. */
function textOf(result: object): unknown {
    const { content } = result as { content: { text: string }[] };
    return JSON.parse(/\{.*\}/s.exec(content[0]?.text ?? "")?.[0] ?? "null");
}
