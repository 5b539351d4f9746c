import type { CatalogueRule } from "../../workspace/catalogue";
import { type Finding, isAboutConfiguration } from "../finding";
import { groupBy } from "../group-by";
import { colorsFor } from "../terminal";
import { renderTerms } from "../terms";
import { type Element, renderXml } from "../xml";
import { type GateFailure, type GateReport, severityOf, subjectOf } from "./report";

/**
 * The report as JUnit XML: a suite for each rule, in it a test for each resource that the rule has something to say of,
 * and one that passes when it has nothing to say. So a resource that is mended keeps its history.
 */
export function gateJunit(report: GateReport | GateFailure): string {
    const suites = "problems" in report ? [failedSuite(report)] : judgedSuites(report);
    return renderXml({
        name: "testsuites",
        attributes: {
            name: `Policy pack on ${subjectOf(report)}`,
            ...sum(suites),
            time: "seconds" in report ? report.seconds : 0,
        },
        children: suites,
    });
}

function failedSuite(report: GateFailure): Element {
    const message = report.problems.map((problem) => problem.message).join("\n");
    const error = { name: "error", attributes: { message, type: report.result } };
    return suite("gate", [], [test("gate", subjectOf(report), [error])]);
}

function judgedSuites({ rules, findings, excepted, unneeded, undecided, weakened }: GateReport): Element[] {
    const said = [...findings, ...excepted, ...unneeded, ...undecided, ...weakened];
    const bySuite = new Map(groupBy(said, ({ rule }) => rule).map((group) => [group[0].rule, group]));
    const off = new Set(weakened.flatMap((each) => (each.weakened?.to === "off" ? [each.weakened.rule] : [])));
    return [
        policySuite("pack", "The policy configuration is valid", bySuite.get("pack")),
        ...rules.map((rule) => ruleSuite(rule, bySuite.get(rule.id) ?? [], off.has(rule.id))),
        policySuite("exceptions", "Every exception is needed", bySuite.get("exceptions")),
    ];
}

function policySuite(name: string, title: string, findings: Finding[] = []): Element {
    return suite(name, [], findings.length === 0 ? [test(name, title, [])] : tests(name, findings));
}

function ruleSuite(rule: CatalogueRule, findings: Finding[], isOff: boolean): Element {
    const { id, title, severity, level, practices, url } = rule;
    const exceptions = groupBy(
        findings.filter(({ terms }) => terms !== undefined),
        nameOf,
    ).map(([finding]): [string, string] => ["exception", `${nameOf(finding)} ${termsOf(finding)}`]);
    const facts: [string, string][] = Object.entries({ title, severity, level, practices: practices.join(", "), url });
    const skipped = isOff
        ? [{ name: "skipped", attributes: { message: "Switched off by the policy configuration." } }]
        : [];
    return suite(
        id,
        [...facts, ...exceptions],
        findings.length === 0 ? [test(id, title, skipped)] : tests(id, findings),
    );
}

function tests(suiteName: string, findings: Finding[]): Element[] {
    return groupBy(findings, nameOf).map((group) => test(suiteName, nameOf(group[0]), outcomeOf(group)));
}

/** Fails by what is mandatory, is skipped by what is undecided, and passes otherwise, with what there is to say. */
function outcomeOf(findings: [Finding, ...Finding[]]): Element[] {
    const [stops] = findings.filter(({ mandatory }) => mandatory);
    const [gap] = findings.filter(({ kind }) => kind === "undecided");
    const place = isAboutConfiguration(findings[0]) ? [] : [findings[0].resource.urn];
    const said = groupBy(findings, ({ kind, title, terms }) => JSON.stringify([kind, title, terms]));
    const text = [...said.map(textOf), ...place].join("\n\n");
    if (stops !== undefined) {
        return [
            {
                name: "failure",
                attributes: { message: stops.message, type: severityOf(stops) },
                children: [text],
            },
        ];
    }
    return [
        ...(gap === undefined ? [] : [{ name: "skipped", attributes: { message: gap.message } }]),
        { name: "system-out", children: [text] },
    ];
}

/** What a rule says once: its demand and terms, all messages, reason and remedy. */
function textOf([first, ...others]: [Finding, ...Finding[]]): string {
    const { title, message, why, remediation, terms } = first;
    const lines = [
        title,
        terms && `Excepted ${termsOf(first)}`,
        message,
        ...others.map((other) => other.message),
        why && `Why: ${why}`,
        remediation && `Fix: ${remediation}`,
    ];
    return lines.filter(Boolean).join("\n");
}

function termsOf({ terms }: Finding): string {
    return terms === undefined ? "" : renderTerms(terms, colorsFor({}));
}

/** A resource by type and logical name, as an exception names it; a problem of the configuration by its first words. */
function nameOf(finding: Finding): string {
    const { resource, message } = finding;
    return isAboutConfiguration(finding) ? (message.split(": ")[0] ?? "") : `${resource.type}::${resource.name}`;
}

function suite(name: string, properties: [string, string][], children: Element[]): Element {
    const listed = properties.map(([key, value]) => ({ name: "property", attributes: { name: key, value } }));
    return {
        name: "testsuite",
        attributes: { name, ...sum(children) },
        children: [...(listed.length > 0 ? [{ name: "properties", children: listed }] : []), ...children],
    };
}

function test(suiteName: string, name: string, children: Element[]): Element {
    return { name: "testcase", attributes: { classname: suiteName, name, time: 0 }, children };
}

/** Numbers of tests in elements. */
function sum(elements: Element[]): Record<"tests" | "failures" | "errors" | "skipped", number> {
    const cases = elements.flatMap(function casesIn(element): Element[] {
        const inner = (element.children ?? []).filter((child) => typeof child !== "string");
        return element.name === "testcase" ? [element] : inner.flatMap(casesIn);
    });
    const count = (outcome: string) =>
        cases.filter(({ children = [] }) =>
            children.some((child) => typeof child !== "string" && child.name === outcome),
        ).length;
    return {
        tests: cases.length,
        failures: count("failure"),
        errors: count("error"),
        skipped: count("skipped"),
    };
}
