import type { Parameters } from "./parameters";
import { formatPath, overlap, parsePath, unknownPaths } from "./paths";
import { type Resource, Undecided } from "./resource";
import type { Context, Finding, Relation, Rule } from "./rule";
import { withoutUnknown } from "./value";

export interface Outcome {
    findings: Finding[];
    /** What would have to be known to judge the rest. */
    undecided: string[];
}

/**
 * Judges one resource. What is unknown of the inputs that the rule reads makes it undecided; what is known is judged
 * all the same. A rule that fails has found something: it was written for inputs that Azure accepts.
 */
export function evaluateRule<P extends Parameters>(
    rule: Rule<P>,
    resource: Resource,
    context: Omit<Context<P>, "type">,
): Outcome {
    const reads = rule.reads.map(parsePath);
    const undecided = unknownPaths(resource.inputs).filter((path) => reads.some((read) => overlap(read, path)));
    const rests = ({ path, given = [] }: Finding) =>
        [path, ...given].some((text) => text !== "" && undecided.some((gap) => overlap(parsePath(text), gap)));
    const findings = attempt(() =>
        rule.check(withoutUnknown(resource.inputs) ?? {}, { ...context, type: resource.type }),
    );
    return { findings: findings.filter((finding) => !rests(finding)), undecided: undecided.map(formatPath) };
}

/** Judges one resource among those of its stack. */
export function evaluateRelation<P extends Parameters>(
    relation: Relation<P>,
    resource: Resource,
    stack: readonly Resource[],
    context: Omit<Context<P>, "type">,
): Outcome {
    const undecided: string[] = [];
    const findings = attempt(() => {
        try {
            return relation.check(resource, stack, { ...context, type: resource.type });
        } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            undecided.push(error.message);
            return [];
        }
    });
    return { findings, undecided };
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
