import { everyType, isRelation, type RelatedReads, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { code, codes, list, paragraphs, prose } from "./markdown";

/** What a rule looks at, and what it does about what it cannot know. */
export function checked(rule: Rule | Relation): string {
    return isRelation(rule) ? checkedRelation(rule) : checkedRule(rule);
}

function checkedRule(rule: Rule): string {
    const { title, reads, optional = [], readsOptions = [], ignores = {} } = rule;
    const inputs = reads.map((path) => input(path, optional.length < reads.length && optional.includes(path)));
    const options = readsOptions.map((option) => `the option ${code(option)}, which is always known`);
    const ignored = Object.entries(ignores).map(([type, paths]) => `${codes(paths)} of ${code(type)}`);
    const looksAt = [...inputs, ...options];
    return paragraphs(
        looksAt.length > 0 ? `${prose(title)}. The rule reads:` : `${prose(title)}. The rule reads no input.`,
        list(looksAt),
        ignored.length > 0 ? `It does not read ${ignored.join("; ")}.` : "",
        reads.length > 0 ? `${absence(reads, optional)} ${unknownOfRule}`.trim() : "",
    );
}

function input(path: string, mayBeAbsent: boolean): string {
    const name = path === "" ? "every input" : code(path);
    return mayBeAbsent ? `${name} (may be absent)` : name;
}

function absence(reads: readonly string[], optional: readonly string[]): string {
    const inputs = reads.filter((path) => path !== "");
    if (inputs.length === 0) return "";
    if (inputs.every((path) => optional.includes(path))) return "Each of them may be absent.";
    return optional.length === 0
        ? "An input that is needed and absent counts as unsafe."
        : "Any other that is needed and absent counts as unsafe.";
}

const unknownOfRule =
    "While a preview does not know an input, the rule is **undecided** about the resource: it says so by name in an advisory line, judges the inputs that are known, and judges the rest in the update. With the pack's setting `strictUnknown` that counts as a finding.";

function checkedRelation({ title, types, reads, optional = [], related }: Relation): string {
    const required = reads.filter((path) => !optional.includes(path));
    const subject = types.includes(everyType) ? "the judged resource" : `the judged ${codes(types)}`;
    const others = Object.entries(related).map(([type, paths]) =>
        inputsOf(`${types.includes(type) ? "other " : ""}${code(type)}`, paths),
    );
    return paragraphs(
        `${prose(title)}. The rule reads:`,
        list([inputsOf(subject, { required, optional }), ...others]),
        "An input that is absent, unless it is read *where present*, is a finding on the resource that lacks it: nobody could say what that belongs to. Where the answer needs a value that a preview does not know, and no dependency between the resources stands for it, the rule is **undecided** about the resource: it names the value in an advisory line, and judges it after the update. With the pack's setting `strictUnknown` that counts as a finding.",
    );
}

function inputsOf(subject: string, { required = [], optional = [] }: RelatedReads): string {
    const present = required.length > 0 ? ` ${codes(required)}` : "";
    const separator = required.length > 0 && optional.length > 0 ? ";" : "";
    const maybe = optional.length > 0 ? ` where present ${codes(optional)}` : "";
    return `of ${subject}:${present}${separator}${maybe}`;
}
