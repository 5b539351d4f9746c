import { type Code, expression, variable } from "./csharp";
import { refuse } from "./refusal";
import { choose, setToNamedValue, setVariable } from "./statements";
import type { Element } from "./xml";

/**
 * Refuses whom a responder has blocked, and marks whom limits treat more strictly: whom a responder has throttled, and
 * everybody while the risk level is not normal. Responders change the named values, not this document.
 * Serves practices 4.2, 5.4, ZT-3 and IR-2.
 */
export function judgePrincipal(): Element[] {
    return [
        ...setToNamedValue("blockedPrincipals", "blocked-principals"),
        ...setToNamedValue("throttledPrincipals", "throttled-principals"),
        ...setToNamedValue("riskLevel", "risk-level"),
        choose({
            when: isListed("blockedPrincipals"),
            do: refuse({ status: 403, reason: "blocked-principal", message: "Access is suspended" }),
        }),
        setVariable(
            "throttled",
            expression(`${isListed("throttledPrincipals")} || ${variable("riskLevel")} != "normal" ? "true" : "false"`),
        ),
    ];
}

// people write object ids in either case
function isListed(name: string): Code {
    return `(${variable(name)}).ToLowerInvariant().Split(' ').Contains((${variable("oid")}).ToLowerInvariant())`;
}
