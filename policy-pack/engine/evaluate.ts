import type { Parameters } from "./parameters";
import { formatPath, isAbsent, isWithin, overlap, type Path, parsePath, unknownPaths } from "./paths";
import { type Resource, Undecided } from "./resource";
import { type Context, type Finding, isRelation, judges, type Relation, type Rule } from "./rule";
import type { Stack } from "./stack";
import { isValues, type Values, withoutUnknown } from "./value";

export interface Outcome {
    findings: Finding[];
    /** What would have to be known to judge the rest. */
    undecided: string[];
}

/**
 * Judges one resource. What is unknown of the inputs that the rule reads makes it undecided; what is known is judged
 * all the same. A rule that fails has found something: it was written for inputs that Azure accepts.
 */
export function evaluateRule<P extends Parameters>(rule: Rule<P>, resource: Resource, context: Context<P>): Outcome {
    const reads = rule.reads.map(parsePath);
    const ignored = (rule.ignores?.[resource.type] ?? []).map(parsePath);
    const { gaps, known } = readingOf(resource);
    const undecided = gaps
        .filter((gap) => reads.some((read) => overlap(read, gap)))
        .filter((gap) => !ignored.some((path) => isWithin(gap, path)));
    const rests = ({ path, given = [] }: Finding) =>
        [path, ...given].some((text) => text !== "" && undecided.some((gap) => overlap(parsePath(text), gap)));
    const findings = attempt(() => rule.check(known, { ...context, resource }));
    return { findings: findings.filter((finding) => !rests(finding)), undecided: undecided.map(formatPath) };
}

interface Reading {
    /** Where inputs are unknown. */
    gaps: Path[];
    /** Everything else. */
    known: Values;
}

const readings = new WeakMap<Resource, Reading>();

/** Made once for all rules. */
function readingOf(resource: Resource): Reading {
    const before = readings.get(resource);
    if (before !== undefined) return before;
    const gaps = unknownPaths(resource.inputs);
    const known = gaps.length === 0 ? resource.inputs : withoutUnknown(resource.inputs);
    const reading = { gaps, known: known !== undefined && isValues(known) ? known : {} };
    readings.set(resource, reading);
    return reading;
}

/**
 * Judges one resource among those of its stack. An input that the relation must find and that is absent is a finding,
 * on a resource that is read to judge others, too: nobody could say what it belongs to.
 */
export function evaluateRelation<P extends Parameters>(
    relation: Relation<P>,
    resource: Resource,
    stack: Stack,
    context: Context<P>,
): Outcome {
    const undecided: string[] = [];
    const check = () => {
        try {
            return relation.check(resource, stack, context);
        } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            undecided.push(error.message);
            return [];
        }
    };
    const findings = judges(relation, resource) ? attempt(check) : [];
    const missing = requiredReads(relation, resource)
        .filter((path) => isAbsent(resource.inputs, parsePath(path)))
        .filter((path) => !findings.some((finding) => finding.path === path))
        .map((path) => ({ path, message: "this is missing, and decides what the resource belongs to" }));
    return { findings: [...findings, ...missing], undecided };
}

/** Judges one resource, among those of its stack where the rule is about several. */
export function evaluate(
    rule: Rule | Relation,
    resource: Resource,
    stack: Stack,
    context: Context<Parameters>,
): Outcome {
    return isRelation(rule) ? evaluateRelation(rule, resource, stack, context) : evaluateRule(rule, resource, context);
}

function requiredReads<P extends Parameters>(relation: Relation<P>, resource: Resource): string[] {
    const { reads, optional = [], related } = relation;
    const own = judges(relation, resource) ? reads.filter((path) => !optional.includes(path)) : [];
    return [...new Set([...own, ...(related[resource.type]?.required ?? [])])];
}

function attempt(check: () => Finding[]): Finding[] {
    try {
        return check();
    } catch (error) {
        // the text of an error may quote a value
        const name = error instanceof Error ? error.name : typeof error;
        return [{ path: "", message: `the rule cannot read these inputs (${name})` }];
    }
}
