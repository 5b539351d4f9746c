import { everyType, isRelation, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { code, codes, link, table } from "./markdown";
import { practice } from "./practice";
import { fromPage, type Sources } from "./sources";

/** What a reader wants to know at a glance. */
export function facts(rule: Rule | Relation, { rule: source, component }: Sources): string {
    const rows = [
        ["Rule", link(code(rule.id), fromPage(source))],
        ["Severity", rule.severity],
        ["Level", levelOf(rule)],
        ["Judges", isRelation(rule) ? "a resource and others of its stack" : "one resource by itself"],
        ["Types", rule.types.includes(everyType) ? "all" : codes(rule.types)],
        ...(rule.presence ? [["Applies to", "whole environments only: `stackRole` is `environment`"]] : []),
        ...(rule.component && component ? [["Kept by", link(code(rule.component), fromPage(component))]] : []),
        ["Practices", rule.practices.map(practice).join("<br>")],
    ];
    return table(rows);
}

function levelOf(rule: Rule | Relation): string {
    if (rule.level === "advisory") return "advisory: a finding is reported, and stops nothing";
    return isRelation(rule)
        ? "mandatory: a finding stops a preview; an update reports it when it is too late"
        : "mandatory: a finding stops the resource before it is created";
}
