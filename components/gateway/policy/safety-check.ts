import { block, type Code, expression, namedValue, stringLiteral, variable } from "./csharp";
import { refuseFirst } from "./refusal";
import { choose, setHeader, setToNamedValue, setVariable } from "./statements";
import { type Element, element } from "./xml";

/**
 * Characters that Content Safety reads at a time:
 * https://learn.microsoft.com/azure/ai-services/content-safety/overview#input-requirements
 */
export const pieceLength = 10_000;

/** Characters that a piece shares with the one before, so that no attack is torn in two unseen. */
const overlap = 500;

/**
 * Lowest severity of each harm that is refused, of 0, 2, 4 and 6: medium, as the filters of the models have it.
 * https://learn.microsoft.com/azure/ai-services/content-safety/concepts/harm-categories
 */
const refusedSeverity = { Hate: 4, SelfHarm: 4, Sexual: 4, Violence: 4 };

const apiVersion = "2024-09-01";

/** Seconds within which Content Safety must answer. */
const answerSeconds = 10;

interface SafetyCheck {
    /** Name of the variable with the text. */
    text: string;
    /** Characters that the text has at most; longer text is refused. */
    longest: number;
    /** What Prompt Shields take the text for: words of the user, or what others wrote. */
    roles: readonly ("userPrompt" | "documents")[];
    /** What the log calls the text. */
    what: string;
    /** How a request ends whose text is harmful. */
    refusal: { status: 403 | 502; message: string };
}

/**
 * Lets text pass only when Prompt Shields see no attack in it and text analysis sees no harm, or when there is none. Anything else than the two
 * complete answers refuses it: an error, a time-out, a missing member, a text that is too long. All of it is asked at the
 * same time.
 */
export function checkSafety(check: SafetyCheck): Element[] {
    const { text, longest, roles, what, refusal } = check;
    const pieces = Math.ceil(Math.max(1, longest - overlap) / (pieceLength - overlap));
    const starts = Array.from({ length: pieces }, (_, index) => index * (pieceLength - overlap));
    const verdict = variable("safetyVerdict");
    return [
        ...setToNamedValue("safetyEndpoint", "content-safety-endpoint"),
        element(
            "wait",
            { for: "all" },
            ...starts.flatMap((start, index) => {
                const piece = `(${variable(text)}).Substring(${start}, Math.Min(${pieceLength}, (${variable(text)}).Length - ${start}))`;
                const isNeeded = `(${variable(text)}).Length > ${start === 0 ? 0 : start + overlap}`;
                return [
                    choose({
                        when: isNeeded,
                        do: [ask(`${what}Shield${index}`, "shieldPrompt", shieldBody(piece, roles))],
                    }),
                    choose({ when: isNeeded, do: [ask(`${what}Harm${index}`, "analyze", harmBody(piece))] }),
                ];
            }),
        ),
        setVariable("safetyVerdict", judge(check)),
        ...refuseFirst(
            { when: `${verdict} == "harmful"`, refusal: { reason: `harmful-${what}`, ...refusal } },
            {
                when: `${verdict} != "harmless"`,
                refusal: {
                    status: 503,
                    reason: `unchecked-${what}`,
                    message: "The content could not be checked; try again later",
                },
            },
        ),
    ];
}

function ask(response: string, operation: "shieldPrompt" | "analyze", body: Code): Element {
    const path = `contentsafety/text:${operation}?api-version=${apiVersion}`;
    return element(
        "send-request",
        { mode: "new", "response-variable-name": response, timeout: String(answerSeconds), "ignore-error": "true" },
        element("set-url", {}, expression(`${variable("safetyEndpoint")} + ${stringLiteral(path)}`)),
        element("set-method", {}, "POST"),
        setHeader("Content-Type", "application/json"),
        element("set-body", {}, expression(body)),
        element("authentication-managed-identity", {
            resource: "https://cognitiveservices.azure.com",
            "client-id": namedValue("gateway-identity-client-id"),
        }),
    );
}

function shieldBody(piece: Code, roles: SafetyCheck["roles"]): Code {
    const json = `JsonConvert.SerializeObject(${piece})`;
    const members = { userPrompt: json, documents: `"[" + ${json} + "]"` };
    const texts = roles.map((role) => `${stringLiteral(`"${role}":`)} + ${members[role]}`);
    return [stringLiteral("{"), texts.join(' + "," + '), stringLiteral("}")].join(" + ");
}

// https://learn.microsoft.com/rest/api/contentsafety/text-operations/analyze-text
function harmBody(piece: Code): Code {
    const categories = JSON.stringify(Object.keys(refusedSeverity));
    return [
        stringLiteral('{"text":'),
        `JsonConvert.SerializeObject(${piece})`,
        stringLiteral(`,"categories":${categories},"outputType":"FourSeverityLevels"}`),
    ].join(" + ");
}

/** Expression of "harmless", "harmful" or "unchecked"; whatever is not as expected throws, and is unchecked. */
function judge({ text, longest, roles, what }: SafetyCheck): string {
    const detected = { userPrompt: 'shield["userPromptAnalysis"]', documents: 'shield["documentsAnalysis"][0]' };
    return block(
        `var text = ${variable(text)};`,
        `if (text.Length > ${longest}) { return "unchecked"; }`,
        "try {",
        "  var harmful = false;",
        `  for (var index = 0; index == 0 ? text.Length > 0 : text.Length > index * ${pieceLength - overlap} + ${overlap}; index++) {`,
        `    var shieldAnswer = (IResponse)context.Variables["${what}Shield" + index];`,
        `    var harmAnswer = (IResponse)context.Variables["${what}Harm" + index];`,
        '    if (shieldAnswer.StatusCode != 200 || harmAnswer.StatusCode != 200) { return "unchecked"; }',
        "    var shield = shieldAnswer.Body.As<JObject>();",
        `    var attacks = new [] { ${roles.map((role) => `${detected[role]}["attackDetected"]`).join(", ")} };`,
        '    if (attacks.Any(attack => attack.Type != JTokenType.Boolean)) { return "unchecked"; }',
        "    if (attacks.Any(attack => (bool)attack)) { harmful = true; }",
        '    var harms = harmAnswer.Body.As<JObject>()["categoriesAnalysis"];',
        ...Object.entries(refusedSeverity).map(
            ([category, severity]) =>
                `    if ((int)harms.Single(harm => (string)harm["category"] == "${category}")["severity"] >= ${severity}) { harmful = true; }`,
        ),
        "  }",
        '  return harmful ? "harmful" : "harmless";',
        '} catch (Exception) { return "unchecked"; }',
    );
}
