// Does not prove for how long API Management keeps a token.
import assert from "node:assert/strict";
import { KeptTokens } from "../../../local/serve/kept-tokens";

const [minute, hour] = [60_000, 60 * 60_000];

describe("A token of a managed identity", () => {
    let time = 0;
    let issued = 0;
    let tokens = new KeptTokens(() => time);
    beforeEach(() => {
        [time, issued] = [0, 0];
        tokens = new KeptTokens(() => time);
    });

    const ask = (clientId: string, resource: string) =>
        tokens.get(clientId, resource, async () => {
            issued += 1;
            return { accessToken: `token ${issued}`, expiresIn: 3600 };
        });

    it("is kept until five minutes before it ends", async () => {
        assert.equal(await ask("one", "a"), "token 1");
        time = hour - 5 * minute - 1;
        assert.equal(await ask("one", "a"), "token 1");
        time += 1;
        assert.equal(await ask("one", "a"), "token 2");
    });

    it("is that of one identity for one resource", async () => {
        const names = [
            ["one", "a"],
            ["one", "b"],
            ["two", "a"],
        ] as const;
        const first = [];
        for (const [clientId, resource] of names) first.push(await ask(clientId, resource));
        assert.deepEqual(first, ["token 1", "token 2", "token 3"]);
        assert.equal(await ask("one", "b"), "token 2");
    });

    it("is asked for again when there was none", async () => {
        await assert.rejects(
            tokens.get("one", "a", async () => {
                throw new Error("no token");
            }),
            /no token/,
        );
        assert.equal(await ask("one", "a"), "token 1");
    });
});
