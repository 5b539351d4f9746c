import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Engine } from "../engine";
import { type Finding, findingOf } from "../report/finding";
import { plain } from "../report/plain";
import { policyPack } from "./checkout";
import { EngineError } from "./engine-error";
import { runEngine } from "./run-engine";
import { withoutLogs } from "./without-logs";

export interface AnalysisOptions {
    engine: Engine;
    /** `--file <state>` or `--stack <name>`. */
    subject: [option: "--file" | "--stack", value: string];
    /** Default: what the policy pack takes for itself. */
    policyConfiguration?: string;
    cwd: string;
    env: NodeJS.ProcessEnv;
    stops: AbortSignal[];
}

export interface Analysis {
    findings: Finding[];
    /** The pack that judged. */
    pack: { name: string; version: string };
    /** What the engine warns of, such as secrets that it cannot decrypt. */
    warnings: string[];
}

/** How the engine says that it has judged everything and found something that stops. */
const verdict = "one or more mandatory policy violations were found";

/**
 * Lets the engine judge an existing state with the policy pack, without running the program. It decrypts secrets in its
 * memory; nothing is written.
 *
 * Throws an {@link EngineError} unless everything was judged.
 */
export async function analyze(options: AnalysisOptions): Promise<Analysis> {
    const { engine, subject, policyConfiguration, cwd, env, stops } = options;
    const configuration = policyConfiguration === undefined ? [] : ["--policy-pack-config", policyConfiguration];
    let stdout = "";
    let stderr = "";
    const judging = withoutLogs(env, (quiet) =>
        runEngine(cliOf(engine), {
            args: ["policy", "analyze", "--json", ...subject, "--policy-pack", policyPack, ...configuration],
            cwd,
            env: quiet,
            stops,
            onOutput: (text) => {
                stdout += text;
            },
            onError: (text) => {
                stderr += text;
            },
        }),
    );
    const blocked = await judging.then(
        () => false,
        (error: unknown) => {
            if (error instanceof EngineError && plain(stderr).endsWith(`error: ${verdict}`)) {
                return true;
            }
            throw error;
        },
    );
    const events = eventsIn(stdout);
    const summary = events.at(-1)?.summaryEvent as { PolicyPacks?: Record<string, string> } | undefined;
    // The engine names it so; the type declarations spell it another way.
    const [pack] = Object.entries(summary?.PolicyPacks ?? {});
    const findings = events.map(findingOf).filter((finding) => finding !== undefined);
    if (pack === undefined || blocked !== findings.some(({ mandatory }) => mandatory)) {
        throw new EngineError(stderr);
    }
    return {
        findings: [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()],
        pack: { name: pack[0], version: pack[1] },
        warnings: [...plain(stderr).matchAll(/^warning: (.*)$/gm)].map(([, text = ""]) => text),
    };
}

/** The document of `pulumi stack export`, with secrets as they are encrypted. */
export async function exportState(
    options: Pick<AnalysisOptions, "engine" | "cwd" | "env" | "stops"> & { stack: string },
): Promise<unknown> {
    const { engine, stack, ...run } = options;
    const { stdout } = await withoutLogs(run.env, (env) =>
        runEngine(cliOf(engine), { ...run, env, args: ["stack", "export", "--stack", stack] }),
    );
    return JSON.parse(stdout);
}

function cliOf({ root }: Engine): string {
    return join(root, "bin", "pulumi");
}

function eventsIn(lines: string): EngineEvent[] {
    return lines
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line));
}
