import type { ChildRule, ContentRule, ElementRule } from "../subset";
import { checkContent } from "./check-content";
import { checkStatement, checkStatements } from "./check-statements";
import type { PolicyElement } from "./document";
import type { Place, PolicyJudge } from "./judge";

/** Checks an element: its attributes, its text, and what stands in it. */
export function checkElement(element: PolicyElement, rule: ElementRule, place: Place, judge: PolicyJudge): void {
    judge.use(place.entry);
    checkAttributes(element, rule.attributes ?? {}, place, judge);
    checkText(element, rule.text, place, judge);
    if (rule.statements) checkStatements(element.children, place, judge);
    else checkChildren(element, rule.children ?? {}, place, judge);
}

function checkAttributes(
    { name, offset, attributes }: PolicyElement,
    rules: Record<string, ContentRule>,
    { path, entry }: Place,
    judge: PolicyJudge,
): void {
    for (const attribute of attributes) {
        const rule = ownValue(rules, attribute.name);
        const construct = `${path}/@${attribute.name}`;
        if (rule) checkContent(attribute.text, rule, construct, `${entry} @${attribute.name}`, judge);
        else
            judge.report(
                attribute.offset,
                construct,
                `<${name}> has no attribute ${attribute.name} in the policy subset.`,
            );
    }
    for (const [key, { optional }] of Object.entries(rules)) {
        if (attributes.some((attribute) => attribute.name === key)) continue;
        if (optional) judge.use(`${entry} @${key} optional`);
        else judge.report(offset, path, `<${name}> lacks the attribute ${key}.`);
    }
}

function checkText(
    { name, offset, text }: PolicyElement,
    rule: ContentRule | undefined,
    place: Place,
    judge: PolicyJudge,
) {
    const { path, entry } = place;
    if (rule) checkContent(text ?? { value: "", offsets: [offset] }, rule, `${path}/text()`, `${entry} text()`, judge);
    else if (text && text.value.trim() !== "")
        judge.report(text.offsets[0] ?? offset, path, `<${name}> takes no text.`);
}

function checkChildren(
    { name, offset, children }: PolicyElement,
    rules: Record<string, ChildRule>,
    place: Place,
    judge: PolicyJudge,
): void {
    const order = Object.keys(rules);
    for (const [index, child] of children.entries()) {
        const rule = ownValue(rules, child.name);
        const inner = { ...place, path: `${place.path}/${child.name}`, entry: `${place.entry} ${child.name}` };
        if (rule === undefined) {
            judge.report(child.offset, inner.path, `<${name}> holds no <${child.name}> in the policy subset.`);
            continue;
        }
        const before = children.slice(0, index).map((each) => order.indexOf(each.name));
        if (before.some((position) => position > order.indexOf(child.name))) {
            judge.report(child.offset, inner.path, `The elements of <${name}> stand in the order ${order.join(", ")}.`);
        }
        judge.use(inner.entry);
        if (rule.statement) checkStatement(child, inner, judge);
        else checkElement(child, rule, inner, judge);
    }
    for (const [key, { occurs }] of Object.entries(rules)) {
        const count = children.filter((child) => child.name === key).length;
        if (count === 0 && (occurs === undefined || occurs === "some")) {
            judge.report(offset, place.path, `<${name}> lacks the element <${key}>.`);
        }
        if (count > 1 && (occurs === undefined || occurs === "optional")) {
            judge.report(offset, place.path, `<${name}> holds one <${key}>, not ${count}.`);
        }
    }
}

function ownValue<T>(record: Record<string, T>, key: string): T | undefined {
    return Object.hasOwn(record, key) ? record[key] : undefined;
}
