import type { Statement } from "./policy-document";

/** A statement on the way of a request, with everything that decides whether it runs. */
export interface Step {
    statement: Statement;
    /** Conditions of the branches that it is in, and names of other statements around it. */
    given: readonly string[];
    /** The statement behind it in the same place. */
    next?: Statement;
}

/** A branch that ends a request. */
export interface Ending {
    /** Conditions of which each decides alone whether the branch is taken. */
    decides: readonly string[];
    /** Everything else that must hold, or not hold, before these are asked. */
    given: readonly string[];
    /** Whether it is the branch that is left. */
    isOtherwise: boolean;
    status: string;
    answer: Statement;
}

/** Statements with others in them. */
const branching = ["choose", "when", "otherwise", "retry", "wait", "limit-concurrency"];

/** The condition of a branch that is left over, or that somebody wrote as one. */
const always = "@(true)";

const walked = new WeakMap<readonly Statement[], readonly Step[]>();

/** All statements of a section or branch in their order, those in branches included. Kept, because every rule asks. */
export function steps(statements: readonly Statement[]): readonly Step[] {
    const known = walked.get(statements) ?? walk(statements, []);
    walked.set(statements, known);
    return known;
}

function walk(statements: readonly Statement[], given: readonly string[]): Step[] {
    return statements.flatMap((statement, index) => [
        { statement, given, next: statements[index + 1] },
        ...stepsIn(statement, given),
    ]);
}

function stepsIn({ name, attributes, children }: Statement, given: readonly string[]): Step[] {
    if (name === "choose")
        return children.flatMap((branch, index) => [
            { statement: branch, given },
            ...walk(branch.children, [...given, ...conditionsOf(children, index)]),
        ]);
    return branching.includes(name) ? walk(children, [...given, attributes.condition ?? name]) : [];
}

/** What must not hold of the branches before, and what must hold, so that a branch is taken. */
function conditionsOf(branches: readonly Statement[], index: number): string[] {
    const conditions = branches.map(conditionOf);
    const before = conditions.slice(0, index).map((condition) => `@(!(${condition}))`);
    return [...before, ...conditions.slice(index, index + 1).filter((condition) => condition !== always)];
}

function conditionOf({ attributes }: Statement): string {
    return attributes.condition ?? always;
}

/** Everything that a statement says itself: attributes and texts, also of the elements that belong to it. */
export function textsOf({ name, attributes, text, children }: Statement): string[] {
    const own = [...Object.values(attributes), text];
    return branching.includes(name) ? own : [...own, ...children.flatMap(textsOf)];
}

/** The elements of a name that belong to a statement, at any depth. */
export function partsOf({ children }: Statement, name: string): Statement[] {
    return children.flatMap((child) => [...(child.name === name ? [child] : []), ...partsOf(child, name)]);
}

/** Branches that refuse a request, at any depth. */
export function refusals(statements: readonly Statement[]): Ending[] {
    return endings(statements).filter(({ status }) => /^[45]\d\d$/.test(status));
}

/**
 * Branches that answer a request in place of the server, at any depth. A branch may also set a variable for whose presence
 * the next statement answers, as documents do that have one answer for many reasons.
 */
export function endings(statements: readonly Statement[]): Ending[] {
    return steps(statements).flatMap(({ statement, given, next }) => endingsOf(statement, given, next?.children[0]));
}

/** A branch is asked only when those before it are not taken, or end the request, too. */
function endingsOf({ children }: Statement, given: readonly string[], common: Statement | undefined): Ending[] {
    const found: Ending[] = [];
    const open: string[] = [];
    for (const branch of children) {
        const condition = conditionOf(branch);
        const isOtherwise = branch.name === "otherwise";
        const answered = answerIn(branch) ?? answerFor(branch, common);
        if (answered === undefined) open.push(condition);
        else
            found.push({
                decides: isOtherwise ? open : [condition],
                given: isOtherwise ? given : [...given, ...open],
                isOtherwise,
                ...answered,
            });
    }
    return found;
}

type Answered = Pick<Ending, "answer" | "status">;

function answerIn(branch: Statement | undefined): Answered | undefined {
    const [answer] = branch?.children.filter(({ name }) => name === "return-response") ?? [];
    return answer && { answer, status: statusOf(answer) };
}

/** The answer of the branch behind a choose that is taken when a variable of this branch is set. */
function answerFor({ children }: Statement, common: Statement | undefined): Answered | undefined {
    const [, asked] = isSet.exec(common?.attributes.condition ?? "") ?? [];
    const set = children.map(({ attributes: { name = "", value = "" } }) => ({ name, value }));
    const answered = set.some(({ name }) => name === asked) ? answerIn(common) : undefined;
    // what the status is may be said by another of its variables
    const named = set.find(({ name }) => answered?.status.includes(`"${name}"`));
    return answered && { ...answered, status: named?.value ?? answered.status };
}

const isSet = /^@\(context\.Variables\.ContainsKey\("([^"]+)"\)\)$/;

/** The status of an answer, as the document has it. */
export function statusOf(answer: Statement): string {
    return partsOf(answer, "set-status")[0]?.attributes.code ?? "";
}

/** Whether a statement sets or deletes a header, which is named in lower case. */
export function isHeader({ name, attributes }: Statement, header: string): boolean {
    return name === "set-header" && attributes.name?.toLowerCase() === header;
}

/** What a statement does with a header: https://learn.microsoft.com/azure/api-management/set-header-policy */
export function actionOf({ attributes }: Statement): string {
    return attributes["exists-action"] ?? "override";
}
