// Does not prove that clients can read the lists: tests with clients do.
import assert from "node:assert/strict";
import type { Right } from "../../../../components/gateway/policy/server";
import { modern } from "./calls";
import { describeServers } from "./every-server";
import { assertAnswered, assertRefused } from "./judged";

describeServers("A list", (on, { tools, resources, prompts, scopes }) => {
    const lists: [method: string, member: string, name: string, items: { right: Right }[]][] = [
        ["tools/list", "tools", "name", tools],
        ...(resources.length === 0
            ? []
            : ([
                  ["resources/list", "resources", "uri", resources],
                  ["resources/templates/list", "resourceTemplates", "uri", []],
              ] as typeof lists)),
        ...(prompts.length === 0 ? [] : ([["prompts/list", "prompts", "name", prompts]] as typeof lists)),
    ];

    for (const [method, member, name, items] of lists) {
        const namesOf = (list: object[]) => list.map((item) => (item as Record<string, unknown>)[name]);

        it(
            `of ${member} has everything for who may do everything`,
            on(async (served) => {
                const reply = await served.rpc(method);
                assertAnswered(served, reply);
                assert.deepEqual(Object.keys(reply.json.result), [member]);
                assert.deepEqual(namesOf(reply.json.result[member]), namesOf(items));
                assert.equal(reply.headers["cache-control"], "no-store");
            }),
        );

        it(
            `of ${member} says since 2026-07-28 how long it counts, and for whom`,
            on(async (served) => {
                const reply = await modern(served, method);
                assertAnswered(served, reply);
                const { [member]: listed, ...rest } = reply.json.result;
                assert.deepEqual(namesOf(listed), namesOf(items));
                assert.deepEqual(rest, { resultType: "complete", ttlMs: 300_000, cacheScope: "private" });
            }),
        );

        for (const scope of scopes) {
            it(
                `of ${member} has for who has ${scope} what that is for`,
                on(async (served) => {
                    const token = await served.token({ scp: scope, roles: undefined });
                    const reply = await served.rpc(method, undefined, { token });
                    assertAnswered(served, reply);
                    const allowed = items.filter(({ right }) => "scope" in right && right.scope === scope);
                    assert.deepEqual(namesOf(reply.json.result[member]), namesOf(allowed));
                }),
            );
        }

        it(
            `of ${member} has one page`,
            on(async (served) => {
                assertRefused(served, await served.rpc(method, { cursor: "2" }), {
                    status: 400,
                    reason: "cursor",
                    code: -32602,
                    message: "Invalid cursor",
                });
            }),
        );
    }
});
