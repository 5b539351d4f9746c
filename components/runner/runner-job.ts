import type * as pulumi from "@pulumi/pulumi";
import { listed, type Principal, pinnedImageProblem, principalProblems, rangeProblem, roleProblem } from "../shared";

/** A job: one container that runs to its end. */
export interface RunnerJob {
    /** Required. Image in the registry, pinned by its digest: `<login server>/<repository>@sha256:<64 hexadecimal digits>`. */
    image: string;
    /** Optional. Program in place of the image's own entry point, and its first arguments. Default: the image's. */
    command?: string[];
    /** Optional. Arguments of the program. Default: the image's. */
    args?: string[];
    /**
     * Optional. Environment variables; a secret is refused, because whoever may read the job could read it: let the job
     * fetch secrets from a vault with its identity. `AZURE_CLIENT_ID` is set to that identity. Default: none.
     */
    environment?: Record<string, pulumi.Input<string>>;
    /** Optional. Cores, 0.25 to 4 in steps of 0.25; each comes with 2 GiB of memory. Default: 0.5. */
    cpu?: number;
    /** Optional. Seconds after which it is stopped, 1 to 86400. Default: 1800. */
    timeoutSeconds?: number;
    /** Optional. How often it is tried again after a failure, 0 to 10. Default: 0. */
    retryLimit?: number;
    /** Optional. When it starts by itself, in UTC, as the five fields of cron, for example `0 3 * * *`. Default: when somebody starts it. */
    schedule?: string;
    /**
     * Optional. Who may start, stop and look into it, by a short name. Azure lets them replace its image, program and
     * environment for one run: they can do whatever the job's identity can. Default: nobody.
     */
    starters?: Record<string, Principal>;
}

/** What the job sends to Azure of its own identity, so that Azure's libraries find it. */
export const identityVariable = "AZURE_CLIENT_ID";

/** Problems in a job, as sentences; empty when there are none. */
export function jobProblems(job: string, settings: RunnerJob): string[] {
    const argument = `jobs.${job}`;
    const { image, cpu = 0.5, timeoutSeconds = 1800, retryLimit = 0, schedule } = settings;
    return listed(
        roleProblem(job, `The name of ${argument}`),
        pinnedImageProblem(image, `${argument}.image`),
        // https://learn.microsoft.com/azure/container-apps/containers#allocations
        Number.isInteger(cpu * 4) && cpu >= 0.25 && cpu <= 4
            ? undefined
            : `${argument}.cpu is ${cpu}; it must be 0.25 to 4 in steps of 0.25.`,
        rangeProblem(timeoutSeconds, `${argument}.timeoutSeconds`, { min: 1, max: 86_400, unit: "seconds" }),
        rangeProblem(retryLimit, `${argument}.retryLimit`, { min: 0, max: 10, unit: "retries" }),
        schedule === undefined || isCron(schedule)
            ? undefined
            : `${argument}.schedule is "${schedule}"; it must be the five fields of cron, for example "0 3 * * *".`,
        ...Object.keys(settings.environment ?? {}).map((variable) => variableProblem(variable, argument)),
        ...principalProblems(`${argument}.starters`, settings.starters),
    );
}

function isCron(schedule: string): boolean {
    return /^[0-9*,/-]+( [0-9*,/-]+){4}$/.test(schedule);
}

function variableProblem(variable: string, argument: string): string | undefined {
    if (variable === identityVariable)
        return `${argument}.environment has ${identityVariable}, which is the job's own identity; remove it.`;
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)
        ? undefined
        : `${argument}.environment has "${variable}"; a name must be letters, digits and underscores, no digit first.`;
}

/** A problem when the image is not in the registry that the job's identity may pull from. */
export function registryProblem(image: string, loginServer: string, job: string): string | undefined {
    return image.startsWith(`${loginServer}/`)
        ? undefined
        : `jobs.${job}.image is "${image}"; it must be in the registry ${loginServer}.`;
}
