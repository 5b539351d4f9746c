import { claimsChallenge, entryScope, scopeChallenge } from "./challenge";
import { block, type Code, expression, isOneOf, stringLiteral, variable, words } from "./csharp";
import { parameters } from "./message";
import { refuse } from "./refusal";
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
    const method = variable("rpcMethod");
    const needed = variable("neededRight");
    const needsStepUp = isOneOf(
        variable("rpcTool"),
        server.tools.filter(({ stepUp }) => stepUp).map(({ name }) => name),
    );
    return [
        choose({ when: `${variable("rights")} == ""`, do: refuseScope(server, entryScope(server)) }),
        setVariable("neededRight", findNeededRight(server)),
        choose(
            {
                when: `${needed} == "none"`,
                do: refuse({ status: 403, reason: "not-defined", code: -32602, message: "Not offered by this server" }),
            },
            ...server.scopes.map((scope) => ({
                when: `${needed} == ${stringLiteral(`scope:${scope}`)} && !${hasNeededRight}`,
                do: refuseScope(server, scope),
            })),
            {
                when: `${needed} != "any" && !${hasNeededRight}`,
                do: refuse({
                    status: 403,
                    reason: "role",
                    message: "A role is needed that only an administrator assigns",
                }),
            },
            {
                // tells when a resource changes, also to whom may not read it
                when: `${method} == "subscriptions/listen" && ${subscribesToResources}`,
                do: refuse({ status: 403, reason: "subscription", message: "Resources cannot be subscribed to" }),
            },
        ),
        setVariable("rpcTool", expression(`${method} == "tools/call" ? ${variable("rpcName")} : ""`)),
        setVariable("rightUsed", expression(`${needed} == "any" ? "" : ${needed}`)),
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

function refuseScope(server: PolicyServer, scope: string): Element[] {
    return refuse({
        status: 403,
        reason: "scope",
        message: "A scope is missing",
        headers: { "WWW-Authenticate": scopeChallenge(server, scope) },
    });
}

// "any" where the message names nothing, "none" where the definition does not have what it names
function findNeededRight({ tools, resources, prompts }: PolicyServer): string {
    const tellApart = (method: string, named: [name: string, right: Right][]) => [
        `if (${variable("rpcMethod")} == ${stringLiteral(method)})`,
        "{",
        ...returnRights(named),
        '    return "none";',
        "}",
    ];
    return block(
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
