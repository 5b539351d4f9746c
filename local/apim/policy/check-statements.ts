import type { StatementRule } from "../subset";
import { checkElement } from "./check-element";
import type { PolicyElement } from "./document";
import type { Place, PolicyJudge } from "./judge";

/** Checks statements that stand in a section, or in a statement that holds some. */
export function checkStatements(elements: PolicyElement[], place: Place, judge: PolicyJudge): void {
    for (const element of elements) {
        const { name, offset } = element;
        const path = `${place.path}/${name}`;
        const rule = statementRule(element, judge);
        if (rule && !rule.sections.includes(place.section)) {
            judge.report(offset, path, `<${name}> does not stand in ${place.section} in the policy subset.`);
        }
        judge.use(`statements.${name} ${place.section}`);
        checkStatement(element, { ...place, path }, judge);
    }
}

/** Checks a statement, wherever it stands. */
export function checkStatement(element: PolicyElement, place: Place, judge: PolicyJudge): void {
    const { name, offset } = element;
    const rule = statementRule(element, judge);
    if (rule === undefined) {
        judge.report(offset, place.path, `<${name}> is no statement of the policy subset.`);
        return;
    }
    if (rule.onceIn) {
        const seen = place.seen[rule.onceIn];
        if (seen.has(name)) judge.report(offset, place.path, `<${name}> stands only once in a ${rule.onceIn}.`);
        seen.add(name);
    }
    checkElement(element, rule, { ...place, entry: `statements.${name}` }, judge);
}

function statementRule({ name }: PolicyElement, { language: { subset } }: PolicyJudge): StatementRule | undefined {
    return Object.hasOwn(subset.statements, name) ? subset.statements[name] : undefined;
}
