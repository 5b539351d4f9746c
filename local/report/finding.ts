import type { EngineEvent, PolicyEvent } from "@pulumi/pulumi/automation";
import { plain } from "./plain";
import { type Resource, resourceOf } from "./resource";
import type { Terms } from "./terms";

/**
 * What the policy pack says:
 *
 * - `finding`: a resource breaks a rule.
 * - `undecided`: a rule cannot judge a resource, because inputs are not known.
 * - `excepted`: a resource breaks a rule, or leaves it undecided, as the policy configuration allows for a while.
 * - `weakened`: the policy configuration switches a rule off, or keeps its findings from stopping anything.
 * - `unneeded`: an exception in the policy configuration that no resource needs.
 * - `configuration`: something is wrong in the policy configuration.
 */
export type FindingKind = "finding" | "undecided" | "excepted" | "weakened" | "unneeded" | "configuration";

/** One thing that the policy pack says about one resource, or about its own configuration. */
export interface Finding {
    kind: FindingKind;
    /** Name of the policy that says it. */
    rule: string;
    /** Whether it stops the deployment. */
    mandatory: boolean;
    /** As the rule says: `low`, `medium`, `high` or `critical`. */
    severity?: string;
    /** What is judged; for `weakened`, `unneeded` and `configuration` any resource of the stack. */
    resource: Resource;
    /** What is wrong, or what could not be decided. */
    message: string;
    /** What the rule demands, and why. */
    title?: string;
    why?: string;
    /** What to do about it. */
    remediation?: string;
    /** Inputs that would have to be known. */
    undecided?: string[];
    /** Terms of the exception. */
    terms?: Terms;
    /** Of `weakened`: which rule, and how. */
    weakened?: { rule: string; to: "off" | "advisory" };
    /** Of `unneeded`: the exception. */
    exception?: { rule: string; resource: string };
}

/** Whether something is said of the policy configuration; its resource is then any of the stack. */
export function isAboutConfiguration({ kind }: Finding): boolean {
    return kind === "weakened" || kind === "unneeded" || kind === "configuration";
}

/** What an event of the engine says, if a policy says it. The texts are those of policy-pack/engine. */
export function findingOf({ policyEvent: event }: EngineEvent): Finding | undefined {
    if (event === undefined) {
        return undefined;
    }
    const text = plain(event.message);
    return {
        rule: event.policyName,
        mandatory: event.enforcementLevel === "mandatory",
        // The engine sends it; the type declarations do not know it.
        severity: (event as PolicyEvent & { severity?: string }).severity,
        resource: resourceOf(event.resourceUrn ?? ""),
        ...(configurationOf(event.policyName, text) ?? exceptedOf(text) ?? judgementOf(text)),
    };
}

type Said = Pick<Finding, "kind" | "message"> & Partial<Finding>;

/** What the two policies say that judge the policy configuration. */
function configurationOf(policy: string, message: string): Said | undefined {
    const [, weakened, how] =
        /^(\S+) is (switched off|lowered to advisory) by the policy configuration: /.exec(message) ?? [];
    const [, rule, resource] = /^The exception from (\S+) for "(.*)" is not needed: /.exec(message) ?? [];
    if (policy === "pack" && weakened !== undefined) {
        const to = how === "switched off" ? "off" : "advisory";
        return { kind: "weakened", message, weakened: { rule: weakened, to } };
    }
    if (policy === "exceptions" && rule !== undefined && resource !== undefined) {
        return { kind: "unneeded", message, exception: { rule, resource } };
    }
    return policy === "pack" || policy === "exceptions"
        ? { ...judgementOf(message), kind: "configuration" }
        : undefined;
}

/** The last line is what the exception covers; a reason may have several lines. */
function exceptedOf(text: string): Said | undefined {
    const [, expires, days, owner, reason, message] =
        /^Excepted until (\d{4}-\d{2}-\d{2})(?: \((\d+) days left\))? by (.*?): (.*)\n(.*)$/s.exec(text) ?? [];
    if (expires === undefined || owner === undefined || reason === undefined || message === undefined) {
        return undefined;
    }
    const terms = { expires, ...(days !== undefined && { daysLeft: Number(days) }), owner, reason };
    return { kind: "excepted", message, terms, ...undecidedIn(message) };
}

/** What a rule demands, what is wrong, `Why: ...` and `Fix: ...`; or a single line that says what is undecided. */
function judgementOf(text: string): Said {
    const lines = text.split("\n");
    const title = lines.length > 1 ? lines.shift() : undefined;
    const remediation = takeLast(lines, "Fix: ");
    const why = takeLast(lines, "Why: ");
    const message = lines.join("\n");
    const gaps = undecidedIn(message);
    return { kind: gaps === undefined ? "finding" : "undecided", message, title, why, remediation, ...gaps };
}

function takeLast(lines: string[], start: string): string | undefined {
    return lines.at(-1)?.startsWith(start) ? lines.pop()?.slice(start.length) : undefined;
}

function undecidedIn(message: string): { undecided: string[] } | undefined {
    const inputs = /^Undecided, because not known yet: (.*)\.$/.exec(message)?.[1];
    return inputs === undefined ? undefined : { undecided: inputs.split(", ") };
}
