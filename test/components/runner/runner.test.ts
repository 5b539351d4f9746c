// Does not prove that Azure accepts the environment, nor that a job reaches anything.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Runner, type RunnerArgs, type RunnerJob } from "../../../components";
import { runnerProblems } from "../../../components/runner/runner";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags } from "../../support/sample-placement";
import { playbook, runnerArgs, sampleJob } from "./sample-args";

const environmentId = `${groupId}/providers/Microsoft.App/managedEnvironments/cae-mcp-dev-runner`;
const jobId = `${groupId}/providers/Microsoft.App/jobs/job-mcp-dev-runner-deliver`;
const identityId = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-dev-runner-job-deliver`;
// as test/support/capture.ts answers
const clientId = "55555555-5555-4555-8555-000000000001";
const identity = { principalId: "55555555-5555-4555-8555-000000000002", principalType: "ServicePrincipal" };
const types = {
    environment: "azure-native:app:ManagedEnvironment",
    job: "azure-native:app:Job",
    identity: "azure-native:managedidentity:UserAssignedIdentity",
    role: "azure-native:authorization:RoleAssignment",
};

const captureRunner = (args: Partial<RunnerArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new Runner("runner", { ...runnerArgs, ...args }), { preview });

const jobInputs = async (job: Partial<RunnerJob>) =>
    (await captureRunner({ jobs: { deliver: { ...sampleJob, ...job } } })).only(types.job).inputs;

describe("Runner: the environment", () => {
    it("consists of the environment and its log", async () => {
        assert.deepEqual((await captureRunner()).typesAndNames(), [
            "azure-native:app:ManagedEnvironment runner-environment",
            "azure-native:monitor:DiagnosticSetting runner-logs",
        ]);
    });

    it("is inside the network only, encrypts what runs in it, and has no nodes to keep", async () => {
        const { inputs, ignoreChanges } = (await captureRunner()).only(types.environment);
        assert.deepEqual(inputs, {
            environmentName: "cae-mcp-dev-runner",
            resourceGroupName: "rg-test",
            location: "westeurope",
            vnetConfiguration: { internal: true, infrastructureSubnetId: runnerArgs.subnetId },
            publicNetworkAccess: "Disabled",
            peerAuthentication: { mtls: { enabled: true } },
            peerTrafficConfiguration: { encryption: { enabled: true } },
            appLogsConfiguration: { destination: "azure-monitor" },
            workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
            zoneRedundant: true,
            tags: sampleTags("runner"),
        });
        assert.deepEqual(ignoreChanges, []);
    });

    it("is in one zone when told to", async () => {
        const { inputs } = (await captureRunner({ zoneRedundant: false })).only(types.environment);
        assert.equal(inputs.zoneRedundant, false);
    });

    it("sends the output of jobs to the workspace", async () => {
        assert.deepEqual((await captureRunner()).only("azure-native:monitor:DiagnosticSetting").inputs, {
            name: "audit",
            resourceUri: environmentId,
            workspaceId: runnerArgs.workspaceId,
            logAnalyticsDestinationType: "Dedicated",
            logs: [
                { category: "ContainerAppConsoleLogs", enabled: true },
                { category: "ContainerAppSystemLogs", enabled: true },
            ],
        });
    });
});

describe("Runner: a job", () => {
    it("comes with an identity of its own, which may pull images", async () => {
        const resources = await captureRunner({ jobs: { deliver: sampleJob, respond: sampleJob } });
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:app:Job runner-job-deliver",
            "azure-native:app:Job runner-job-respond",
            "azure-native:app:ManagedEnvironment runner-environment",
            "azure-native:authorization:RoleAssignment runner-job-deliver-pull",
            "azure-native:authorization:RoleAssignment runner-job-respond-pull",
            "azure-native:managedidentity:UserAssignedIdentity runner-job-deliver-identity",
            "azure-native:managedidentity:UserAssignedIdentity runner-job-respond-identity",
            "azure-native:monitor:DiagnosticSetting runner-logs",
        ]);
        const component = resources.only("zero-trust-mcp:index:Runner");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
        assert.deepEqual(resources.only(types.identity, "runner-job-deliver-identity").inputs, {
            resourceName: "id-mcp-dev-runner-job-deliver",
            resourceGroupName: "rg-test",
            location: "westeurope",
            tags: sampleTags("runner"),
        });
        assert.deepEqual(
            resources.only(types.role, "runner-job-deliver-pull").inputs,
            sampleAssignment(runnerArgs.registryId, identity, "AcrPull"),
        );
    });

    it("runs a pinned image once, when somebody starts it, and holds no secret", async () => {
        assert.deepEqual(await jobInputs({}), {
            jobName: "job-mcp-dev-runner-deliver",
            resourceGroupName: "rg-test",
            location: "westeurope",
            environmentId,
            workloadProfileName: "Consumption",
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
            configuration: {
                triggerType: "Manual",
                manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
                replicaTimeout: 1800,
                replicaRetryLimit: 0,
                registries: [{ server: runnerArgs.loginServer, identity: identityId }],
                identitySettings: [{ identity: identityId, lifecycle: "Main" }],
                secrets: [],
            },
            template: {
                containers: [
                    {
                        name: "job",
                        image: sampleJob.image,
                        env: [{ name: "AZURE_CLIENT_ID", value: clientId }],
                        resources: { cpu: 0.5, memory: "1Gi" },
                    },
                ],
            },
            tags: sampleTags("runner"),
        });
    });

    it("runs what it is told, as long and as often as it is told", async () => {
        const { configuration, template } = await jobInputs({
            command: ["/bin/deliver"],
            args: ["--all"],
            environment: { CLUSTER: pulumi.output("aks-contoso") },
            cpu: 1.25,
            timeoutSeconds: 60,
            retryLimit: 2,
        });
        assert.equal(configuration.replicaTimeout, 60);
        assert.equal(configuration.replicaRetryLimit, 2);
        assert.deepEqual(template.containers, [
            {
                name: "job",
                image: sampleJob.image,
                command: ["/bin/deliver"],
                args: ["--all"],
                env: [
                    { name: "CLUSTER", value: "aks-contoso" },
                    { name: "AZURE_CLIENT_ID", value: clientId },
                ],
                resources: { cpu: 1.25, memory: "2.5Gi" },
            },
        ]);
    });

    it("starts by itself when it has a schedule", async () => {
        const { configuration } = await jobInputs({ schedule: "0 3 * * *" });
        assert.equal(configuration.triggerType, "Schedule");
        assert.equal(configuration.manualTriggerConfig, undefined);
        assert.deepEqual(configuration.scheduleTriggerConfig, {
            cronExpression: "0 3 * * *",
            parallelism: 1,
            replicaCompletionCount: 1,
        });
    });

    it("is started by who is named, on that job only", async () => {
        const jobs = { deliver: { ...sampleJob, starters: { playbook } }, respond: sampleJob };
        const starters = (await captureRunner({ jobs }))
            .all(types.role)
            .filter(({ name }) => !name.endsWith("-pull"))
            .map(({ name, inputs }) => [name, inputs]);
        assert.deepEqual(Object.fromEntries(starters), {
            "runner-job-deliver-starter-playbook": sampleAssignment(jobId, playbook, "Container Apps Jobs Operator"),
        });
    });

    it("refuses a secret among its variables, in a preview as well, and does not show it", async () => {
        for (const preview of [true, false]) {
            const environment = { TOKEN: pulumi.secret("hush") };
            await assert.rejects(
                captureRunner({ jobs: { deliver: { ...sampleJob, environment } } }, preview),
                ({ message }: Error) =>
                    /jobs\.deliver\.environment\.TOKEN is a secret; let the job fetch it/.test(message) &&
                    !message.includes("hush"),
            );
        }
    });

    it("refuses an image of another registry, as soon as the registry is known", async () => {
        await assert.rejects(
            captureRunner({ loginServer: pulumi.output("crother.azurecr.io"), jobs: { deliver: sampleJob } }),
            /jobs\.deliver\.image is "crcontoso.*"; it must be in the registry crother\.azurecr\.io\.$/,
        );
    });

    it("refuses ids of something else", async () => {
        await assert.rejects(
            captureRunner({ subnetId: runnerArgs.registryId }),
            /subnetId is ".*"; it must be the ARM id of a Microsoft\.Network\/virtualNetworks\/subnets\.$/,
        );
        await assert.rejects(
            captureRunner({ registryId: runnerArgs.subnetId, jobs: { deliver: sampleJob } }),
            /registryId is ".*"; it must be the ARM id of a Microsoft\.ContainerRegistry\/registries\.$/,
        );
    });
});

describe("Runner: order and preview", () => {
    const jobs = { deliver: { ...sampleJob, starters: { playbook } } };

    it("everything waits for what it needs, and for nothing else", async () => {
        const resources = await capture(() => {
            const { environmentId, defaultDomain, jobIds, jobIdentities } = new Runner("runner", {
                ...runnerArgs,
                jobs,
            });
            for (const [name, output] of Object.entries({ environmentId, defaultDomain, jobIds, jobIdentities })) {
                new random.RandomBytes(name, { length: 1, keepers: { output: pulumi.jsonStringify(output) } });
            }
        });
        const environment = "runner-environment";
        const ready = [environment, "runner-job-deliver-identity", "runner-job-deliver-pull"];
        assert.deepEqual(resources.waitsFor(), {
            [environment]: [],
            "runner-logs": [environment],
            "runner-job-deliver-identity": [],
            "runner-job-deliver-pull": ["runner-job-deliver-identity"],
            "runner-job-deliver": ready,
            "runner-job-deliver-starter-playbook": ["runner-job-deliver"],
            environmentId: [environment],
            defaultDomain: [environment],
            jobIds: ["runner-job-deliver", "runner-job-deliver-starter-playbook"],
            jobIdentities: ["runner-job-deliver-identity"],
        });
    });

    it("all but the ids that Azure gives an identity is known", async () => {
        const given: Record<string, unknown> = {};
        const resources = await capture(
            () => {
                const { environmentId, defaultDomain, jobIds, jobIdentities } = new Runner("runner", {
                    ...runnerArgs,
                    jobs,
                });
                for (const [name, output] of Object.entries({ environmentId, defaultDomain, jobIds, jobIdentities })) {
                    (output as pulumi.Output<unknown>).apply((value) => {
                        given[name] = value;
                    });
                }
            },
            { preview: true },
        );
        assert.deepEqual(
            resources.resources
                .flatMap(({ name, unknownPaths }) => unknownPaths.map((path) => `${name} ${path}`))
                .sort(),
            [
                "runner-job-deliver template.containers[0].env[0].value",
                "runner-job-deliver-pull principalId",
                "runner-job-deliver-pull roleAssignmentName",
            ],
        );
        assert.deepEqual(given, { environmentId, jobIds: { deliver: jobId } });
    });

    it("gives the ids of identities once they exist", async () => {
        let given: unknown;
        await capture(() => {
            new Runner("runner", { ...runnerArgs, jobs }).jobIdentities.apply((ids) => {
                given = ids;
            });
        });
        assert.deepEqual(given, { deliver: identity.principalId });
    });
});

describe("runnerProblems", () => {
    it("finds none in a good runner", () => {
        assert.deepEqual(runnerProblems("runner", { ...runnerArgs, jobs: { deliver: sampleJob } }), []);
    });

    it("are all in the one error that stops the component", async () => {
        const jobs = { deliver: { ...sampleJob, cpu: 5 }, respond: { ...sampleJob, retryLimit: 11 } };
        await assert.rejects(captureRunner({ location: "", jobs }), {
            message: [
                'Runner "runner" has 3 problems:',
                '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                "  - jobs.deliver.cpu is 5; it must be 0.25 to 4 in steps of 0.25.",
                "  - jobs.respond.retryLimit is 11; it must be a whole number of retries from 0 to 10.",
            ].join("\n"),
        });
    });
});
