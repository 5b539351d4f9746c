import { block, type Code, expression, isOneOf, stringLiteral, variable } from "./csharp";
import { refuseFirst } from "./refusal";
import type { PolicyServer } from "./server";
import { largestMessage } from "./size-limit";
import { setVariable } from "./statements";
import type { Element } from "./xml";

const deepest = 32; // levels

const envelope = ["jsonrpc", "id", "method", "params", "result", "error"];

/** Members of `params` by which the gateway decides, or which it leaves to be checked. */
const judged = ["_meta", "name", "uri", "arguments", "cursor", "protocolVersion", "notifications"];

const metaVersion = "io.modelcontextprotocol/protocolVersion";

/** Methods whose message names a tool, a prompt or the URI of a resource. */
export const namingMethods = ["tools/call", "prompts/get", "resources/read"];

/** The message, or an object without members when there is none. */
export const message: Code = '((JObject)context.Variables["rpc"])';

/** Its `params`, or an object without members. */
export const parameters: Code = `(${message}["params"] as JObject ?? new JObject())`;

/**
 * Lets a request pass only when its body is one JSON-RPC message that every parser reads alike, or when it has no body and
 * needs none. The body goes on byte for byte: writing the parsed message again would change dates and long numbers. So
 * whatever two parsers could read differently is refused: other encodings, lenient JSON, repeated members, members of
 * the protocol in another letter case, unpaired surrogates (I-JSON, https://www.rfc-editor.org/rfc/rfc7493).
 *
 * Sets `rpcId`, `rpcMethod`, `rpcName` (what the message names: a tool, a prompt or the URI of a resource) and
 * `rpcVersion` (the version that the message claims).
 * Serves practices 1.1 and 1.2.
 */
export function readMessage(server: PolicyServer): Element[] {
    const isPost = 'context.Request.Method == "POST"';
    return [
        setVariable("rpcText", readText),
        setVariable("rpc", parse),
        setVariable("rpcId", readId),
        setVariable("rpcProblem", findProblem(server)),
        ...refuseFirst(
            {
                when: `!(${isPost}) && ${variable("rpcText")} != ""`,
                refusal: { status: 400, reason: "unexpected-body", message: "Only POST takes a body" },
            },
            {
                when: `Encoding.UTF8.GetByteCount(${variable("rpcText")}) > ${largestMessage}`,
                refusal: {
                    status: 413,
                    reason: "size",
                    message: `The body must have at most ${largestMessage} bytes`,
                },
            },
            {
                when: `${isPost} && ${message}.Count == 0`,
                refusal: {
                    status: 400,
                    reason: "no-strict-json",
                    code: -32700,
                    message: `The body must be one JSON object in UTF-8, without repeated members and at most ${deepest} levels deep`,
                },
            },
            {
                when: `${isPost} && ${variable("rpcProblem")} != ""`,
                refusal: {
                    status: 400,
                    reason: "no-valid-message",
                    code: -32600,
                    message: "Invalid request",
                    data: `JsonConvert.SerializeObject(${variable("rpcProblem")})`,
                },
            },
        ),
        setVariable("rpcMethod", expression(`(string)${message}["method"] ?? ""`)),
        setVariable("rpcName", readName),
        setVariable("rpcVersion", readVersion),
    ];
}

// what is not UTF-8 becomes a text that is no JSON
const readText = block(
    "try",
    "{",
    "    var body = context.Request.Body == null ? null : context.Request.Body.As<byte[]>(preserveContent: true);",
    "    var bytes = body ?? new byte[0];",
    "    var text = Encoding.UTF8.GetString(bytes);",
    '    return bytes.SequenceEqual(Encoding.UTF8.GetBytes(text)) ? text : "?";',
    "}",
    "catch (Exception)",
    "{",
    '    return "?";',
    "}",
);

const hex = "[0-9a-fA-F]";
const pairedUnit = `[dD][89abAB]${hex}{2}\\\\u[dD][c-fC-F]${hex}{2}`;
const singleUnit = `(?:[0-9abcefABCEF]${hex}|[dD][0-7])${hex}{2}`;
const string = `"(?:[^"\\\\\\x00-\\x1f]|\\\\(?:["\\\\/bfnrt]|u(?:${singleUnit}|${pairedUnit})))*"`;
const scalar = "true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
const value = '["0]';
const innermost = `\\[(?:${value}(?:,${value})*)?\\]|\\{(?:":${value}(?:,":${value})*)?\\}`;

// Newtonsoft alone would also take single quotes, comments, bare keys, trailing commas, octal numbers and dates. So the
// grammar is checked by itself: strings become a quote, other scalars 0, and then the innermost brackets 0, level by
// level. Newtonsoft keeps one of repeated members: there are fewer properties than colons then.
const parse = block(
    "try",
    "{",
    `    var text = ${variable("rpcText")};`,
    `    if (text.Length > ${largestMessage}) { return new JObject(); }`,
    `    if (!Regex.IsMatch(text, ${stringLiteral(`^(?>(?:[ \\t\\r\\n{}\\[\\],:]|${string}|${scalar})*)\\z`)})) { return new JObject(); }`,
    `    var shape = Regex.Replace(text, ${stringLiteral(string)}, ${stringLiteral('"')});`,
    `    shape = Regex.Replace(shape, ${stringLiteral(scalar)}, "0");`,
    `    shape = Regex.Replace(shape, ${stringLiteral("[ \\t\\r\\n]+")}, "");`,
    "    var colons = shape.Split(':').Length - 1;",
    `    foreach (var level in Enumerable.Range(1, ${deepest})) { shape = Regex.Replace(shape, ${stringLiteral(innermost)}, "0"); }`,
    "    var rpc = JObject.Parse(text);",
    '    return shape == "0" && rpc.Descendants().OfType<JProperty>().Count() == colons ? rpc : new JObject();',
    "}",
    "catch (Exception)",
    "{",
    "    return new JObject();",
    "}",
);

const isTextOrInteger = "id.Type == JTokenType.String || id.Type == JTokenType.Integer";

const readId = block(
    `var id = ${message}["id"];`,
    `return id != null && (${isTextOrInteger}) ? JsonConvert.SerializeObject(id) : "null";`,
);

// other methods than those that name something may have a member of any type there
const readName = block(
    `var name = ${parameters}[${nameMember(variable("rpcMethod"))}];`,
    'return name != null && name.Type == JTokenType.String ? (string)name : "";',
);

const readVersion = block(
    `var meta = ${parameters}["_meta"] as JObject ?? new JObject();`,
    `return (string)meta[${stringLiteral(metaVersion)}] ?? "";`,
);

// Each sentence is ours, and goes to the client. Method names are bounded because they are logged. Servers that ignore
// letter case may fold letters beyond ASCII too, so members of `params` and `_meta` have none.
function findProblem({ streaming }: PolicyServer): string {
    const mayAnswer = streaming ? `${variable("era")} == "2025"` : "false";
    return block(
        `var rpc = ${message};`,
        'var id = rpc["id"];',
        'var method = rpc["method"];',
        'var given = rpc["params"];',
        `var parameters = ${parameters};`,
        ...fail(`rpc.Properties().Any(p => !${isOneOf("p.Name", envelope)})`, "the message has an unknown member"),
        ...fail(
            'rpc["jsonrpc"] == null || rpc["jsonrpc"].Type != JTokenType.String || (string)rpc["jsonrpc"] != "2.0"',
            'jsonrpc must be "2.0"',
        ),
        ...fail(`id != null && !(${isTextOrInteger})`, "id must be a text, but no date, or an integer"),
        "if (method == null)",
        "{",
        ...fail(`!(${mayAnswer})`, "method is missing"),
        ...fail(
            'id == null || given != null || (rpc["result"] == null) == (rpc["error"] == null)',
            "a response must have an id and either result or error",
        ),
        '    return "";',
        "}",
        ...fail('rpc["result"] != null || rpc["error"] != null', "a request must not have result or error"),
        ...fail(
            `method.Type != JTokenType.String || !Regex.IsMatch((string)method, ${stringLiteral("^[A-Za-z0-9_./-]{1,128}\\z")})`,
            "method must be the name of a method",
        ),
        ...fail(
            '(id == null) != ((string)method).StartsWith("notifications/", StringComparison.Ordinal)',
            "a request must have an id, and a notification must not",
        ),
        ...fail("given != null && given.Type != JTokenType.Object", "params must be an object"),
        ...fail(
            `parameters.Properties().Any(p => !Regex.IsMatch(p.Name, ${stringLiteral("^[A-Za-z0-9_]+\\z")}))`,
            "members of params have names of ASCII letters, digits and underscores",
        ),
        ...fail(
            "parameters.Properties().Select(p => p.Name.ToLowerInvariant()).Distinct().Count() != parameters.Count",
            "params repeats a member in another letter case",
        ),
        ...fail(
            `parameters.Properties().Any(p => ${isOneOf("p.Name.ToLowerInvariant()", lowerCase(judged))} && !${isOneOf("p.Name", judged)})`,
            "params has a member of the protocol in another letter case",
        ),
        ...fail(
            'parameters["arguments"] != null && parameters["arguments"].Type != JTokenType.Object',
            "arguments must be an object",
        ),
        ...fail(
            `${isOneOf("(string)method", namingMethods)} && (parameters[${nameMember("(string)method")}] == null || parameters[${nameMember("(string)method")}].Type != JTokenType.String)`,
            "name, or uri of a resource, must be a text",
        ),
        'var meta = parameters["_meta"];',
        ...fail("meta != null && meta.Type != JTokenType.Object", "_meta must be an object"),
        "if (meta == null)",
        "{",
        '    return "";',
        "}",
        // https://modelcontextprotocol.io/specification/2025-11-25/basic#_meta
        ...fail(
            `((JObject)meta).Properties().Any(p => !Regex.IsMatch(p.Name, ${stringLiteral("^[A-Za-z0-9_./-]*\\z")}))`,
            "members of _meta have names of ASCII letters, digits, underscores, dots, slashes and hyphens",
        ),
        ...fail(
            `((JObject)meta).Properties().Any(p => ${isOneOf("p.Name.ToLowerInvariant()", lowerCase([metaVersion]))} && (p.Name != ${stringLiteral(metaVersion)} || p.Value.Type != JTokenType.String || (string)p.Value == ""))`,
            `${metaVersion} must be a text`,
        ),
        'return "";',
    );
}

function fail(when: Code, problem: string): Code[] {
    return [`if (${when})`, "{", `    return ${stringLiteral(problem)};`, "}"];
}

function nameMember(method: Code): Code {
    return `${method} == "resources/read" ? "uri" : "name"`;
}

function lowerCase(names: string[]): string[] {
    return names.map((name) => name.toLowerCase());
}
