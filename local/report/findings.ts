import { type Finding, type FindingKind, isAboutConfiguration } from "./finding";
import { groupBy } from "./group-by";
import { label } from "./resource";
import type { Colors } from "./terminal";
import { renderTerms } from "./terms";

/** From what matters least: the eye rests at the end. */
const order: FindingKind[] = ["unneeded", "undecided", "excepted", "weakened", "finding", "configuration"];

/** Findings by rule, mandatory ones last. */
export function renderFindings(findings: Finding[], colors: Colors): string {
    const rank = ({ mandatory, kind }: Finding) => (mandatory ? order.length : 0) + order.indexOf(kind);
    const sorted = [...findings].sort((one, other) => rank(one) - rank(other));
    return groupBy(sorted, ({ mandatory, kind, rule, title, terms }) =>
        JSON.stringify([mandatory, kind, rule, title, terms]),
    )
        .map((group) => renderGroup(group, colors))
        .join("\n\n");
}

function renderGroup(group: [Finding, ...Finding[]], colors: Colors): string {
    const [first] = group;
    const { rule, severity, title, why, remediation, terms } = first;
    const head = [
        levelOf(first, colors),
        colors.bold(rule),
        severity && `(${severity})`,
        title,
        terms && renderTerms(terms, colors),
    ];
    return [
        head.filter(Boolean).join("  "),
        ...groupBy(group, ({ message }) => message).map((alike) => `  ${placed(alike)}`),
        ...[why && `  Why: ${why}`, remediation && `  Fix: ${remediation}`].filter(Boolean),
    ].join("\n");
}

/** Whether it stops the deployment; what does not, and breaks no rule either, by its kind. */
function levelOf({ mandatory, kind }: Finding, colors: Colors): string {
    if (mandatory) {
        return colors.red("mandatory");
    }
    return ["undecided", "excepted", "weakened"].includes(kind) ? colors.cyan(kind) : colors.yellow("advisory");
}

/** What is the same of several resources is said once; what is said of the policy configuration has none. */
function placed([first, ...others]: [Finding, ...Finding[]]): string {
    const text = first.message.replaceAll("\n", "\n    ");
    if (isAboutConfiguration(first)) return text;
    return `${[first, ...others].map(({ resource }) => label(resource)).join(", ")}: ${text}`;
}

/** `1 mandatory, 2 advisory findings; 1 excepted, 3 undecided, 1 weakened`. */
export function countFindings(findings: Finding[]): string {
    const count = (kind: FindingKind) => findings.filter((one) => one.kind === kind && !one.mandatory).length;
    const mandatory = findings.filter((finding) => finding.mandatory).length;
    const advisory = count("finding") + count("configuration") + count("unneeded");
    const others = (["excepted", "undecided", "weakened"] as const)
        .map((kind) => `${count(kind)} ${kind}`)
        .filter((text) => !text.startsWith("0 "));
    const found = mandatory + advisory === 0 ? "no finding" : `${mandatory} mandatory, ${advisory} advisory findings`;
    return [found, others.join(", ")].filter(Boolean).join("; ");
}
