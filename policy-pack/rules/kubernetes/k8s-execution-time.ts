import { defineRule, unless } from "../../engine";
import { exampleTypes, workload } from "./example-workload";
import { inPods, podIn, workloadTypes } from "./workload";

const cronJob = "kubernetes:batch/v1:CronJob";
/** Where a job is described in each type. */
const jobs: Readonly<Record<string, string>> = {
    [cronJob]: "spec.jobTemplate.spec.",
    "kubernetes:batch/v1:Job": "spec.",
};
const grace = "spec.terminationGracePeriodSeconds";
const concurrency = "spec.concurrencyPolicy";
const none = Number.POSITIVE_INFINITY;

/** What runs ends: a job by itself, a pod soon after it was asked to. Without being told, a pod has half a minute. */
export default defineRule({
    id: "k8s-execution-time",
    title: "Jobs and pods end in time",
    severity: "medium",
    level: "mandatory",
    practices: ["4.3"],
    references: {},
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/best-practices-app-cluster-reliability",
    types: workloadTypes,
    reads: [
        ...Object.values(jobs).flatMap((at) => [
            `${at}activeDeadlineSeconds`,
            `${at}backoffLimit`,
            `${at}ttlSecondsAfterFinished`,
        ]),
        concurrency,
        ...inPods([grace]),
    ],
    optional: inPods([grace]),
    parameters: {
        mostSecondsOfJob: {
            type: "integer",
            default: 3600,
            minimum: 1,
            description: "Seconds that a job may run, with all its attempts.",
        },
        mostAttempts: {
            type: "integer",
            default: 3,
            minimum: 0,
            description: "Attempts after the first that a job may have.",
        },
        mostSecondsAfterJob: {
            type: "integer",
            default: 86_400,
            minimum: 0,
            description: "Seconds for which a finished job may stay.",
        },
        mostSecondsToEnd: {
            type: "integer",
            default: 60,
            minimum: 1,
            description: "Seconds that a pod may take to end, once it is asked to.",
        },
    },
    why: "A job that never ends holds what it has for ever, and starts again beside itself; a pod that takes its time to end goes on with what an incident was to stop.",
    fix: "Set activeDeadlineSeconds, backoffLimit and ttlSecondsAfterFinished on the job within the parameters of the rule, concurrencyPolicy of a CronJob to Forbid, and terminationGracePeriodSeconds of pods to 60 at most.",
    check: (inputs, { resource: { type }, parameters }) => {
        const { mostSecondsOfJob, mostAttempts, mostSecondsAfterJob, mostSecondsToEnd } = parameters;
        const { pod, at } = podIn(inputs, type);
        const inJob = jobs[type];
        const job = type === cronJob ? inputs.spec?.jobTemplate?.spec : inputs.spec;
        return [
            ...(inJob === undefined
                ? []
                : [
                      ...unless(
                          (job?.activeDeadlineSeconds ?? none) <= mostSecondsOfJob,
                          `${inJob}activeDeadlineSeconds`,
                          `a job must end after ${mostSecondsOfJob} seconds at most`,
                      ),
                      ...unless(
                          (job?.backoffLimit ?? none) <= mostAttempts,
                          `${inJob}backoffLimit`,
                          `a job must give up after ${mostAttempts} more attempts at most`,
                      ),
                      ...unless(
                          (job?.ttlSecondsAfterFinished ?? none) <= mostSecondsAfterJob,
                          `${inJob}ttlSecondsAfterFinished`,
                          `a finished job must go away after ${mostSecondsAfterJob} seconds at most`,
                      ),
                  ]),
            ...unless(
                type !== cronJob || inputs.spec?.concurrencyPolicy === "Forbid",
                concurrency,
                "a job starts while the one before it still runs",
            ),
            ...unless(
                (pod.spec?.terminationGracePeriodSeconds ?? 0) <= mostSecondsToEnd,
                `${at}${grace}`,
                `a pod must end within ${mostSecondsToEnd} seconds`,
            ),
        ];
    },
    examples: {
        compliant: [
            ...exampleTypes.filter((type) => type !== cronJob).map((type) => workload(type, ends(60))),
            workload("kubernetes:apps/v1:Deployment", {}),
            { type: "kubernetes:batch/v1:Job", inputs: { spec: { ...job({}), template: { spec: ends(60) } } } },
            { type: cronJob, inputs: { spec: scheduled({}, {}) } },
        ],
        violating: [
            ...exampleTypes.map((type) => workload(type, ends(61))),
            workload("kubernetes:batch/v1:Job", ends(60)),
            ...[{ activeDeadlineSeconds: 3601 }, { backoffLimit: 4 }, { ttlSecondsAfterFinished: 86_401 }].flatMap(
                (changes) => [
                    { type: "kubernetes:batch/v1:Job", inputs: { spec: job(changes) } },
                    { type: cronJob, inputs: { spec: scheduled(changes, {}) } },
                ],
            ),
            { type: cronJob, inputs: { spec: scheduled({}, { concurrencyPolicy: "Allow" }) } },
        ],
    },
});

function ends(terminationGracePeriodSeconds: number) {
    return { terminationGracePeriodSeconds };
}

function job(changes: object) {
    return { activeDeadlineSeconds: 3600, backoffLimit: 3, ttlSecondsAfterFinished: 86_400, ...changes };
}

function scheduled(jobChanges: object, changes: object) {
    return {
        schedule: "0 3 * * *",
        concurrencyPolicy: "Forbid",
        jobTemplate: { spec: { ...job(jobChanges), template: { spec: ends(60) } } },
        ...changes,
    };
}
