// Does not prove that a right is the one that its tool needs: whoever reviews the definition does.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-tool-authz";
import { refusal, variable, when } from "../../../../policy-pack/rules/api-management/example-policy";
import { inbound, messagesOn } from "./messages";

const message = "context.Request.Body.As<JObject>(preserveContent: true)";
const claim = (name: string) =>
    variable(name, `((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("${name}", "")`);
const known = [
    '<validate-azure-ad-token header-name="Authorization" output-token-variable-name="jwt" />',
    claim("scp"),
    claim("oid"),
    variable("tool", `${message}["params"]["name"].ToString()`),
    variable("right", '(string)context.Variables["tool"] == "cancel_order" ? "orders.write" : "none"'),
    ...["Mcp-Method", "Mcp-Name"].map((name) => `<set-header name="${name}" exists-action="delete" />`),
];
const tool = '(string)context.Variables["tool"]';
const right = '(string)context.Variables["right"]';
const has = (text: string) => `((string)context.Variables["scp"]).Split(' ').Contains(${text})`;
const choose = (...branches: string[]) => `<choose>${branches.join("")}</choose>`;
const forbid = (condition: string, ...before: string[]) => when(condition, ...before, refusal(403));
const otherwise = `<otherwise>${refusal(403)}</otherwise>`;
const messages = (...statements: string[]) => messagesOn(rule, inbound(...known, ...statements));

const noRight = "no tool is refused to callers whose token lacks the right to it";
const noDefault = "tools that nobody listed are not refused by default";
const byHeader = (name: string) => `the header ${name} may say something else than the body of the request`;

const unlisted = choose(forbid(`${right} == "none"`));
const needed = choose(forbid(`${tool} == "cancel_order" && !${has('"orders.write"')}`));

describe("apim-tool-authz", () => {
    it("takes a refusal of what is not listed together with one for each right", () => {
        assert.deepEqual(messages(unlisted, needed), []);
        assert.deepEqual(messages(unlisted), [noRight]);
        assert.deepEqual(messages(needed), [noDefault]);
    });

    it("wants rights of the validated token, for the tool that the body names", () => {
        for (const condition of [
            // the same for every tool
            `!${has('"orders.write"')}`,
            // of a token that nobody has checked
            `${tool} == "cancel_order" && !context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt().Claims["scp"].Contains("orders.write")`,
            // no right
            `${tool} == "cancel_order" && (string)context.Variables["oid"] == ""`,
            // the header names the tool
            `${tool} != context.Request.Headers.GetValueOrDefault("Mcp-Name", "") && !${has('"orders.write"')}`,
        ])
            assert.deepEqual(messages(unlisted, choose(forbid(condition))), [noRight], condition);
        const right = when(`${tool} == "cancel_order" && ${has('"orders.write"')}`);
        assert.deepEqual(messages(unlisted, choose(right, otherwise)), []);
        assert.deepEqual(messages(unlisted, choose(right, when('"{{environment}}" == "dev"'), otherwise)), [noRight]);
    });

    it("does not take a variable that is not named for one of rights", () => {
        const verdict = variable("verdict", '(string)context.Variables["ver" + 1] == "" ? "harmful" : "harmless"');
        assert.deepEqual(
            messages(unlisted, verdict, choose(forbid('(string)context.Variables["verdict"] == "harmful"'))),
            [noRight],
        );
    });

    it("knows the forms in which what is not listed is refused", () => {
        for (const refused of [
            choose(when(`${tool} == "cancel_order"`), otherwise),
            choose(forbid(`!"cancel_order search_orders".Split(' ').Contains(${tool})`)),
            choose(forbid(`!${has(right)} && ${tool} != ""`)),
            choose(otherwise),
        ])
            assert.deepEqual(messages(refused, needed), [], refused);
        for (const refused of [
            choose(when(`${tool} == "cancel_order"`), when("true"), otherwise),
            choose(forbid(`${tool}.StartsWith("cancel")`)),
            choose(forbid(`${right} == "other"`)),
            choose(forbid(`${right} == "none" && ${tool} == "cancel_order"`)),
            choose(forbid("!\"a b\".Split(' ').Contains(context.Request.Method)")),
        ])
            assert.deepEqual(messages(refused, needed), [noDefault], refused);
    });

    it("takes one answer for many reasons, and what stands before an answer", () => {
        const trace = '<trace source="mcp"><message>refused</message></trace>';
        const reason = '<set-variable name="reason" value="right" /><set-variable name="status" value="403" />';
        const marked = (condition: string) => choose(when(condition, trace, reason));
        const answer = (name: string, code: string) =>
            choose(
                when(
                    `context.Variables.ContainsKey("${name}")`,
                    trace,
                    `<return-response><set-status code="${code}" /></return-response>`,
                ),
            );
        const byVariable = "@(int.Parse((string)context.Variables[&quot;status&quot;]))";
        const lacks = `${tool} != "" && !${has(right)}`;
        assert.deepEqual(messages(choose(forbid(lacks, trace))), []);
        assert.deepEqual(messages(marked(lacks), answer("reason", byVariable)), []);
        assert.deepEqual(messages(marked(lacks), answer("reason", "403")), []);
        for (const answered of [
            answer("other", "403"),
            answer("reason", "@(int.Parse((string)context.Variables[&quot;reason&quot;]))"),
            answer("reason", "400"),
            choose(when("true", refusal(403))),
            trace,
        ])
            assert.deepEqual(messages(marked(lacks), answered), [noRight, noDefault], answered);
    });

    describe("about the headers that repeat what the body says", () => {
        const guarded = [...known.slice(0, 5), unlisted, needed];
        const received = (name: string) => `context.Request.Headers.GetValueOrDefault("${name}", "")`;
        const outcome = (...statements: string[]) => messagesOn(rule, inbound(...guarded, ...statements));
        const both = [byHeader("mcp-method"), byHeader("mcp-name")];

        it("wants them deleted", () => {
            assert.deepEqual(outcome('<set-header name="mcp-name" exists-action="delete" />'), [
                byHeader("mcp-method"),
            ]);
            for (const statement of [
                '<set-header name="X-Method" exists-action="delete" />',
                '<set-query-parameter name="Mcp-Method" exists-action="delete" />',
                '<set-header name="Mcp-Method"><value>tools/list</value></set-header>',
            ])
                assert.deepEqual(outcome(statement), both, statement);
        });

        it("or refused where they differ", () => {
            const agrees = `${received("Mcp-Name")} == ${tool}`;
            const refuses = (code: number) => `<otherwise>${refusal(code)}</otherwise>`;
            assert.deepEqual(outcome(choose(when(agrees), refuses(400))), [byHeader("mcp-method")]);
            for (const statement of [
                choose(when(agrees), refuses(403)),
                choose(when(agrees), when('"{{environment}}" == "dev"'), refuses(400)),
                choose(when(`${received("Mcp-Name")} == "x"`), refuses(400)),
            ])
                assert.deepEqual(outcome(statement), both, statement);
        });
    });
});
