import { type Finding, findingOf } from "../../../../local/report/finding";
import { type GateFailure, type GateReport, gateReport } from "../../../../local/report/gate/report";
import type { Catalogue, CatalogueRule } from "../../../../local/workspace/catalogue";
import { child, policyEvent, stack, vault } from "../events";

export const disk = child(vault, "keyvault:Key", "disk");
export const blob = child(vault, "keyvault:Key", "blob");

function rule(id: string, title: string, severity: string): CatalogueRule {
    return {
        id,
        title,
        severity,
        level: "mandatory",
        practices: ["6.1", "ZT-2"],
        references: { mcsb: ["DP-8"] },
        url: `https://example.com/${id}`,
        types: ["keyvault:Key"],
        presence: false,
        parameters: {},
        why: `Why ${id}.`,
        fix: `Fix ${id} & all.`,
    };
}

export const catalogue: Catalogue = {
    policies: ["pack", "key-strong", "key-rotates", "key-kept", "key-off", "exceptions"],
    settings: { environment: { default: "prod" }, stackRole: { default: "component" } },
    rules: [
        rule("key-strong", "Keys are strong", "medium"),
        rule("key-rotates", "Keys rotate", "critical"),
        rule("key-kept", "Keys are kept", "low"),
        rule("key-off", "Keys are on", "high"),
    ],
};

/** A finding as the pack would report it, but for its severity. */
export function said(policy: string, urn: string, severity: string, message: string, level = "advisory"): Finding {
    return { ...(findingOf(policyEvent(policy, urn, message, level)) as Finding), severity };
}

const violation = (title: string, message: string, id: string) =>
    `${title}.\n${message}.\nWhy: Why ${id}.\nFix: Fix ${id} & all.`;

/** One finding of every kind, in no order. */
export const everyKind: Finding[] = [
    said("key-strong", blob, "medium", violation("Keys are strong", "keySize: it is <2048", "key-strong")),
    said("key-rotates", blob, "critical", violation("Keys rotate", "rotation: it is off", "key-rotates"), "mandatory"),
    said("key-rotates", blob, "critical", violation("Keys rotate", "expiry: it is never", "key-rotates"), "mandatory"),
    said("key-kept", blob, "low", violation("Keys are kept", "days: too few", "key-kept"), "mandatory"),
    said("key-kept", disk, "low", "Excepted until 2027-01-31 (12 days left) by a&b: It moves soon.\ndays: too few."),
    said("key-kept", disk, "low", "Excepted until 2027-01-31 (12 days left) by a&b: It moves soon.\nlock: none."),
    said("key-strong", disk, "medium", "Undecided, because not known yet: keySize, curve."),
    said("pack", stack, "critical", "key-off is switched off by the policy configuration: it judges nothing."),
    said("pack", stack, "critical", "The policy configuration of key-kept: dayz is no parameter.", "mandatory"),
    said("exceptions", stack, "medium", 'The exception from key-kept for "a::b" is not needed: remove it.'),
];

/** What the gate says of a state file in the working folder. */
export function report(more: { findings?: Finding[]; stack?: string; policyConfiguration?: string } = {}): GateReport {
    return gateReport(
        {
            ...(more.stack === undefined ? { file: `${process.cwd()}/states/a b.json` } : { stack: more.stack }),
            findings: more.findings ?? everyKind,
            resources: 2,
            policyConfiguration: more.policyConfiguration,
            configured: more.policyConfiguration === undefined ? {} : { stackRole: "environment" },
            pack: { name: "zero-trust-mcp", version: "0.1.0" },
            engine: "3.259.0",
            warnings: ["could not decrypt secrets"],
            seconds: 1.5,
        },
        catalogue,
    );
}

export const failure: GateFailure = {
    command: "gate",
    stack: "dev",
    result: "failed",
    problems: [{ message: "No <engine>." }],
};
