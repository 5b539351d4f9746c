// Does not prove when Azure sends again: it draws each delay from a range, of which this is the most.
import assert from "node:assert/strict";
import { NotDelivered } from "../../../local/logic-apps/send";
import { answering, runOf } from "./workflow";

const get = (inputs: object = {}, more: object = {}) => ({
    Get: {
        type: "Http",
        inputs: { method: "GET", uri: "https://x/y", ...inputs },
        operationOptions: "DisableAsyncPattern",
        ...more,
    },
});

describe("A request of a workflow", () => {
    it("is sent as the action says, with the identity that it is for", async () => {
        const { requests, send } = answering({ status: 201, headers: { ETag: '"1"' }, body: { ok: true } });
        const run = await runOf(
            get({
                method: "PATCH",
                headers: { "If-Match": "@{concat('\"', '0', '\"')}" },
                body: { value: "@createArray(1)" },
                authentication: { type: "ManagedServiceIdentity", identity: "/id", audience: "https://a/" },
            }),
            { send },
        );
        assert.deepEqual(requests, [
            {
                method: "PATCH",
                url: "https://x/y",
                headers: { "content-type": "application/json", "if-match": '"0"' },
                body: { value: [1] },
                authentication: { identity: "/id", audience: "https://a/" },
            },
        ]);
        assert.equal(run.actions[0]?.code, "Created");
        assert.deepEqual(run.actions[0]?.outputs, { statusCode: 201, headers: { ETag: '"1"' }, body: { ok: true } });
    });

    it("has failed with any status but those of success, and its answer is there", async () => {
        for (const [status, code] of [
            [302, "Found"],
            [404, "NotFound"],
            [412, "PreconditionFailed"],
        ] as const) {
            const { requests, send } = answering({ status, body: "why" });
            const { actions } = await runOf(get(), { send });
            assert.deepEqual([actions[0]?.status, actions[0]?.code, requests.length], ["Failed", code, 1]);
            assert.deepEqual(actions[0]?.outputs, { statusCode: status, headers: {}, body: "why" });
        }
    });

    it("is sent again for those that may pass, four times in growing delays", async () => {
        for (const status of [408, 429, 500, 503]) {
            const { requests, send } = answering(...Array.from({ length: 5 }, () => ({ status })));
            const run = await runOf(get(), { send });
            assert.deepEqual([requests.length, run.seconds, run.status], [5, 7 + 14 + 28 + 56, "Failed"]);
        }
        const { requests, send } = answering({ status: 500 }, { status: 200 });
        const run = await runOf(get(), { send });
        assert.deepEqual([requests.length, run.seconds, run.status], [2, 7, "Succeeded"]);
    });

    it("is sent again by its own policy", async () => {
        const secondsWith = async (retryPolicy: object, headers = {}) => {
            const { requests, send } = answering(...Array.from({ length: 4 }, () => ({ status: 503, headers })));
            const { seconds } = await runOf(get({ retryPolicy }), { send });
            return [requests.length, seconds];
        };
        assert.deepEqual(await secondsWith({ type: "none" }), [1, 0]);
        assert.deepEqual(await secondsWith({ type: "fixed", count: 2, interval: "PT30S" }), [3, 60]);
        assert.deepEqual(
            await secondsWith({ type: "exponential", count: 3, interval: "PT10S", maximumInterval: "PT15S" }),
            [4, 10 + 15 + 15],
        );
        assert.deepEqual(
            await secondsWith({ type: "exponential", count: 2, interval: "PT5S", minimumInterval: "PT8S" }),
            [3, 8 + 10],
        );
        // whoever answers may want more time
        assert.deepEqual(
            await secondsWith({ type: "fixed", count: 1, interval: "PT5S" }, { "Retry-After": "60" }),
            [2, 60],
        );
    });

    it("has no answer when nobody is reached, or it gets no token", async () => {
        const away = answering(...Array.from({ length: 5 }, () => new NotDelivered("x is not reached.", true)));
        const run = await runOf(get(), { send: away.send });
        assert.equal(away.requests.length, 5);
        assert.deepEqual(run.actions[0]?.error, {
            code: "BadRequest",
            message: "Http request failed: x is not reached.",
        });
        assert.equal(run.actions[0]?.outputs, undefined);
        const refused = answering(new NotDelivered("no token.", false));
        assert.equal((await runOf(get(), { send: refused.send })).status, "Failed");
        assert.equal(refused.requests.length, 1);
        const wrong = await runOf(get({ uri: "@{triggerBody()}/y" }));
        assert.equal(wrong.actions[0]?.error?.message, "Http request failed: its address is none.");
    });

    it("has texts as its address and headers", async () => {
        for (const inputs of [{ uri: "@triggerBody()" }, { headers: { "If-Match": "@triggerBody()" } }]) {
            const run = await runOf(get(inputs));
            assert.equal(run.actions[0]?.error?.message, "A text is needed and a value of the type Null was given.");
        }
    });

    it("lets errors of the local cloud itself pass", async () => {
        await assert.rejects(runOf(get(), { send: answering(new Error("a defect")).send }), /a defect/);
    });

    it("does not wait for the end of what was accepted", async () => {
        const { requests, send } = answering({ status: 202, headers: { Location: "https://x/operation" } });
        const run = await runOf(get(), { send });
        assert.deepEqual([run.status, run.actions[0]?.code, requests.length], ["Succeeded", "Accepted", 1]);
    });
});

describe("What is secured", () => {
    const secured = (...properties: string[]) => ({ runtimeConfiguration: { secureData: { properties } } });
    const actions = {
        ...get({ body: { secret: "out" }, method: "POST" }, secured("inputs", "outputs")),
        Use: { type: "Compose", inputs: "@{body('Get')?['secret']}!", runAfter: { Get: ["Succeeded"] } },
        Send: {
            type: "Http",
            inputs: { method: "POST", uri: "https://x/z", body: { it: "@body('Get')?['secret']" } },
            operationOptions: "DisableAsyncPattern",
            runAfter: { Get: ["Succeeded"] },
        },
        Scope: {
            type: "Scope",
            actions: { Again: get({}, secured("outputs")).Get },
            runAfter: { Send: ["Succeeded"] },
        },
        Results: { type: "Compose", inputs: "@result('Scope')", runAfter: { Scope: ["Succeeded"] } },
    };

    it("can be used, and is in no history", async () => {
        const { requests, send } = answering({ body: { secret: "in" } }, {}, { body: "in" });
        const run = await runOf(actions, { send });
        assert.deepEqual(requests[1]?.body, { it: "in" });
        const shown = Object.fromEntries(run.actions.map(({ name, ...rest }) => [name, rest]));
        assert.deepEqual(shown.Get, { status: "Succeeded", code: "OK" });
        // what uses it hides what it was given, and not what it makes of it: so Microsoft's page
        assert.deepEqual(shown.Use, { status: "Succeeded", outputs: "in!" });
        assert.equal(shown.Send?.inputs, undefined);
        assert.deepEqual(shown.Again?.inputs, { method: "GET", uri: "https://x/y" });
        assert.equal(shown.Again?.outputs, undefined);
        assert.equal(JSON.stringify(shown.Results).includes('"in"'), false);
    });
});
