import type { Change } from "./changes";
import type { Finding } from "./finding";
import type { Problem } from "./problems";

/** The commands that change or judge a stack. */
export type Command = "up" | "preview" | "refresh" | "destroy";

/**
 * How a command ended: `blocked` by a mandatory finding of the policy pack, `interrupted` by Ctrl-C with a state that
 * the next run continues from.
 */
export type Result = "succeeded" | "blocked" | "failed" | "interrupted";

/** What a command did, as plain data: what `--json` prints. */
export interface Report {
    command: Command;
    /** What the engine did: `preview` when `up` did not get further than its preview. */
    operation: Command;
    stack: string;
    result: Result;
    /** Every resource of the cloud that the command looked at; in a preview, what would happen to it. */
    changes: Change[];
    findings: Finding[];
    problems: Problem[];
    /** Outputs of the stack; secrets as `[secret]`. */
    outputs: Record<string, unknown>;
    seconds: number;
    /** How long it would have taken in the cloud: the local cloud's clock runs faster. */
    cloudSeconds: number;
}
