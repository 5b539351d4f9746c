// Does not prove how soon Azure heeds a named value or a new version of a secret: here, both count from the next request on.
import assert from "node:assert/strict";
import type { SignInChoice } from "../../local/entra/authority/sign-in";
import { connectFirst, Program, type SignedInClient } from "./oauth-clients";
import { ServedCopy } from "./served-copy";
import { endpoint, sendMessage, servedDeployment, users } from "./served-deployment";

describe("a session of a client that has signed in, at a deployment that is served", function () {
    this.timeout(300_000);
    const copy = ServedCopy.forTests();
    const running: SignedInClient[] = [];
    afterEach(async () => {
        for (const client of running.splice(0)) await client.close();
    });

    async function programOf(choice: Partial<SignInChoice> = {}): Promise<Program> {
        const clientId = await copy().clientId("inspector");
        return new Program(clientId, (url) => copy().signIn(url, { user: users.clerk, ...choice }));
    }

    async function begun(program: Program): Promise<SignedInClient> {
        const client = await connectFirst(endpoint, { program, fetch: copy().fetch });
        running.push(client);
        return client;
    }

    /** Status of a message in a session. */
    async function ping(token: string, sessionId: string | undefined): Promise<number> {
        const { status } = await sendMessage(copy().fetch, token, { method: "ping" }, sessionId);
        return status;
    }

    it("has an id of the gateway, and with it belongs to its user alone", async () => {
        const [own, other] = [await programOf(), await programOf({ user: users.manager })];
        const { sessionId } = await begun(own);
        await begun(other);

        assert.match(sessionId ?? "", /^[\w-]+\.[0-9]+\.[\w-]{43}$/);
        assert.equal(await ping(own.accessToken, sessionId), 200);
        assert.equal(await ping(other.accessToken, sessionId), 404);
        const [ofServer = ""] = (sessionId ?? "").split(".");
        assert.equal(await ping(own.accessToken, Buffer.from(ofServer, "base64url").toString()), 404);
    });

    it("belongs to its client alone", async () => {
        const { sessionId } = await begun(await programOf());
        const { token } = await servedDeployment();
        assert.equal(await ping(await token({ userId: users.clerk }), sessionId), 404);
    });

    it("ends with DELETE, at the server, too", async () => {
        const program = await programOf();
        const client = await begun(program);
        const { sessionId } = client;
        const before = copy().behind.sessions();

        await client.endSession();

        assert.equal(copy().behind.sessions(), before - 1);
        assert.equal(await ping(program.accessToken, sessionId), 404);
    });

    it("survives that everything in front of the server starts anew, as does the token", async () => {
        const program = await programOf();
        const client = await begun(program);
        assert.deepEqual(await client.listTools(), []);

        await copy().restart();

        assert.deepEqual(await client.listTools(), []);
        assert.equal(await ping(program.accessToken, client.sessionId), 200);
        assert.equal(program.sentTo.length, 1);
    });

    it("survives one rotation of the keys and not a second one", async () => {
        const program = await programOf();
        const { sessionId } = await begun(program);

        await copy().rotateSessionKeys();
        assert.equal(await ping(program.accessToken, sessionId), 200);
        const later = await begun(program);

        await copy().rotateSessionKeys();
        assert.equal(await ping(program.accessToken, sessionId), 404);
        assert.equal(await ping(program.accessToken, later.sessionId), 200);
        assert.deepEqual(copy().logged, []);
    });

    it("ends with its epoch, and a new one begins with the same token", async () => {
        const program = await programOf();
        const { sessionId } = await begun(program);

        await copy().setNamedValue("session-epoch", "2");

        assert.equal(await ping(program.accessToken, sessionId), 404);
        assert.equal(await ping(program.accessToken, (await begun(program)).sessionId), 200);
        assert.equal(program.sentTo.length, 1);
    });

    it("is of no use to a user who is blocked, and to no other user", async () => {
        const [own, other] = [await programOf(), await programOf({ user: users.manager })];
        const [{ sessionId }, { sessionId: ofOther }] = [await begun(own), await begun(other)];

        await copy().setNamedValue("blocked-principals", users.clerk);
        assert.deepEqual([await ping(own.accessToken, sessionId), await ping(other.accessToken, ofOther)], [403, 200]);

        await copy().setNamedValue("blocked-principals", "none");
        assert.equal(await ping(own.accessToken, sessionId), 200);
    });
});
