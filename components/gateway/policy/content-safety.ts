import { block, isOneOf, variable } from "./csharp";
import { parameters } from "./message";
import { refuseFirst } from "./refusal";
import { checkSafety, pieceLength } from "./safety-check";
import type { PolicyServer } from "./server";
import { choose, setVariable } from "./statements";
import type { Element } from "./xml";

/**
 * Lets arguments of tools and prompts pass only when Content Safety finds neither an attack nor harm in what they say:
 * names, because some schemas leave them to the client, and text. Without a complete answer of Content Safety nothing
 * passes. Serves practices 1.3 and ZT-2.
 */
export function shieldArguments(_server: PolicyServer): Element[] {
    return [
        choose({
            when: isOneOf(variable("rpcMethod"), ["tools/call", "prompts/get"]),
            do: [
                setVariable("argumentText", argumentText()),
                ...refuseFirst({
                    when: `(${variable("argumentText")}).Length > ${pieceLength}`,
                    refusal: {
                        status: 413,
                        reason: "long-arguments",
                        code: -32602,
                        message: `Arguments may have at most ${pieceLength} characters of text`,
                    },
                }),
                ...checkSafety({
                    text: "argumentText",
                    longest: pieceLength,
                    // what a user asks for and what the model copied from elsewhere cannot be told apart
                    roles: ["userPrompt", "documents"],
                    what: "arguments",
                    refusal: { status: 403, message: "The arguments were refused" },
                }),
            ],
        }),
    ];
}

function argumentText(): string {
    return block(
        `var arguments = ${parameters}["arguments"] as JObject ?? new JObject();`,
        "var names = arguments.Descendants().OfType<JProperty>().Select(member => member.Name);",
        "var texts = arguments.Descendants().OfType<JValue>().Where(text => text.Type == JTokenType.String).Select(text => (string)text);",
        'return string.Join("\\n", names.Concat(texts));',
    );
}
