import type { EngineEvent, PolicyEvent } from "@pulumi/pulumi/automation";
import { plain } from "./plain";
import { label, type Resource, resourceOf } from "./resource";
import type { Colors } from "./terminal";

/** One thing that the policy pack says about one resource. */
export interface Finding {
    rule: string;
    /** Whether it stops the deployment. */
    mandatory: boolean;
    /** As the rule says: `low`, `medium`, `high` or `critical`. */
    severity?: string;
    resource: Resource;
    /** What is wrong, or what could not be decided. */
    message: string;
    /** What the rule demands, and why. */
    title?: string;
    why?: string;
    /** What to do about it. */
    remediation?: string;
}

/**
 * The finding in an event of the engine, if it carries one. The text of a violation has several lines: what the rule
 * demands, what is wrong, `Why: ...` and `Fix: ...`; any other text is a single line.
 */
export function findingOf({ policyEvent: event }: EngineEvent): Finding | undefined {
    if (event === undefined) {
        return undefined;
    }
    const lines = plain(event.message).split("\n");
    const title = lines.length > 1 ? lines.shift() : undefined;
    const remediation = takeLast(lines, "Fix: ");
    const why = takeLast(lines, "Why: ");
    return {
        rule: event.policyName,
        mandatory: event.enforcementLevel === "mandatory",
        // The engine sends it; the type declarations do not know it.
        severity: (event as PolicyEvent & { severity?: string }).severity,
        resource: resourceOf(event.resourceUrn ?? ""),
        message: lines.join("\n"),
        title,
        why,
        remediation,
    };
}

function takeLast(lines: string[], start: string): string | undefined {
    return lines.at(-1)?.startsWith(start) ? lines.pop()?.slice(start.length) : undefined;
}

/** Findings by rule, mandatory ones last: that is where the eye rests. */
export function renderFindings(findings: Finding[], colors: Colors): string {
    const groups = new Map<string, Finding[]>();
    for (const finding of [...findings].sort((one, other) => Number(one.mandatory) - Number(other.mandatory))) {
        const { mandatory, rule, title } = finding;
        const key = JSON.stringify([mandatory, rule, title]);
        groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
    return [...groups.values()].map((group) => renderGroup(group, colors)).join("\n\n");
}

function renderGroup(group: Finding[], colors: Colors): string {
    return group
        .flatMap(({ rule, mandatory, severity, resource, message, title, why, remediation }, index) => {
            const level = mandatory ? colors.red("mandatory") : colors.yellow("advisory");
            const head = [level, colors.bold(rule), severity && `(${severity})`, title];
            const tail = [why && `  Why: ${why}`, remediation && `  Fix: ${remediation}`];
            return [
                ...(index === 0 ? [head.filter(Boolean).join("  ")] : []),
                `  ${label(resource)}: ${message.replaceAll("\n", "\n    ")}`,
                ...(index === group.length - 1 ? tail.filter(Boolean) : []),
            ];
        })
        .join("\n");
}
