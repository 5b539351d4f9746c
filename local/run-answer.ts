/** What a command answers: the document for `--json`, else the text. */
export interface Answer {
    document: object;
    text: string;
}

/** Runs a command that either answers or fails: prints which, and sets the exit code. */
export type RunAnswer = (
    subject: { command: string; stack?: string },
    options: { json?: boolean },
    action: () => Promise<Answer>,
) => Promise<void>;
