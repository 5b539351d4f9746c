import type { Colors } from "../report/terminal";
import type { Step } from "./steps";

/** What was tried at an endpoint. */
export interface Trial {
    endpoint: string;
    steps: Step[];
}

/** Whether everything happened as expected. */
export function isPassed(trials: Trial[]): boolean {
    return trials.every(({ steps }) => steps.every(({ ok }) => ok));
}

/** What `--json` prints. */
export function trialsDocument(trials: Trial[]): object {
    return { command: "try", result: isPassed(trials) ? "succeeded" : "failed", trials };
}

const titles = { did: "done", expected: "expected", happened: "happened" };

/** A table of what was done, what was expected and what happened, for each endpoint. */
export function renderTrials(trials: Trial[], colors: Colors): string {
    return trials.map(({ endpoint, steps }) => [endpoint, ...table(steps, colors)].join("\n")).join("\n\n");
}

function table(steps: Step[], colors: Colors): string[] {
    const rows = [titles, ...steps];
    const width = (key: keyof typeof titles) => Math.max(...rows.map((row) => row[key].length));
    const line = ({ did, expected, happened }: typeof titles) =>
        `${did.padEnd(width("did"))}  ${expected.padEnd(width("expected"))}  ${happened}`;
    return [
        `  ${" ".repeat("failed".length)}  ${line(titles)}`,
        ...steps.map((step) => `  ${step.ok ? colors.green("ok    ") : colors.red("failed")}  ${line(step)}`),
    ];
}
