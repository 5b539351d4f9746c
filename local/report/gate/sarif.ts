import { createHash } from "node:crypto";
import { relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, ReportingDescriptor, Result, Run } from "sarif";
import type { CatalogueRule } from "../../workspace/catalogue";
import { type Finding, isAboutConfiguration } from "../finding";
import { type GateFailure, type GateReport, type Severity, type Subject, severityOf, subjectOf } from "./report";

/** Scores by which GitHub sorts security findings into severities of the same names. */
const scores: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** The two policies of the pack that are no rules. */
const ownPolicies: ReportingDescriptor[] = [
    {
        id: "pack",
        name: "Pack",
        shortDescription: { text: "The policy configuration is valid, and weakens no rule without a word." },
        help: { text: "Correct what the message names in the policy configuration." },
    },
    {
        id: "exceptions",
        name: "Exceptions",
        shortDescription: { text: "Every exception in the policy configuration is needed, by one resource." },
        help: { text: "Remove the exception from the policy configuration, or name the one resource by its URN." },
    },
];

/** The report as SARIF 2.1.0, for code scanning. */
export function gateSarif(report: GateReport | GateFailure): Log {
    return {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [{ ...("problems" in report ? failedRun(report) : judgedRun(report)), ...identityOf(report) }],
    };
}

/** By which code scanning tells the runs of one state from those of others. */
function identityOf(subject: Subject): Pick<Run, "automationDetails"> {
    return { automationDetails: { id: `zero-trust-mcp/gate/${subjectOf(subject).split(sep).at(-1)}/` } };
}

function failedRun({ problems }: GateFailure): Run {
    const toolExecutionNotifications = problems.map(({ message }) => notification("error", message));
    return {
        tool: { driver: { name: "zero-trust-mcp" } },
        invocations: [{ executionSuccessful: false, toolExecutionNotifications }],
        results: [],
    };
}

function judgedRun(report: GateReport): Run {
    const { pack, rules, findings, excepted, unneeded, undecided, weakened, warnings } = report;
    const descriptors = [...rules.map(descriptorOf), ...ownPolicies];
    const indices = new Map(descriptors.map(({ id }, index) => [id, index]));
    const said = [...findings, ...excepted, ...unneeded, ...undecided, ...weakened];
    const fingerprints = fingerprintsOf(said);
    return {
        tool: {
            driver: { name: pack.name, version: pack.version, semanticVersion: pack.version, rules: descriptors },
        },
        invocations: [
            {
                executionSuccessful: true,
                toolExecutionNotifications: warnings.map((warning) => notification("warning", warning)),
                ruleConfigurationOverrides: weakened.flatMap(({ weakened: change }) =>
                    change === undefined
                        ? []
                        : [
                              {
                                  descriptor: { id: change.rule, index: indices.get(change.rule) },
                                  configuration: change.to === "off" ? { enabled: false } : { level: "warning" },
                              },
                          ],
                ),
            },
        ],
        results: said.map((finding, index) => ({
            ruleId: finding.rule,
            ruleIndex: indices.get(finding.rule),
            ...judgementOf(finding),
            message: { text: [finding.title, finding.message].filter(Boolean).join(" ") },
            locations: [locationOf(finding, report)],
            partialFingerprints: { "ruleResourceInput/v1": fingerprints[index] ?? "" },
            properties: { severity: severityOf(finding), mandatory: finding.mandatory },
        })),
        properties: {
            resources: report.resources,
            settings: report.settings,
            policyConfiguration: report.policyConfiguration === undefined ? null : uriOf(report.policyConfiguration),
            counts: report.counts,
        },
    };
}

function descriptorOf({ id, title, severity, level, practices, references, url, why, fix }: CatalogueRule) {
    return {
        id,
        name: id.replace(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase()),
        shortDescription: { text: `${title}.` },
        fullDescription: { text: why },
        help: { text: fix },
        helpUri: url,
        defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
        properties: {
            severity,
            "security-severity": scores[severity as Severity],
            tags: ["security", ...practices.map((practice) => `mcp-security-best-practices-2025:${practice}`)],
            references,
        },
    } satisfies ReportingDescriptor;
}

/** A kind other than `fail` has no level: SARIF wants it so. */
function judgementOf({ kind, mandatory, severity, terms }: Finding): Pick<Result, "kind" | "level" | "suppressions"> {
    if (mandatory) {
        return { kind: "fail", level: "error" };
    }
    if (kind === "undecided") {
        return { kind: "open", level: "none" };
    }
    const suppressions = terms && [
        {
            kind: "external" as const,
            status: "accepted" as const,
            justification: `Until ${terms.expires} by ${terms.owner}: ${terms.reason}`,
            properties: { ...terms },
        },
    ];
    return { kind: "fail", level: severity === "low" ? "note" : "warning", ...(suppressions && { suppressions }) };
}

/**
 * Resource and file, without which some consumers show nothing: the state, or for a stack its file in the checkout. What
 * is said of the policy configuration is there.
 */
function locationOf(finding: Finding, { stack, file, policyConfiguration }: GateReport): Location {
    const judged = stack === undefined ? uriOf(file ?? "") : `stacks/Pulumi.${stack}.yaml`;
    if (isAboutConfiguration(finding) && policyConfiguration !== undefined) {
        return { physicalLocation: { artifactLocation: { uri: uriOf(policyConfiguration) } } };
    }
    const { urn, name } = finding.resource;
    return {
        physicalLocation: { artifactLocation: { uri: judged } },
        logicalLocations: [{ fullyQualifiedName: urn, name, kind: "resource" }],
    };
}

/** Relative to the working folder where it lies in it, as consumers expect of a checkout. */
function uriOf(file: string): string {
    const path = relative(process.cwd(), file);
    return path.startsWith("..") || resolve(path) !== file
        ? pathToFileURL(file).href
        : path.split(sep).map(encodeURIComponent).join("/");
}

/** Stay the same while the message changes, and when an exception comes or goes: made of rule, resource and input. */
function fingerprintsOf(findings: Finding[]): string[] {
    const seen = new Map<string, number>();
    return findings.map((finding) => {
        const { rule, resource, message } = finding;
        const place = isAboutConfiguration(finding) ? "" : resource.urn;
        const key = JSON.stringify([rule, place, message.split(": ")[0]]);
        const count = seen.get(key) ?? 0;
        seen.set(key, count + 1);
        return createHash("sha256").update(`${key}${count}`).digest("hex");
    });
}

function notification(level: "error" | "warning", text: string): Notification {
    return { level, message: { text } };
}
