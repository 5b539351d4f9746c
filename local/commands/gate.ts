import { delimiter, dirname } from "node:path";
import { ensureEngine } from "../engine";
import { asFailure, Failure } from "../report/failure";
import { type GateReport, gateReport, type Subject } from "../report/gate/report";
import { problemsIn } from "../report/problems";
import { isCloudResource } from "../report/resource";
import type { Terminal } from "../report/terminal";
import { type AnalysisOptions, analyze, exportState } from "../workspace/analyze";
import { readCatalogue } from "../workspace/catalogue";
import { closedEnvironment } from "../workspace/closed-environment";
import { EngineError } from "../workspace/engine-error";
import { homePaths } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readPolicyConfiguration } from "../workspace/policy-configuration";
import { policyFile, readProject, stackFile } from "../workspace/project";
import { findRunFolder } from "../workspace/run-folder";
import { readHolder } from "../workspace/run-lock";
import { readStateFile, resourcesIn, type StateResource } from "../workspace/state-file";
import { Interrupted, Interruption } from "./interruption";

/** What is judged, by what: a state file, or else a stack. */
export interface GateOptions {
    /** Folder of the Pulumi project. */
    project: string;
    /** An exported state, absolute. */
    file?: string;
    /** A stack of the local cloud. */
    stack?: string;
    /** Configuration of the policy pack, absolute. Default: that of the stack, and none for a file. */
    policyConfiguration?: string;
}

/** What is judged, ready for the engine. */
interface Prepared extends Pick<AnalysisOptions, "subject" | "cwd" | "env" | "policyConfiguration"> {
    resources(run: Pick<AnalysisOptions, "engine" | "stops">): Promise<StateResource[]>;
    warnings: string[];
}

/**
 * Lets the policy pack judge what exists, on the real engine. Runs no program, starts no cloud, takes no lock and changes
 * nothing. Throws a {@link Failure} unless everything was judged, and {@link Interrupted} at Ctrl-C.
 */
export async function gate(options: GateOptions, terminal: Terminal): Promise<GateReport> {
    const started = Date.now();
    const interruption = new Interruption(terminal);
    const stops = [interruption.stop, interruption.force];
    try {
        const [prepared, catalogue] = await interruption.race(Promise.all([prepare(options), readCatalogue()]));
        const { policyConfiguration, subject, cwd, env } = prepared;
        const configuration =
            policyConfiguration === undefined ? {} : await readPolicyConfiguration(policyConfiguration, catalogue);
        const engine = await interruption.race(asFailure(ensureEngine({ log: (line) => terminal.line(line) })));
        const [resources, analysis] = await Promise.all([
            prepared.resources({ engine, stops }),
            analyze({ engine, subject, policyConfiguration, cwd, env, stops }),
        ]);
        return gateReport(
            {
                ...judgedOf(options),
                ...analysis,
                resources: resources.filter(isCloudResource).length,
                policyConfiguration,
                configured: valuesOf(configuration.pack),
                warnings: [...prepared.warnings, ...analysis.warnings],
                engine: engine.version,
                seconds: (Date.now() - started) / 1000,
            },
            catalogue,
        );
    } catch (error) {
        if (interruption.stop.aborted) {
            throw new Interrupted();
        }
        throw error instanceof EngineError ? failureOf(error, options) : error;
    } finally {
        interruption.close();
    }
}

/** What is judged, as answers name it. */
export function judgedOf({ stack, file }: Pick<GateOptions, "stack" | "file">): Subject {
    return stack === undefined ? { file } : { stack };
}

function prepare(options: GateOptions): Promise<Prepared> {
    return options.stack === undefined ? prepareFile(options) : prepareStack(options, options.stack);
}

/** The engine decrypts what it can with what the environment has, such as `PULUMI_CONFIG_PASSPHRASE` or a sign-in. */
async function prepareFile({ file = "", policyConfiguration }: GateOptions): Promise<Prepared> {
    const resources = await readStateFile(file);
    return {
        subject: ["--file", file],
        policyConfiguration,
        cwd: process.cwd(),
        env: {
            ...process.env,
            PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
            PULUMI_SKIP_UPDATE_CHECK: "true",
        },
        resources: async () => resources,
        warnings: [],
    };
}

/** The engine reads the state itself: it refuses secrets that it cannot decrypt, and what it decrypts stays in memory. */
async function prepareStack({ project: folder, policyConfiguration }: GateOptions, stack: string): Promise<Prepared> {
    const project = await readProject(folder);
    stackFile(project, stack);
    const home = homePaths(homeFolder());
    const cwd = await findRunFolder(home.runs, stack);
    if (cwd === undefined) {
        throw neverDeployed(stack);
    }
    const running = await readHolder(home);
    const env = closedEnvironment(home, {});
    return {
        subject: ["--stack", stack],
        policyConfiguration: policyConfiguration ?? (await policyFile(project, stack)),
        cwd,
        env,
        resources: async (run) => resourcesIn(await exportState({ ...run, stack, cwd, env }), stack),
        warnings:
            running?.stack === stack
                ? [
                      `${running.command} of ${running.stack} is under way (process ${running.pid}): this is a state on the way.`,
                  ]
                : [],
    };
}

function failureOf({ message }: EngineError, { stack }: GateOptions): Failure {
    return stack !== undefined && message.includes(`no stack named '${stack}' found`)
        ? neverDeployed(stack)
        : new Failure(
              problemsIn(message)
                  .map((problem) => problem.message)
                  .join("\n"),
          );
}

function neverDeployed(stack: string): Failure {
    return new Failure(
        `${stack} was never deployed to this local cloud: there is nothing to judge. npm start -- up --stack ${stack} ` +
            "deploys it.",
    );
}

/** What the policy configuration says of a policy, without its level. */
function valuesOf(configured: string | Record<string, unknown> | undefined): object {
    const { enforcementLevel, ...values } = typeof configured === "object" ? configured : {};
    return values;
}
