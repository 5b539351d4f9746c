import { duration } from "../duration";
import { type Finding, isAboutConfiguration } from "../finding";
import { groupBy } from "../group-by";
import { label } from "../resource";
import type { Colors } from "../terminal";
import { renderTerms } from "../terms";
import { type GateReport, severities, severityOf } from "./report";
import { verdictOf } from "./verdict";

/** The report for a person: findings by resource, worst first, and the verdict last, where the eye rests. */
export function gateText(report: GateReport, colors: Colors): string {
    const { findings, warnings } = report;
    const aboutResources = findings.filter((finding) => !isAboutConfiguration(finding));
    const sections = [
        ...groupBy(aboutResources, ({ resource }) => resource.urn).map((group) => renderResource(group, colors)),
        section("Why, and what to do", reasonsIn(aboutResources), (finding) => renderReason(finding, colors)),
        section(
            "Policy configuration",
            findings.filter(isAboutConfiguration),
            ({ message, mandatory }) => `  ${levelOf(mandatory, colors)}  ${message}`,
        ),
        renderExceptions(report, colors),
        section("Exceptions that are not needed", report.unneeded, ({ message }) => `  ${message}`),
        section("Undecided", report.undecided, (finding) => `  ${renderUndecided(finding, colors)}`),
        section("Weakened rules", report.weakened, ({ message }) => `  ${message}`),
        warnings.map((warning) => `${colors.yellow("warning")}  ${warning}`).join("\n"),
        renderCounts(report),
        renderFacts(report),
        verdictOf(report, colors),
    ];
    return sections.filter((text) => text !== "").join("\n\n");
}

function renderResource([first, ...others]: [Finding, ...Finding[]], colors: Colors): string {
    const rules = groupBy([first, ...others], ({ rule, kind, mandatory, title }) =>
        JSON.stringify([rule, kind, mandatory, title]),
    );
    return [
        `${colors.bold(label(first.resource))}  ${colors.dim(first.resource.urn)}`,
        ...rules.flatMap((group) => {
            const [{ rule, mandatory, title }] = group;
            const head = [severityOf(group[0]).padEnd(8), levelOf(mandatory, colors), colors.bold(rule), title];
            return [
                `  ${head.filter(Boolean).join("  ")}`,
                ...group.map(({ message }) => `    ${message.replaceAll("\n", "\n    ")}`),
            ];
        }),
    ].join("\n");
}

/** One finding of each rule: reasons are the same for all of its resources. */
function reasonsIn(findings: Finding[]): Finding[] {
    const withReason = findings.filter(({ why, remediation }) => why !== undefined || remediation !== undefined);
    return groupBy(withReason, ({ rule }) => rule).map(([first]) => first);
}

function renderReason({ rule, why, remediation }: Finding, colors: Colors): string {
    const reasons = [why && `    Why: ${why}`, remediation && `    Fix: ${remediation}`];
    return [`  ${colors.bold(rule)}`, ...reasons.filter(Boolean)].join("\n");
}

function renderExceptions(report: GateReport, colors: Colors): string {
    return section("Exceptions in use", exceptionsIn(report), ([first, ...others]) => {
        const { rule, resource, terms } = first;
        return [
            `  ${colors.bold(rule)}  ${label(resource)}  ${terms && renderTerms(terms, colors)}`,
            ...[first, ...others].map(({ message }) => `    ${message}`),
        ].join("\n");
    });
}

function renderUndecided({ rule, resource, undecided = [] }: Finding, colors: Colors): string {
    return `${colors.bold(rule)}  ${label(resource)}: ${undecided.join(", ")}`;
}

/** A table of findings by level and severity. */
function renderCounts({ counts }: GateReport): string {
    const row = (name: string, cells: (string | number)[]) =>
        name.padEnd(10) + cells.map((cell) => String(cell).padStart(10)).join("");
    return [
        row("Findings", [...severities]),
        ...(["mandatory", "advisory"] as const).map((level) =>
            row(
                level,
                severities.map((severity) => counts[level][severity]),
            ),
        ),
    ].join("\n");
}

function renderFacts(report: GateReport): string {
    const { file, stack, resources, rules, pack, engine, settings, policyConfiguration } = report;
    const named = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
    const exceptions = exceptionsIn(report);
    const soon = exceptions.filter(([{ terms }]) => terms?.daysLeft !== undefined).length;
    const facts: [string, string][] = [
        [
            "Judged",
            `${file ?? `what is deployed of stack ${stack}`}: ${resources} ${resources === 1 ? "resource" : "resources"}`,
        ],
        ["By", `${rules.length} rules (${pack.name} ${pack.version}, Pulumi ${engine})`],
        ["As", `${named.join(", ")}; ${policyConfiguration ?? "no policy configuration: thresholds of production"}`],
        [
            "Besides",
            `exceptions: ${exceptions.length} in use${soon > 0 ? ` (${soon} ending within 30 days)` : ""}, ` +
                `${report.unneeded.length} not needed; ` +
                `undecided: ${report.undecided.length}; weakened rules: ${report.weakened.length}`,
        ],
        ["Took", duration(report.seconds)],
    ];
    return facts.map(([name, value]) => `${name.padEnd(9)}${value}`).join("\n");
}

/** What an exception covers, by exception. */
function exceptionsIn({ excepted }: GateReport): [Finding, ...Finding[]][] {
    return groupBy(excepted, ({ rule, resource, terms }) => JSON.stringify([rule, resource.urn, terms]));
}

function levelOf(mandatory: boolean, colors: Colors): string {
    return mandatory ? colors.red("mandatory") : colors.yellow("advisory ");
}

function section<T>(title: string, entries: T[], render: (entry: T) => string): string {
    return entries.length === 0 ? "" : [title, ...entries.map(render)].join("\n");
}
