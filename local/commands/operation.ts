import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import { type Change, Changes } from "../report/changes";
import { type Finding, findingOf } from "../report/finding";
import { isCancellation, type Problem, problemOf, problemsIn } from "../report/problems";
import { ProgressDisplay } from "../report/progress-display";
import type { Command, Report } from "../report/report";
import { EngineError } from "../workspace/engine-error";
import { Interrupted } from "./interruption";
import type { RunOptions, Session } from "./session";

/** Operations only wait for the cloud's clock, so all that can go on at the same time should. */
const parallel = 64;

/** What every operation of the engine is given. */
interface EngineOptions {
    parallel: number;
    target: string[];
    exclude: string[];
    onEvent(event: EngineEvent): void;
    signal: AbortSignal;
}

/**
 * Runs one operation of the engine to its end, shows its progress, and says what came of it. Never throws for what the
 * engine or the cloud refuse: that is in the report.
 *
 * @param expected - What the operation is going to change, as far as that is known.
 */
export async function operate(
    session: Session,
    operation: Command,
    expected: Change[],
    start: (options: EngineOptions) => Promise<{ outputs?: OutputMap }>,
): Promise<Report> {
    const { interruption, options, terminal, selection } = session;
    if (interruption.stop.aborted) {
        throw new Interrupted();
    }
    const started = Date.now();
    const changes = new Changes();
    const findings = new Map<string, Finding>();
    const problems: Problem[] = [];
    const display = operation === "preview" ? undefined : new ProgressDisplay(terminal, expected);
    const onEvent = (event: EngineEvent) => {
        changes.apply(event);
        display?.apply(event);
        const finding = findingOf(event);
        if (finding !== undefined) {
            findings.set(JSON.stringify(finding), finding);
        }
        const problem = problemOf(event);
        if (problem !== undefined) {
            problems.push(problem);
        }
    };
    const finish = (result: Report["result"], outputs: OutputMap = {}): Report => ({
        command: session.command,
        operation,
        stack: options.stack,
        result,
        changes: changes.list().filter((change) => !isLeftAlone(change, options)),
        findings: [...findings.values()],
        problems: result === "interrupted" ? problems.filter((problem) => !isCancellation(problem)) : problems,
        outputs: Object.fromEntries(
            Object.entries(outputs).map(([name, { value, secret }]) => [name, secret ? "[secret]" : value]),
        ),
        seconds: (Date.now() - session.started) / 1000,
        cloudSeconds: ((Date.now() - started) / 1000) * options.speed,
    });
    try {
        const { outputs } = await start({ ...selection, parallel, onEvent, signal: interruption.stop });
        return finish("succeeded", outputs);
    } catch (error) {
        if (interruption.stop.aborted) {
            return finish("interrupted");
        }
        if (!(error instanceof EngineError)) {
            throw error;
        }
        if ([...findings.values()].some(({ mandatory }) => mandatory)) {
            return finish("blocked");
        }
        if (problems.length === 0) {
            problems.push(...problemsIn(error.message));
        }
        return finish("failed");
    } finally {
        display?.close();
    }
}

/** What is left alone is no part of the answer: the engine says the same of it whether it exists or not. */
function isLeftAlone({ type }: Change, { withoutKubernetes }: RunOptions): boolean {
    return withoutKubernetes === true && type.startsWith("kubernetes:");
}
