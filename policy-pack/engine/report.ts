import type { ReportViolation } from "@pulumi/policy";
import { ruleSchema } from "./configuration";
import type { Outcome } from "./evaluate";
import { type Exception, termsOf } from "./exceptions";
import type { Resource } from "./resource";
import type { Finding, Relation, Rule } from "./rule";
import { atLevel } from "./sdk";

/** What the SDK shows and exports of a rule. */
export function metadata(rule: Rule | Relation) {
    const { mcsb = [], cis = [], azurePolicy = [], checkov = [], psrule = [] } = rule.references;
    return {
        name: rule.id,
        displayName: rule.title,
        description: `${rule.title}.`,
        enforcementLevel: rule.level,
        severity: rule.severity,
        framework: {
            name: "MCP Security Best Practices",
            version: "2025",
            reference: rule.practices.join(", "),
            specification: "MCP 2025-11-25",
        },
        tags: [
            ...mcsb.map((control) => `mcsb-v1:${control}`),
            ...cis.map((recommendation) => `cis-azure-v3.0.0:${recommendation}`),
            ...azurePolicy.map((definition) => `azure-policy:${definition}`),
            ...checkov.map((check) => `checkov:${check}`),
            ...psrule.map((name) => `psrule:Azure.${name}`),
        ],
        remediationSteps: rule.fix,
        url: rule.url,
        configSchema: { properties: ruleSchema(rule) },
    };
}

/**
 * Reports what a rule says about a resource: findings with reason and cure, or as advisory lines where an exception
 * covers the resource; what is undecided as an advisory line, or like a finding when nothing may stay unknown.
 */
export function reportOutcome(
    { findings, undecided }: Outcome,
    rule: Rule | Relation,
    resource: Resource,
    { exception, strictUnknown, now }: { exception?: Exception; strictUnknown: boolean; now: Date },
    report: ReportViolation,
): void {
    const gaps = undecided.length === 0 ? [] : [`Undecided, because not known yet: ${undecided.join(", ")}.`];
    const stops = [...findings.map((finding) => placed(finding, resource)), ...(strictUnknown ? gaps : [])];
    for (const text of stops) {
        if (exception) report(atLevel("advisory", `Excepted ${termsOf(exception, now)}\n${text}`, resource.urn));
        else report([text, `Why: ${rule.why}`, `Fix: ${rule.fix}`].join("\n"), resource.urn);
    }
    if (!strictUnknown) for (const text of gaps) report(atLevel("advisory", text, resource.urn));
}

/** Where a finding is; a template holds several resources, under the URN of its deployment. */
function placed({ path, message }: Finding, { name, urn }: Resource): string {
    const place = [urn.endsWith(`::${name}`) ? "" : name, path].filter((part) => part !== "").join(" ");
    return place === "" ? `${message}.` : `${place}: ${message}.`;
}
