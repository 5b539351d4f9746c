import { problem } from "./response";
import { type Actions, arm, compose, once, type PlaybookSettings, set, until, wait, when } from "./workflow";

export interface JobSettings extends PlaybookSettings {
    /** ARM id of the job. */
    jobId: string;
}

const apiVersion = "api-version=2025-01-01";
const status = "coalesce(body('Read_execution')?['properties']?['status'], '')";

/**
 * Runs the job as it is deployed, with more environment variables, until it has ended.
 *
 * @param next - What comes when it has succeeded.
 */
export function runJob(settings: JobSettings, variables: Record<string, string>, next: Actions): Actions {
    const { jobId } = settings;
    const container = "first(body('Read_job')?['properties']?['template']?['containers'])";
    return {
        Read_job: arm(settings, { method: "GET", uri: `${jobId}?${apiVersion}` }),
        Variables: compose(Object.entries(variables).map(([name, value]) => ({ name, value }))),
        Start_job: once(
            arm(settings, {
                method: "POST",
                uri: `${jobId}/start?${apiVersion}`,
                // a run that is given anything is given everything: https://learn.microsoft.com/azure/container-apps/jobs
                body: {
                    containers: [
                        {
                            name: `@{${container}?['name']}`,
                            image: `@{${container}?['image']}`,
                            command: `@${container}?['command']`,
                            env: `@union(${container}?['env'], outputs('Variables'))`,
                            resources: {
                                cpu: `@${container}?['resources']?['cpu']`,
                                memory: `@{${container}?['resources']?['memory']}`,
                            },
                        },
                    ],
                },
            }),
        ),
        Wait_for_job: until(
            `contains(createArray('Succeeded', 'Failed', 'Stopped', 'Degraded'), ${status})`,
            { count: 240, timeout: "PT1H" },
            {
                Wait: wait(10),
                Read_execution: arm(settings, {
                    method: "GET",
                    uri: `${jobId}/executions/@{body('Start_job')?['name']}?${apiVersion}`,
                }),
            },
        ),
        Go_on_if_succeeded: when(`equals(${status}, 'Succeeded')`, next, {
            Say_problem: set(
                problem,
                `@{concat('The job ended as "', ${status}, '". The log has the output of ', body('Start_job')?['name'], '.')}`,
            ),
        }),
    };
}
