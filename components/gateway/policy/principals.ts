import { type Code, expression, namedValue, variable } from "./csharp";
import { refuse } from "./refusal";
import { choose, setVariable } from "./statements";
import type { Element } from "./xml";

/**
 * Refuses whom a responder has blocked, and marks whom limits treat more strictly: whom a responder has throttled, and
 * everybody while the risk level is not normal. Responders change the named values, not this document.
 * Serves practices 4.2, 5.4, ZT-3 and IR-2.
 */
export function judgePrincipal(): Element[] {
    return [
        setVariable("blockedPrincipals", afterWord("blocked-principals")),
        setVariable("throttledPrincipals", afterWord("throttled-principals")),
        setVariable("riskLevel", afterWord("risk-level")),
        choose({
            when: isListed("blockedPrincipals"),
            do: refuse({ status: 403, reason: "blocked-principal", message: "Access is suspended" }),
        }),
        setVariable(
            "throttled",
            expression(
                `${isListed("throttledPrincipals")} || ${variable("riskLevel")} != "value: normal" ? "true" : "false"`,
            ),
        ),
    ];
}

// a text that begins with @ would be code, whoever wrote it
function afterWord(name: string): string {
    return `value: ${namedValue(name)}`;
}

// people write object ids in either case
function isListed(name: string): Code {
    return `(${variable(name)}).ToLowerInvariant().Split(' ').Contains((${variable("oid")}).ToLowerInvariant())`;
}
