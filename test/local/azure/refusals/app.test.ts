// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { newCloud } from "../fixture";
import { deploy, environmentId, example, identityId, networkId, runnerSubnet } from "../landscape";
import { arm, changedExample, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const identity = "managedidentity:UserAssignedIdentity";
const invalidJob = (problem: string) =>
    arm(400, "InvalidRequestParameterWithDetails", `The job is invalid: ${problem}.`);
const invalidEnvironment = (problem: string) =>
    arm(400, "InvalidRequestParameterWithDetails", `The environment is invalid: ${problem}.`);
const configuration = (change: Properties) => ({
    configuration: { ...(example["app:Job"]?.configuration as Properties), ...change },
});
const runner: RefusalCase["given"] = [
    ...group,
    "network:VirtualNetwork",
    "network:NetworkSecurityGroup",
    "network:Subnet",
    ["network:Subnet", runnerSubnet],
];
const inRunner = (change: Properties = {}): Properties => ({
    vnetConfiguration: { infrastructureSubnetId: `${networkId}/subnets/runner`, internal: true, ...change },
});
const forJob = [...group, identity, "app:ManagedEnvironment"];

const cases: RefusalCase[] = [
    {
        title: "an environment is in a subnet that is not delegated",
        given: runner,
        token: "app:ManagedEnvironment",
        inputs: { vnetConfiguration: { infrastructureSubnetId: `${networkId}/subnets/endpoints` } },
        message: arm(
            400,
            "SubnetMissingRequiredDelegation",
            `Subnet ${networkId}/subnets/endpoints requires any of the following delegation(s) [Microsoft.App/environments] to reference ${environmentId}.`,
        ),
    },
    {
        title: "an environment in a subnet has no workload profiles",
        given: runner,
        token: "app:ManagedEnvironment",
        inputs: { ...inRunner(), workloadProfiles: [] },
        message: invalidEnvironment(
            "in a subnet it needs workloadProfiles, one without them is not modelled by the local cloud",
        ),
    },
    {
        title: "an environment is in a subnet that is too small",
        given: [...runner.slice(0, -1), ["network:Subnet", { ...runnerSubnet, addressPrefix: "10.0.2.0/28" }]],
        token: "app:ManagedEnvironment",
        inputs: inRunner(),
        message: arm(
            400,
            "SubnetTooSmall",
            `Subnet ${networkId}/subnets/runner with the prefix 10.0.2.0/28 is too small for ${environmentId}: /27 is the smallest.`,
        ),
    },
    {
        title: "an internal environment has no subnet",
        given: group,
        token: "app:ManagedEnvironment",
        inputs: { vnetConfiguration: { internal: true } },
        message: invalidEnvironment("an internal environment needs vnetConfiguration.infrastructureSubnetId"),
    },
    {
        title: "an environment is in a network instead of a subnet",
        given: runner,
        token: "app:ManagedEnvironment",
        inputs: { vnetConfiguration: { infrastructureSubnetId: networkId } },
        message: invalidEnvironment(`'vnetConfiguration.infrastructureSubnetId' ${networkId} is no subnet`),
    },
    {
        title: "an environment sends logs to a workspace without its key",
        given: group,
        token: "app:ManagedEnvironment",
        inputs: { appLogsConfiguration: { destination: "log-analytics" } },
        message: invalidEnvironment(
            "the destination log-analytics needs customerId and sharedKey of a workspace; azure-monitor and a diagnostic setting need no key",
        ),
    },
    {
        title: "an environment without a subnet spreads over zones",
        given: group,
        token: "app:ManagedEnvironment",
        inputs: { zoneRedundant: true },
        message: invalidEnvironment("zoneRedundant needs vnetConfiguration.infrastructureSubnetId"),
    },
    ...(
        [
            [{ environmentId: identityId }, `environmentId ${identityId} is no managed environment`],
            [{ location: "northeurope" }, "it is in northeurope, its environment in westeurope"],
            [{ workloadProfileName: "D4" }, "the environment has no workload profile 'D4', but: Consumption"],
            [
                { jobName: "Deliver" },
                "its name 'Deliver' must have at most 32 lower-case letters, digits and dashes, and begin with a letter",
            ],
            [{ configuration: null }, "it needs a configuration with a triggerType"],
            [
                configuration({ triggerType: "Schedule" }),
                "the trigger Schedule needs configuration.scheduleTriggerConfig",
            ],
            [configuration({ replicaTimeout: 0 }), "configuration.replicaTimeout must be at least 1 second"],
            [{ template: {} }, "it needs a container in template.containers"],
            [{ template: { containers: [{ name: "runner" }] } }, "each container needs an image"],
            [
                configuration({ registries: [{ server: "crone.azurecr.io", identity: "system" }] }),
                "the identity 'system' is none of the job's",
            ],
            [{ identity: { type: "None" } }, `the identity '${identityId}' is none of the job's`],
        ] as [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a job, ${problem}`,
        given: forJob,
        token: "app:Job",
        inputs,
        message: invalidJob(problem),
    })),
];

describe("azure refuses, of container apps, that", () => itRefuses(cases));

describe("an environment of container apps", () => {
    it("stays internal in its subnet, has an address of it, and goes after its jobs", async () => {
        const cloud = newCloud();
        for (const each of runner) {
            await (typeof each === "string" ? deploy(cloud, each) : cloud.create(...each));
        }
        const inputs = changedExample("app:ManagedEnvironment", inRunner());
        const { outputs } = await cloud.create("app:ManagedEnvironment", inputs);
        assert.equal(outputs.staticIp, "10.0.2.4");
        const change = (change: Properties) =>
            cloud.update("app:ManagedEnvironment", environmentId, {
                ...inputs,
                ...change,
            });
        const other = { ...runnerSubnet, subnetName: "other", addressPrefix: "10.0.3.0/27" };
        const infrastructureSubnetId = (await cloud.create("network:Subnet", other)).id;
        for (const [path, changed] of [
            ["vnetConfiguration.internal", inRunner({ internal: false })],
            ["vnetConfiguration.infrastructureSubnetId", inRunner({ infrastructureSubnetId })],
            ["zoneRedundant", { zoneRedundant: true }],
        ] satisfies [string, Properties][]) {
            await assert.rejects(change(changed), {
                message: invalidEnvironment(`'${path}' can only be chosen when the environment is created`),
            });
        }
        await deploy(cloud, identity);
        const { id } = await cloud.create("app:Job", example["app:Job"] ?? {});
        await assert.rejects(cloud.remove("app:ManagedEnvironment", environmentId), {
            message: arm(
                409,
                "ManagedEnvironmentHasContainerApps",
                `Managed environment ${environmentId} cannot be deleted: it has jobs.`,
            ),
        });
        await cloud.create("app:ManagedEnvironment", {
            ...example["app:ManagedEnvironment"],
            environmentName: "env-two",
        });
        const moved = { environmentId: environmentId.replace("env-one", "env-two") };
        await assert.rejects(cloud.update("app:Job", id, changedExample("app:Job", moved)), {
            message: invalidJob("its environment cannot be changed"),
        });
        await cloud.remove("app:Job", id);
        const subnetId = `${networkId}/subnets/runner`;
        await assert.rejects(cloud.remove("network:Subnet", subnetId), {
            message: /^Status=400 Code="InUseSubnetCannotBeDeleted"/,
        });
        await cloud.remove("app:ManagedEnvironment", environmentId);
        await cloud.remove("network:Subnet", subnetId);
    });
});
