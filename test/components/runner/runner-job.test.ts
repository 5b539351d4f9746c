// Does not prove that there is such an image, nor that Azure reads a schedule as cron does.
import assert from "node:assert/strict";
import type { RunnerJob } from "../../../components";
import { jobProblems, registryProblem } from "../../../components/runner/runner-job";
import { playbook, sampleJob } from "./sample-args";

const digest = sampleJob.image.slice(sampleJob.image.indexOf("@"));
const image = (reference: string): [string, Partial<RunnerJob>, string[]] => [
    `the image ${reference}`,
    { image: reference },
    [`jobs.deliver.image is "${reference}"; it must be <login server>/<repository>@sha256:<64 hexadecimal digits>.`],
];
const cpu = (cores: number): [string, Partial<RunnerJob>, string[]] => [
    `${cores} cores`,
    { cpu: cores },
    [`jobs.deliver.cpu is ${cores}; it must be 0.25 to 4 in steps of 0.25.`],
];
const schedule = (cron: string): [string, Partial<RunnerJob>, string[]] => [
    `the schedule "${cron}"`,
    { schedule: cron },
    [`jobs.deliver.schedule is "${cron}"; it must be the five fields of cron, for example "0 3 * * *".`],
];

const cases: [string, Partial<RunnerJob>, string[]][] = [
    ["none in the least of a job", {}, []],
    [
        "none in all that a job can have",
        {
            command: ["/bin/deliver"],
            args: ["--all"],
            environment: { CLUSTER: "aks-contoso", _lower1: "" },
            cpu: 0.25,
            timeoutSeconds: 1,
            retryLimit: 0,
            schedule: "*/5 1-3 1,15 * *",
            starters: { playbook },
        },
        [],
    ],
    ["none at the upper ends", { cpu: 4, timeoutSeconds: 86_400, retryLimit: 10 }, []],
    image("crcontoso.azurecr.io/platform/deliver"),
    image("crcontoso.azurecr.io/platform/deliver:1.0"),
    image("crcontoso.azurecr.io/platform/deliver@sha256:0123"),
    image(`crcontoso.azurecr.io/platform/deliver${digest}0`),
    image(`crcontoso.azurecr.io/platform/deliver${digest.toUpperCase()}`),
    image(`crcontoso.azurecr.io/platform/deliver:1.0${digest}`),
    image(`deliver${digest}`),
    image(`https://crcontoso.azurecr.io/deliver${digest}`),
    image(""),
    cpu(0),
    cpu(0.3),
    cpu(4.25),
    cpu(Number.NaN),
    schedule(""),
    schedule("0 3 * *"),
    schedule("0 3 * * * *"),
    schedule("@daily"),
    [
        "too short and too often",
        { timeoutSeconds: 0, retryLimit: -1 },
        [
            "jobs.deliver.timeoutSeconds is 0; it must be a whole number of seconds from 1 to 86400.",
            "jobs.deliver.retryLimit is -1; it must be a whole number of retries from 0 to 10.",
        ],
    ],
    [
        "too long and too often",
        { timeoutSeconds: 86_401, retryLimit: 11 },
        [
            "jobs.deliver.timeoutSeconds is 86401; it must be a whole number of seconds from 1 to 86400.",
            "jobs.deliver.retryLimit is 11; it must be a whole number of retries from 0 to 10.",
        ],
    ],
    [
        "names that are no variables, and the one that is taken",
        { environment: { AZURE_CLIENT_ID: "x", "1ST": "x", "A-B": "x" } },
        [
            "jobs.deliver.environment has AZURE_CLIENT_ID, which is the job's own identity; remove it.",
            'jobs.deliver.environment has "1ST"; a name must be letters, digits and underscores, no digit first.',
            'jobs.deliver.environment has "A-B"; a name must be letters, digits and underscores, no digit first.',
        ],
    ],
    [
        "a starter who is none",
        { starters: { playbook: { ...playbook, principalId: "playbook" } } },
        ['jobs.deliver.starters.playbook.principalId is "playbook"; it must be a GUID.'],
    ],
];

describe("jobProblems", () => {
    for (const [name, settings, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(jobProblems("deliver", { ...sampleJob, ...settings }), problems));
    }

    it("finds a bad name", () => {
        assert.deepEqual(jobProblems("Deliver it", sampleJob), [
            'The name of jobs.Deliver it is "Deliver it"; it must be lower-case letters, digits and single hyphens, a letter first.',
        ]);
    });
});

describe("registryProblem", () => {
    it("finds none in an image of the registry", () => {
        assert.equal(registryProblem(sampleJob.image, "crcontoso.azurecr.io", "deliver"), undefined);
    });

    for (const server of ["crother.azurecr.io", "crcontoso.azurecr.i", "crcontoso"]) {
        it(`finds an image that is not in ${server}`, () => {
            assert.equal(
                registryProblem(sampleJob.image, server, "deliver"),
                `jobs.deliver.image is "${sampleJob.image}"; it must be in the registry ${server}.`,
            );
        });
    }
});
