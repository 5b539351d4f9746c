import { claimsChallenge, entryScope, scopeChallenge } from "./challenge";
import { block, type Code, expression, isOneOf, stringLiteral, variable, words } from "./csharp";
import { parameters } from "./message";
import { allowedMethods } from "./methods";
import { type Case, refuse, refuseFirst } from "./refusal";
import type { PolicyServer, Right } from "./server";
import { choose, setVariable } from "./statements";
import type { Element } from "./xml";

/** A right as the list `rights` has it. */
export function rightWord(right: Right): string {
    return "scope" in right ? `scope:${right.scope}` : `role:${right.role}`;
}

/**
 * Lets in whoever has any right of the server, and to a tool, resource or prompt whoever has the right that the definition
 * gives it. What the definition does not name is refused, whoever asks. A missing scope is named, and only that one, so
 * that a client asks for no more; a missing role is not, because no client can ask for it. A tool with step-up also needs a
 * sign-in that satisfies the authentication context.
 *
 * Sets `rpcTool`, and for the log `rightUsed` and `steppedUp`.
 * Serves practices MUST-2, 2.2, 2.4, 7.3 and ZT-3.
 */
export function authorize(server: PolicyServer): Element[] {
    const needed = `(${variable("neededRight")})`;
    return [
        setVariable("neededRight", findNeededRight(server)),
        choose({
            when: `${needed}.StartsWith("scope:", StringComparison.Ordinal) && !${hasNeededRight}`,
            do: refuse({
                status: 403,
                reason: "scope",
                message: "A scope is missing",
                headers: { "WWW-Authenticate": scopeChallenge(server, `${needed}.Substring("scope:".Length)`) },
            }),
        }),
        ...refuseFirst(
            {
                when: `${needed} == "none"`,
                refusal: {
                    status: 403,
                    reason: "not-defined",
                    code: -32602,
                    message: "Not offered by this server",
                },
            },
            {
                when: `${needed} != "any" && !${hasNeededRight}`,
                refusal: {
                    status: 403,
                    reason: "role",
                    message: "A role is needed that only an administrator assigns",
                },
            },
            ...(allowedMethods(server, "2026").includes("subscriptions/listen") ? [resourceSubscription] : []),
        ),
        setVariable("rpcTool", expression(`${variable("rpcMethod")} == "tools/call" ? ${variable("rpcName")} : ""`)),
        setVariable("rightUsed", expression(`${needed} == "any" ? "" : ${needed}`)),
        ...demandStepUp(server),
    ];
}

function demandStepUp(server: PolicyServer): Element[] {
    const tools = server.tools.filter(({ stepUp }) => stepUp).map(({ name }) => name);
    if (tools.length === 0) return [setVariable("steppedUp", "false")];
    const needsStepUp = isOneOf(variable("rpcTool"), tools);
    return [
        choose({
            when: `${needsStepUp} && !${words("acrs")}.Contains(${stringLiteral(server.authenticationContext)})`,
            do: refuse({
                status: 401,
                reason: "step-up",
                message: "The tool needs a stronger sign-in",
                headers: { "WWW-Authenticate": claimsChallenge(server) },
            }),
        }),
        setVariable("steppedUp", expression(`${needsStepUp} ? "true" : "false"`)),
    ];
}

const hasNeededRight = `${words("rights")}.Contains(${variable("neededRight")})`;

const subscribesToResources = `(${parameters}["notifications"] as JObject ?? new JObject())["resourceSubscriptions"] != null`;

// tells when a resource changes, also to whom may not read it
const resourceSubscription: Case = {
    when: `${variable("rpcMethod")} == "subscriptions/listen" && ${subscribesToResources}`,
    refusal: { status: 403, reason: "subscription", message: "Resources cannot be subscribed to" },
};

// The entry scope for whoever has no right at all; "any" where the message names nothing, "none" where the definition does
// not have what it names.
function findNeededRight(server: PolicyServer): string {
    const { tools, resources, prompts } = server;
    const tellApart = (method: string, named: [name: string, right: Right][]) => [
        `if (${variable("rpcMethod")} == ${stringLiteral(method)})`,
        "{",
        ...returnRights(named),
        '    return "none";',
        "}",
    ];
    return block(
        `if (${variable("rights")} == "") { return ${stringLiteral(rightWord({ scope: entryScope(server) }))}; }`,
        ...tellApart(
            "tools/call",
            tools.map(({ name, right }) => [name, right]),
        ),
        ...tellApart(
            "resources/read",
            resources.map(({ uri, right }) => [uri, right]),
        ),
        ...tellApart(
            "prompts/get",
            prompts.map(({ name, right }) => [name, right]),
        ),
        'return "any";',
    );
}

function returnRights(named: [name: string, right: Right][]): Code[] {
    const rights = new Set(named.map(([, right]) => rightWord(right)));
    return [...rights].map((right) => {
        const names = named.filter(([, needed]) => rightWord(needed) === right).map(([name]) => name);
        return `    if (${isOneOf(variable("rpcName"), names)}) { return ${stringLiteral(right)}; }`;
    });
}
