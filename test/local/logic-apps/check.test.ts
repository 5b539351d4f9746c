// Does not prove that Azure refuses the same: it takes more than is known here.
import assert from "node:assert/strict";
import { checkWorkflow } from "../../../local/logic-apps/check";
import { runOf, workflowOf } from "./workflow";

const compose = (inputs: unknown, ...after: string[]) => ({
    type: "Compose",
    inputs,
    runAfter: Object.fromEntries(after.map((name) => [name, ["Succeeded"]])),
});
const initialize = (name: string) => ({
    type: "InitializeVariable",
    inputs: { variables: [{ name, type: "string", value: "" }] },
});
const when = (expression: unknown, actions: object) => ({
    type: "If",
    expression: { and: [{ equals: [expression, true] }] },
    actions,
    else: { actions: {} },
});
const until = (expression: string, actions: object) => ({
    type: "Until",
    expression,
    limit: { count: 2, timeout: "PT1H" },
    actions,
});
const forEach = (list: string, actions: object) => ({
    type: "Foreach",
    foreach: list,
    actions,
    runtimeConfiguration: { concurrency: { repetitions: 1 } },
});
const behind = (name: string) => ({ runAfter: { [name]: ["Succeeded"] } });

function problemsOf(actions: object, parameters?: object): string[] {
    return checkWorkflow(workflowOf(actions, parameters));
}

describe("The check of a workflow", () => {
    it("finds nothing in one that can run", () => {
        assert.deepEqual(
            problemsOf(
                {
                    Variable: initialize("v"),
                    Set: {
                        type: "SetVariable",
                        inputs: { name: "v", value: "@parameters('p')[0]" },
                        ...behind("Variable"),
                    },
                    Each: {
                        ...forEach("@parameters('p')", {
                            Item: compose("@concat(item(), items('Each'), variables('v'))"),
                            Again: {
                                ...until("@equals(outputs('Inner'), outputs('Item'))", { Inner: compose(1) }),
                                ...behind("Item"),
                            },
                        }),
                        ...behind("Set"),
                    },
                    All: { type: "Scope", actions: { Inside: compose(2) }, ...behind("Each") },
                    Last: compose("@concat(outputs('Inside'), string(result('All')))", "All"),
                },
                { p: { type: "Array", defaultValue: ["x"] } },
            ),
            [],
        );
    });

    it("names what it does not know of an action, and runs nothing then", async () => {
        const known = { Known: compose(1) };
        const cases: [object, RegExp][] = [
            [{ A: { type: "Response", inputs: {} } }, /actions\.A\.type: /],
            [{ A: { ...compose(1), trackedProperties: {} } }, /actions\.A: .*trackedProperties/],
            [
                { A: { type: "Http", inputs: { method: "GET", uri: "https://x", cookie: "c" } } },
                /actions\.A\.inputs: .*cookie/,
            ],
            [{ A: { type: "Http", inputs: { method: "GET", uri: "https://x" } } }, /actions\.A\.operationOptions/],
            [{ A: { type: "Http", inputs: { method: "HEAD", uri: "https://x" } } }, /actions\.A\.inputs\.method/],
            [
                {
                    A: {
                        type: "Http",
                        inputs: {
                            method: "GET",
                            uri: "https://x",
                            retryPolicy: { type: "fixed", count: 1, interval: "PT4S" },
                        },
                    },
                },
                /retryPolicy\.interval: must be at least PT5S/,
            ],
            [
                { A: { ...forEach("@json('[]')", {}), runtimeConfiguration: {} } },
                /actions\.A\.runtimeConfiguration\.concurrency/,
            ],
            [{ A: { ...until("@true", {}), limit: { count: 5001, timeout: "PT1H" } } }, /actions\.A\.limit\.count/],
            [
                { A: { ...until("@true", {}), limit: { count: 1, timeout: "1 hour" } } },
                /actions\.A\.limit\.timeout: must be a duration/,
            ],
            [{ A: { type: "Compose", inputs: 1, runAfter: { Known: ["Done"] } } }, /actions\.A\.runAfter\.Known/],
        ];
        for (const [action, problem] of cases) {
            const problems = problemsOf({ ...known, ...action });
            assert.match(problems.join("\n"), problem);
            await assert.rejects(runOf({ ...known, ...action }), /^Error: The workflow cannot be run:/);
        }
    });

    it("names what it does not know of an expression", () => {
        const cases: Record<string, string> = {
            "@nothing()": "A: inputs: the function nothing is not known.",
            "@tolower('A')": "A: inputs: the function tolower is not known.",
            "@triggerBody().a": 'A: inputs: "@triggerBody().a" is no known expression from ".a" on.',
            "@triggerBody": 'A: inputs: "@triggerBody" is no known expression from "triggerBody" on.',
            "@concat('a'": "A: inputs: \"@concat('a'\" is no known expression from its end on.",
            "a @{concat('a') b": 'A: inputs: "a @{concat(\'a\') b" is no known expression from "b" on.',
            "@concat('a', 'b') ": "",
            "@add(1, 2)": "A: inputs: the function add is not known.",
            "@not(true, true)": "A: inputs: not does not take 2 arguments.",
            "@utcNow('d')": "A: inputs: utcNow does not take 1 arguments.",
            "@body(concat('A'))": "A: inputs: body takes a literal name.",
            "@item()": "A: inputs: item() is used outside a loop.",
        };
        for (const [text, problem] of Object.entries(cases))
            assert.deepEqual(problemsOf({ A: compose(text) }), problem === "" ? [] : [problem], text);
        assert.deepEqual(problemsOf({ A: compose({ "@{utcNow()}": 1 }) }), [
            'A: the name inputs.@{utcNow()} has an "@", which is not evaluated here.',
        ]);
        assert.deepEqual(problemsOf({ A: when("true", {}) }), ["A: expression: it is no expression."]);
        assert.deepEqual(problemsOf({ A: compose(`@concat('${"x".repeat(8200)}')`) }), [
            "A: inputs: An expression has more than 8192 characters.",
        ]);
    });

    it("finds names that refer to nothing that is there then", () => {
        const refers = (kind: string, call: string) => `B: inputs: ${call} refers to no ${kind} that is there then.`;
        const cases: [object, string][] = [
            // beside it, and not before it
            [{ A: compose(1), B: compose("@outputs('A')") }, refers("action", "outputs('A')")],
            // within a loop it has as many results as times
            [
                { A: forEach("@json('[]')", { C: compose(1) }), B: compose("@outputs('C')", "A") },
                refers("action", "outputs('C')"),
            ],
            [{ B: compose("@parameters('p')") }, refers("parameter", "parameters('p')")],
            [{ A: initialize("v"), B: compose("@variables('v')") }, refers("variable", "variables('v')")],
            [{ A: forEach("@json('[]')", {}), B: compose("@items('A')", "A") }, refers("loop", "items('A')")],
        ];
        for (const [actions, problem] of cases) assert.deepEqual(problemsOf(actions), [problem]);
    });

    it("finds an order that cannot be", () => {
        assert.deepEqual(problemsOf({ A: compose(1, "C"), B: { type: "Scope", actions: { C: compose(1) } } }), [
            "A runs after C, which is not beside it.",
        ]);
        assert.deepEqual(problemsOf({ A: compose(1, "B"), B: compose(1, "A") }), [
            "A runs after itself.",
            "B runs after itself.",
        ]);
    });

    it("finds names that are there twice, or too long", () => {
        const scope = (actions: object) => ({ type: "Scope", actions });
        assert.deepEqual(problemsOf({ A: scope({ C: compose(1) }), B: scope({ C: compose(1) }) }), [
            "Two actions have the name C.",
        ]);
        assert.deepEqual(problemsOf({ A: initialize("v"), B: initialize("v") }), [
            "The variable v is initialized twice.",
        ]);
        assert.deepEqual(problemsOf({ ["x".repeat(81)]: compose(1) }), [
            `The name ${"x".repeat(81)} has more than 80 characters.`,
        ]);
    });

    it("finds actions that Azure refuses where they are", () => {
        const end = { type: "Terminate", inputs: { runStatus: "Failed", runError: { code: "c", message: "m" } } };
        assert.deepEqual(problemsOf({ A: forEach("@json('[]')", { B: when("@true", { C: end }) }) }), [
            "C ends the run from within a loop.",
        ]);
        assert.deepEqual(problemsOf({ A: until("@true", { C: end }) }), ["C ends the run from within a loop."]);
        assert.deepEqual(problemsOf({ A: { type: "Scope", actions: { B: initialize("v") } } }), [
            "B initializes a variable inside an action.",
        ]);
        const deep = (depth: number): object =>
            depth === 0 ? {} : { [`L${depth}`]: { type: "Scope", actions: deep(depth - 1) } };
        assert.deepEqual(problemsOf(deep(8)), []);
        assert.deepEqual(problemsOf(deep(9)), ["L1 lies deeper than 8 levels."]);
    });

    it("finds variables that are changed without being there, or by themselves", () => {
        const set = (value: string, ...before: string[]) => ({
            type: "SetVariable",
            inputs: { name: "v", value },
            runAfter: Object.fromEntries(before.map((name) => [name, ["Succeeded"]])),
        });
        assert.deepEqual(problemsOf({ A: initialize("v"), B: set("x") }), [
            "B changes the variable v, which is not initialized before.",
        ]);
        assert.deepEqual(problemsOf({ A: initialize("v"), B: set("@{variables('v')}x", "A") }), [
            "B: inputs.value: a variable is used for its own new value.",
        ]);
    });
});
