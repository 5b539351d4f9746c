// Does not prove in which order Azure runs branches that wait for nothing of each other: here it is that of the definition.
import assert from "node:assert/strict";
import { answering, runOf, start, statusesOf, steppingClock, workflowOf } from "./workflow";

type Status = "Succeeded" | "Failed" | "Skipped" | "TimedOut";
const behind = (runAfter: Record<string, Status[]>) => ({ runAfter });
const works = { type: "Compose", inputs: "@utcNow()" };
const fails = { type: "Compose", inputs: "@length(null)" };
const initialize = { type: "InitializeVariable", inputs: { variables: [{ name: "v", type: "string", value: "" }] } };
const set = (value: string) => ({ type: "SetVariable", inputs: { name: "v", value } });
const when = (expression: string, actions: object, otherwise: object = {}) => ({
    type: "If",
    expression: { and: [{ equals: [expression, true] }] },
    actions,
    else: { actions: otherwise },
});
const forEach = (list: string, actions: object) => ({
    type: "Foreach",
    foreach: list,
    actions,
    runtimeConfiguration: { concurrency: { repetitions: 1 } },
});

describe("A run of a workflow", () => {
    it("runs an action after those before it, whatever place it has", async () => {
        const run = await runOf({
            Third: { ...works, ...behind({ Second: ["Succeeded"] }) },
            Second: { ...works, ...behind({ First: ["Succeeded"] }) },
            First: works,
        });
        assert.deepEqual(
            run.actions.map(({ name }) => name),
            ["First", "Second", "Third"],
        );
        assert.equal(run.status, "Succeeded");
    });

    it("skips what would run after another status, and what would run after that", async () => {
        const run = await runOf({
            Fails: fails,
            Next: { ...works, ...behind({ Fails: ["Succeeded"] }) },
            Last: { ...works, ...behind({ Next: ["Succeeded"] }) },
            Handler: { ...works, ...behind({ Fails: ["Failed", "TimedOut"] }) },
            Both: { ...works, ...behind({ Fails: ["Failed"], Next: ["Skipped"] }) },
            Not: { ...works, ...behind({ Fails: ["Failed"], Next: ["Succeeded"] }) },
        });
        assert.deepEqual(statusesOf(run), {
            Fails: "Failed",
            Next: "Skipped",
            Last: "Skipped",
            Handler: "Succeeded",
            Both: "Succeeded",
            Not: "Skipped",
        });
        assert.deepEqual(
            run.actions.find(({ name }) => name === "Fails"),
            {
                name: "Fails",
                status: "Failed",
                code: "InvalidTemplate",
                error: { code: "InvalidTemplate", message: "length does not take a value of the type Null." },
            },
        );
    });

    it("has failed when a last action has, or one before a last one that was skipped", async () => {
        const handled = { Fails: fails, Handler: { ...works, ...behind({ Fails: ["Failed"] }) } };
        const skipped = { Fails: fails, Next: { ...works, ...behind({ Fails: ["Succeeded"] }) } };
        const deeper = { ...skipped, Last: { ...works, ...behind({ Next: ["Succeeded"] }) } };
        assert.equal((await runOf({ Fails: fails })).status, "Failed");
        assert.equal((await runOf({ Works: works, Fails: fails })).status, "Failed");
        assert.equal((await runOf(handled)).status, "Succeeded");
        assert.equal((await runOf(skipped)).status, "Failed");
        assert.equal((await runOf(deeper)).status, "Failed");
        // one branch that handles it does not help another that does not
        assert.equal((await runOf({ ...handled, ...skipped })).status, "Failed");
    });

    it("gives values of parameters, and their defaults", async () => {
        const definition = workflowOf(
            { Values: { type: "Compose", inputs: ["@parameters('a')", "@parameters('b')"] } },
            { a: { type: "Array", defaultValue: [] }, b: { type: "Object", defaultValue: { c: 1 } } },
        );
        const { actions } = await runOf({}, { definition, parameters: { a: [5] } });
        assert.deepEqual(actions[0]?.outputs, [[5], { c: 1 }]);
        await assert.rejects(runOf({}, { definition, parameters: { x: [5] } }), /has no parameters x\./);
        const bare = workflowOf({}, { a: { type: "Array" } });
        await assert.rejects(runOf({}, { definition: bare }), /parameter a of the workflow has no value/);
    });

    it("tells expressions of itself", async () => {
        const workflow = { name: "block", run: { name: "08585" } };
        const { actions } = await runOf(
            { Say: { type: "Compose", inputs: "@workflow()['run']['name']" } },
            { workflow },
        );
        assert.equal(actions[0]?.outputs, "08585");
    });

    it("waits by the clock that it has", async () => {
        const clock = steppingClock();
        const wait = { type: "Wait", inputs: { interval: { count: 90, unit: "Second" } } };
        const run = await runOf({ Wait: wait, Then: { ...works, ...behind({ Wait: ["Succeeded"] }) } }, { clock });
        assert.equal(run.seconds, 90);
        assert.equal(run.actions[1]?.outputs, new Date(start + 90_000).toISOString().replace("Z", "0000Z"));
    });

    it("ends at once where an action says so", async () => {
        const end = {
            type: "Terminate",
            inputs: { runStatus: "Failed", runError: { code: "Odd", message: "@concat('a', 'b')" } },
        };
        const run = await runOf({
            Scope: { type: "Scope", actions: { End: end, Inner: { ...works, ...behind({ End: ["Failed"] }) } } },
            Handler: { ...works, ...behind({ Scope: ["Failed", "Skipped"] }) },
        });
        assert.equal(run.status, "Failed");
        assert.deepEqual(run.actions[0], {
            name: "End",
            status: "Failed",
            code: "Odd",
            error: { code: "Odd", message: "ab" },
        });
        assert.deepEqual(statusesOf(run), { End: "Failed", Scope: "Skipped", Inner: "Skipped", Handler: "Skipped" });
    });
});

describe("A variable", () => {
    it("has its last text", async () => {
        const run = await runOf({
            Initialize: initialize,
            Set: { ...set("@{concat('a', 'b')}"), ...behind({ Initialize: ["Succeeded"] }) },
            Say: { type: "Compose", inputs: "@variables('v')", ...behind({ Set: ["Succeeded"] }) },
        });
        assert.equal(run.actions[2]?.outputs, "ab");
    });

    it("takes no value of another type", async () => {
        const run = await runOf({
            Initialize: initialize,
            Set: { ...set("@createArray(1)"), ...behind({ Initialize: ["Succeeded"] }) },
        });
        assert.equal(run.actions[1]?.error?.message, "A text is needed and a value of the type Array was given.");
    });
});

describe("A list", () => {
    it("is filtered and rewritten, item by item", async () => {
        const run = await runOf(
            {
                Filter: {
                    type: "Query",
                    inputs: { from: "@triggerBody()", where: "@equals(item()?['kind'], 'Account')" },
                },
                Ids: {
                    type: "Select",
                    inputs: { from: "@body('Filter')", select: "@item()['id']" },
                    ...behind({ Filter: ["Succeeded"] }),
                },
                Named: {
                    type: "Select",
                    inputs: { from: "@body('Filter')", select: { id: "@{item()['id']}!" } },
                    ...behind({ Filter: ["Succeeded"] }),
                },
            },
            {
                trigger: [
                    { kind: "Account", id: "a" },
                    { kind: "IP", id: "b" },
                    { kind: "Account", id: "c" },
                ],
            },
        );
        assert.deepEqual(run.actions[1]?.outputs, { body: ["a", "c"] });
        assert.deepEqual(run.actions[2]?.outputs, { body: [{ id: "a!" }, { id: "c!" }] });
    });

    it("must be one, and a condition must give yes or no", async () => {
        const query = (where: string) => ({ Filter: { type: "Query", inputs: { from: "@triggerBody()", where } } });
        const none = await runOf(query("@true"), { trigger: null });
        assert.equal(none.actions[0]?.error?.message, "Query needs an Array and was given a value of the type Null.");
        const odd = await runOf(query("@item()"), { trigger: [1] });
        assert.equal(odd.actions[0]?.error?.message, "The where gives a value of the type Number, not a Boolean.");
    });
});

describe("A condition", () => {
    it("runs one of its branches and skips the other", async () => {
        const run = await runOf({
            Yes: when("@equals(1, 1)", { A: works }, { B: works }),
            No: when("@equals(1, 2)", { C: works }, { D: works }),
        });
        assert.deepEqual(statusesOf(run), {
            A: "Succeeded",
            B: "Skipped",
            Yes: "Succeeded",
            C: "Skipped",
            D: "Succeeded",
            No: "Succeeded",
        });
    });

    it("has failed when its branch has, and what is in it is skipped with it", async () => {
        assert.deepEqual(statusesOf(await runOf({ If: when("@true", { A: fails }) })), { A: "Failed", If: "Failed" });
        const run = await runOf({
            First: fails,
            If: { ...when("@true", { A: works }), ...behind({ First: ["Succeeded"] }) },
        });
        assert.deepEqual(statusesOf(run), { First: "Failed", A: "Skipped", If: "Skipped" });
    });

    it("must give yes or no", async () => {
        const run = await runOf({ If: when("@triggerBody()", { A: works }) });
        assert.equal(run.actions[0]?.error?.message, "The expression gives a value of the type Null, not a Boolean.");
    });
});

describe("A scope", () => {
    it("has the status of what is in it, and tells of it", async () => {
        const run = await runOf({
            Scope: {
                type: "Scope",
                actions: {
                    A: works,
                    B: { ...fails, ...behind({ A: ["Succeeded"] }) },
                    C: { ...works, ...behind({ B: ["Succeeded"] }) },
                },
            },
            Failed: {
                type: "Query",
                inputs: { from: "@result('Scope')", where: "@equals(item()['status'], 'Failed')" },
                ...behind({ Scope: ["Failed"] }),
            },
        });
        assert.equal(statusesOf(run).Scope, "Failed");
        assert.deepEqual(run.actions.at(-1)?.outputs, {
            body: [
                {
                    name: "B",
                    status: "Failed",
                    code: "InvalidTemplate",
                    error: { code: "InvalidTemplate", message: "length does not take a value of the type Null." },
                },
            ],
        });
        assert.equal(run.status, "Succeeded");
    });
});

describe("A loop over a list", () => {
    const each = (inner: string) => ({
        Each: forEach("@triggerBody()", {
            Item: { type: "Compose", inputs: "@items('Each')" },
            Twice: { type: "Compose", inputs: inner, ...behind({ Item: ["Succeeded"] }) },
        }),
    });

    it("takes one item after the other, each with results of its own", async () => {
        const run = await runOf(each("@concat(item(), outputs('Item'))"), { trigger: ["a", "b"] });
        assert.deepEqual(
            run.actions.filter(({ name }) => name === "Twice").map(({ outputs }) => outputs),
            ["aa", "bb"],
        );
        assert.equal(run.status, "Succeeded");
    });

    it("takes all of them when one fails, and has failed then", async () => {
        const run = await runOf(each("@length(item())"), { trigger: [null, "b"] });
        assert.deepEqual(
            run.actions.filter(({ name }) => name === "Twice").map(({ status }) => status),
            ["Failed", "Succeeded"],
        );
        assert.equal(run.status, "Failed");
    });

    it("does nothing for an empty list, and fails for what is none", async () => {
        const none = await runOf(each("@item()"), { trigger: [] });
        assert.deepEqual(statusesOf(none), { Item: "Skipped", Twice: "Skipped", Each: "Succeeded" });
        const wrong = await runOf(each("@item()"), { trigger: "a" });
        assert.equal(
            wrong.actions.at(-1)?.error?.message,
            "Foreach needs an Array and was given a value of the type String.",
        );
    });

    it("knows the items of the loops around it", async () => {
        const run = await runOf(
            {
                Outer: forEach("@triggerBody()", {
                    Inner: forEach("@item()", {
                        Say: { type: "Compose", inputs: "@concat(length(items('Outer')), item())" },
                    }),
                }),
            },
            { trigger: [["a", "b"], ["c"]] },
        );
        assert.deepEqual(
            run.actions.filter(({ name }) => name === "Say").map(({ outputs }) => outputs),
            ["2a", "2b", "1c"],
        );
    });
});

describe("A loop until something holds", () => {
    const until = (expression: string, actions: object, limit = { count: 3, timeout: "PT1H" }) => ({
        Until: { type: "Until", expression, limit, actions },
    });
    const get = {
        type: "Http",
        inputs: { method: "GET", uri: "https://x", retryPolicy: { type: "none" } },
        operationOptions: "DisableAsyncPattern",
    };

    it("looks after each time, and ends when it does", async () => {
        const { requests, send } = answering({ body: 1 }, { body: 2 }, { body: 3 });
        const run = await runOf(until("@equals(body('Get'), 2)", { Get: get }), { send });
        assert.equal(requests.length, 2);
        assert.equal(run.status, "Succeeded");
    });

    it("goes on after a time that failed; the last time counts", async () => {
        const last = answering({ status: 404 }, { body: 2 });
        assert.equal(
            (await runOf(until("@equals(body('Get'), 2)", { Get: get }), { send: last.send })).status,
            "Succeeded",
        );
        const failed = answering({ body: 1 }, { status: 404, body: 2 });
        assert.equal(
            (await runOf(until("@equals(body('Get'), 2)", { Get: get }), { send: failed.send })).status,
            "Failed",
        );
    });

    it("ends at its limits as if it held", async () => {
        const { requests, send } = answering({}, {}, {});
        assert.equal((await runOf(until("@false", { Get: get }), { send })).status, "Succeeded");
        assert.equal(requests.length, 3);
        const wait = { type: "Wait", inputs: { interval: { count: 40, unit: "Second" } } };
        const run = await runOf(until("@false", { Wait: wait }, { count: 100, timeout: "PT1M" }));
        assert.equal(run.seconds, 80);
    });
});
