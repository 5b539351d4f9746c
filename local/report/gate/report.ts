import type { Catalogue, CatalogueRule } from "../../workspace/catalogue";
import type { Finding, FindingKind } from "../finding";

/** Severities of rules, worst first. */
export const severities = ["critical", "high", "medium", "low"] as const;

export type Severity = (typeof severities)[number];

/** What was judged: a state file, or what is deployed of a stack of the local cloud. */
export interface Subject {
    stack?: string;
    file?: string;
}

/** What the gate says of a state, as plain data: what `--format json` prints. Lists are in order of severity. */
export interface GateReport extends Subject {
    command: "gate";
    /** `blocked` by a mandatory finding. */
    result: "succeeded" | "blocked";
    /** Number of resources of the cloud that the state has. */
    resources: number;
    /** The file with the policy configuration; absent when the pack judged by its defaults. */
    policyConfiguration?: string;
    /** Settings of the whole pack, defaults included: for which environment, and in which role, the state was judged. */
    settings: Record<string, unknown>;
    /** The policy pack that judged. */
    pack: { name: string; version: string };
    /** Version of the engine that judged. */
    engine: string;
    /** Number of `findings` by level and severity. */
    counts: Record<"mandatory" | "advisory", Record<Severity, number>>;
    /** What breaks a rule, what nobody could decide although it must be, and what is wrong in the configuration. */
    findings: Finding[];
    /** What breaks a rule under an exception, with its terms. */
    excepted: Finding[];
    /** Exceptions that no resource needs. */
    unneeded: Finding[];
    /** What could not be decided, and stops nothing. */
    undecided: Finding[];
    /** Rules that the policy configuration weakens. */
    weakened: Finding[];
    /** What the engine and the command warn of. */
    warnings: string[];
    /** Every rule that there is. */
    rules: CatalogueRule[];
    seconds: number;
}

/** What is said in place of a report when nothing could be judged, or not all. */
export interface GateFailure extends Subject {
    command: "gate";
    result: "failed" | "interrupted";
    problems: { message: string }[];
}

type Judged = Omit<GateReport, "command" | "result" | "counts" | "rules" | "settings" | FindingList>;

type FindingList = "findings" | "excepted" | "unneeded" | "undecided" | "weakened";

/**
 * Sorts what the policy pack said.
 *
 * @param configured - What the policy configuration says of the whole pack.
 */
export function gateReport(
    judged: Judged & { findings: Finding[]; configured: object },
    { settings, rules }: Catalogue,
): GateReport {
    const { findings: all, configured, ...rest } = judged;
    const said = all.sort(worstFirst);
    const advisory = (kind: FindingKind) => said.filter((finding) => finding.kind === kind && !finding.mandatory);
    const findings = said.filter(({ kind, mandatory }) => mandatory || ["finding", "configuration"].includes(kind));
    const countOf = (level: Finding[]) =>
        Object.fromEntries(
            severities.map((severity) => [severity, level.filter((each) => severityOf(each) === severity).length]),
        ) as Record<Severity, number>;
    const mandatory = findings.filter((finding) => finding.mandatory);
    const defaults = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
    return {
        command: "gate",
        result: mandatory.length > 0 ? "blocked" : "succeeded",
        ...rest,
        settings: { ...Object.fromEntries(defaults), ...configured },
        counts: {
            mandatory: countOf(mandatory),
            advisory: countOf(findings.filter((finding) => !finding.mandatory)),
        },
        findings,
        excepted: advisory("excepted"),
        unneeded: advisory("unneeded"),
        undecided: advisory("undecided"),
        weakened: advisory("weakened"),
        rules,
    };
}

/** The severity of a finding; medium for one that has none. */
export function severityOf({ severity }: Finding): Severity {
    return severities.find((each) => each === severity) ?? "medium";
}

/** Order by severity, then what stops before what does not, then by rule and resource. */
function worstFirst(one: Finding, other: Finding): number {
    const rank = (finding: Finding) => severities.indexOf(severityOf(finding));
    return (
        rank(one) - rank(other) ||
        Number(other.mandatory) - Number(one.mandatory) ||
        compare(one.rule, other.rule) ||
        compare(one.resource.urn, other.resource.urn)
    );
}

function compare(one: string, other: string): number {
    return one < other ? -1 : Number(one > other);
}

/** How texts name what was judged. */
export function subjectOf({ stack, file }: Subject): string {
    return stack ?? file ?? "";
}
