import type { Relation, Rule } from "../../policy-pack/engine/rule";
import type { Generated } from "../generated-files";
import { indexPage } from "./index-page";
import { rulePage } from "./rule-page";
import { serviceOf, sourcesOf } from "./sources";

const folder = "docs/rules";

/** A page for each rule, and one that lists them. */
export function rulePages(rules: readonly (Rule | Relation)[]): Generated {
    const pages = rules.map((rule) => [`${folder}/${rule.id}.md`, rulePage(rule, sourcesOf(rule))]);
    const services = [...new Set(rules.map(({ id }) => serviceOf(id)))].sort();
    const byService = services.map((service) => ({
        service,
        rules: rules.filter(({ id }) => serviceOf(id) === service),
    }));
    return { folder, files: { [`${folder}/README.md`]: indexPage(byService), ...Object.fromEntries(pages) } };
}
