import { checkCSharp } from "../csharp/check";
import { formatType } from "../csharp/types";
import type { ContentRule } from "../subset";
import { classify, type PolicyValue } from "./expression";
import type { PolicyJudge } from "./judge";
import type { PolicyText } from "./text";

/** Checks what stands in an attribute, or between tags. */
export function checkContent(
    text: PolicyText,
    rule: ContentRule,
    construct: string,
    entry: string,
    judge: PolicyJudge,
): void {
    const value = classify(text);
    const offset = text.offsets[0] ?? 0;
    const report = (message: string, code?: string) => judge.report(offset, construct, message, code);
    switch (value.kind) {
        case "mixed":
            report("An expression stands alone, and without named values.");
            break;
        case "namedValue":
        case "textWithNamedValue":
            if (rule[value.kind]) judge.use(`${entry} ${value.kind}`);
            else report(`No named value stands here, or not in this way: ${text.value}`);
            break;
        case "text": {
            const form = formOf(value.text, rule);
            if (form !== undefined) judge.use(`${entry} ${form}`);
            else report(`"${value.text}" is not ${allowed(rule)}.`);
            break;
        }
        default: {
            if (!rule.expression) {
                report("No expression stands here in the policy subset.", value.code);
                break;
            }
            const type = checkExpression(value, judge);
            if (type !== undefined && rule.expression.includes(type)) judge.use(`${entry} expression ${type}`);
            else if (type !== undefined) {
                report(`The expression gives ${type}, not ${rule.expression.join(" or ")}.`, value.code);
            }
        }
    }
}

/** The form that a plain text has of those that are allowed. */
function formOf(text: string, { text: any, oneOf, integer }: ContentRule): string | undefined {
    if (oneOf?.includes(text)) return `oneOf ${text}`;
    if (integer && isBetween(text, ...integer)) return "integer";
    return any ? "text" : undefined;
}

function allowed({ oneOf, integer, textWithNamedValue, namedValue, expression }: ContentRule): string {
    return [
        ...(oneOf ? [`one of ${oneOf.join(", ")}`] : []),
        ...(integer ? [`a number from ${integer.join(" to ")}`] : []),
        ...(textWithNamedValue ? ["a named value within a text"] : []),
        ...(namedValue ? ["a named value"] : []),
        ...(expression ? [`an expression that gives ${expression.join(" or ")}`] : []),
    ].join(", or ");
}

/** Name of the type that an expression gives; undefined when it has problems, which are reported. */
function checkExpression(
    { kind, code, offsets }: Extract<PolicyValue, { code: string }>,
    judge: PolicyJudge,
): string | undefined {
    const { problems, type, used } = checkCSharp(code, kind, judge.language);
    for (const path of used) judge.use(path);
    for (const { start, construct, message } of problems) {
        judge.report(offsets[start] ?? offsets[0] ?? 0, construct, message, code);
    }
    return type && formatType(type);
}

function isBetween(text: string, least: number, most: number): boolean {
    return /^(0|[1-9][0-9]*)$/.test(text) && Number(text) >= least && Number(text) <= most;
}
