import * as app from "@pulumi/azure-native/app";
import type * as inputs from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checked,
    checkedArmId,
    createIdentity,
    knownAfter,
    type ManagedIdentity,
    type PlacementArgs,
    placementProblems,
    resourceId,
    resourceName,
    sendLogs,
    tags,
    validate,
} from "../shared";
import { identityVariable, jobProblems, type RunnerJob, registryProblem } from "./runner-job";

/** Arguments of `Runner`. */
export interface RunnerArgs extends PlacementArgs {
    /** Required. ARM id of a subnet for the runner alone, /27 or wider, delegated to `Microsoft.App/environments`. */
    subnetId: pulumi.Input<string>;
    /** Required. ARM id of the workspace that receives the output of jobs. */
    workspaceId: pulumi.Input<string>;
    /** Required. ARM id of the registry of the images; it accepts tokens of Container Apps (`services` of `Registry`). */
    registryId: pulumi.Input<string>;
    /** Required. Host of that registry, for example `crcontoso.azurecr.io`. */
    loginServer: pulumi.Input<string>;
    /** Optional. Jobs by name. Default: none. */
    jobs?: Record<string, RunnerJob>;
    /** Optional. Whether jobs go on when a zone is lost. Azure never changes it later. Default: true. */
    zoneRedundant?: boolean;
}

/**
 * Jobs inside the network, started through Azure Resource Manager: the way to what only the network reaches, for
 * delivery to a private cluster and for responses in it.
 *
 * - The environment has no public address, no public access, and encrypts the traffic in it.
 * - An image comes from one registry and is pinned by its digest.
 * - Each job has an identity of its own, which may pull images and nothing else. Whoever needs more of it gives it a role
 *   by its id in `jobIdentities`.
 * - Who starts a job has its identity in hand: Azure has no right to start a job without that to replace its image for
 *   one run. Starters have the role Container Apps Jobs Operator, on that job only, which also stops it, opens a shell in
 *   it, and lists its secrets, of which it has none. A role of one's own would leave that out, but its deployer could
 *   write roles, and so widen them.
 *
 * Serves practices 4.3, 10.2, 2.2, 12.1, 5.1, IR-2 and ZT-2.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class Runner extends pulumi.ComponentResource {
    /** ARM id of the Container Apps environment. */
    readonly environmentId: pulumi.Output<string>;
    /** Domain of the environment, which Azure chooses. */
    readonly defaultDomain: pulumi.Output<string>;
    /** ARM ids of the jobs, by the names in `jobs`; they wait until the starters have their role. */
    readonly jobIds: pulumi.Output<Record<string, string>>;
    /** Object ids of the jobs' identities, by the names in `jobs`. */
    readonly jobIdentities: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: RunnerArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Runner", name, {}, opts);
        validate(this, name, runnerProblems(name, args));

        const environment = createEnvironment(name, args, this);
        const jobs = Object.entries(args.jobs ?? {}).map(([job, settings]): [string, JobReference] => [
            job,
            createJob(name, job, settings, environment.id, args, this),
        ]);

        this.environmentId = environment.id;
        this.defaultDomain = environment.defaultDomain;
        this.jobIds = pulumi.all(Object.fromEntries(jobs.map(([job, { id }]) => [job, id])));
        this.jobIdentities = pulumi.all(Object.fromEntries(jobs.map(([job, { principalId }]) => [job, principalId])));
        this.registerOutputs({
            environmentId: this.environmentId,
            defaultDomain: this.defaultDomain,
            jobIds: this.jobIds,
            jobIdentities: this.jobIdentities,
        });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function runnerProblems(name: string, args: RunnerArgs): string[] {
    return [
        ...placementProblems(name, args),
        ...Object.entries(args.jobs ?? {}).flatMap(([job, settings]) => jobProblems(job, settings)),
    ];
}

interface EnvironmentReference {
    id: pulumi.Output<string>;
    defaultDomain: pulumi.Output<string>;
}

// https://learn.microsoft.com/azure/container-apps/workload-profiles-overview: pays for what runs, has no nodes to keep
const workloadProfileName = "Consumption";

function createEnvironment(name: string, args: RunnerArgs, parent: pulumi.Resource): EnvironmentReference {
    const type = "Microsoft.App/managedEnvironments";
    const environmentName = resourceName(type, args.naming, name);
    const environment = new app.ManagedEnvironment(
        `${name}-environment`,
        {
            environmentName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            vnetConfiguration: {
                internal: true,
                infrastructureSubnetId: checkedArmId(
                    args.subnetId,
                    "subnetId",
                    "Microsoft.Network/virtualNetworks/subnets",
                ),
            },
            publicNetworkAccess: "Disabled",
            peerAuthentication: { mtls: { enabled: true } },
            peerTrafficConfiguration: { encryption: { enabled: true } },
            appLogsConfiguration: { destination: "azure-monitor" },
            workloadProfiles: [{ name: workloadProfileName, workloadProfileType: "Consumption" }],
            zoneRedundant: args.zoneRedundant ?? true,
            tags: tags(args, "runner"),
        },
        { parent },
    );
    const id = knownAfter(environment, resourceId(args, type, environmentName));
    sendLogs(name, { type, resourceId: id, workspaceId: args.workspaceId }, parent);
    return { id, defaultDomain: environment.defaultDomain };
}

interface JobReference {
    id: pulumi.Output<string>;
    principalId: pulumi.Output<string>;
}

function createJob(
    name: string,
    job: string,
    settings: RunnerJob,
    environmentId: pulumi.Output<string>,
    args: RunnerArgs,
    parent: pulumi.Resource,
): JobReference {
    const type = "Microsoft.App/jobs";
    const jobName = resourceName(type, args.naming, `${name}-${job}`);
    const identity = createPuller(name, job, args, parent);
    const resource = new app.Job(
        `${name}-job-${job}`,
        {
            jobName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            environmentId,
            workloadProfileName,
            identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
            configuration: configuration(settings, identity.id, args),
            template: {
                containers: [
                    {
                        name: "job",
                        image: checked(args.loginServer, (server) =>
                            registryProblem(settings.image, server, job),
                        ).apply(() => settings.image),
                        command: settings.command,
                        args: settings.args,
                        env: variables(job, settings, identity.clientId),
                        resources: resources(settings),
                    },
                ],
            },
            tags: tags(args, "runner"),
        },
        { parent },
    );
    const scope = knownAfter(resource, resourceId(args, type, jobName));
    const { subscriptionId } = args;
    const role = "Container Apps Jobs Operator";
    const assignments = Object.entries(settings.starters ?? {}).map(([starter, principal]) =>
        assignRole(`${name}-job-${job}-starter-${starter}`, { role, scope, principal, subscriptionId }, parent),
    );
    return {
        id: knownAfter([resource, ...assignments], scope),
        principalId: pulumi.output(identity.principal.principalId),
    };
}

/** Its id waits until it may pull images. */
function createPuller(name: string, job: string, args: RunnerArgs, parent: pulumi.Resource): ManagedIdentity {
    const identity = createIdentity(`${name}-job-${job}`, args, "runner", parent);
    const pull = assignRole(
        `${name}-job-${job}-pull`,
        {
            role: "AcrPull",
            scope: checkedArmId(args.registryId, "registryId", "Microsoft.ContainerRegistry/registries"),
            principal: identity.principal,
            subscriptionId: args.subscriptionId,
        },
        parent,
    );
    return { ...identity, id: knownAfter(pull, identity.id) };
}

function configuration(
    { timeoutSeconds, retryLimit, schedule }: RunnerJob,
    identity: pulumi.Output<string>,
    { loginServer }: RunnerArgs,
): inputs.app.JobConfigurationArgs {
    const once = { parallelism: 1, replicaCompletionCount: 1 };
    return {
        replicaTimeout: timeoutSeconds ?? 1800,
        replicaRetryLimit: retryLimit ?? 0,
        registries: [{ server: loginServer, identity }],
        identitySettings: [{ identity, lifecycle: "Main" }], // not for what is put before the container
        secrets: [],
        ...(schedule === undefined
            ? { triggerType: "Manual", manualTriggerConfig: once }
            : { triggerType: "Schedule", scheduleTriggerConfig: { cronExpression: schedule, ...once } }),
    };
}

function variables(
    job: string,
    { environment = {} }: RunnerJob,
    clientId: pulumi.Output<string>,
): inputs.app.EnvironmentVarArgs[] {
    return [
        ...Object.entries(environment).map(([variable, value]) => ({
            name: variable,
            value: noSecret(value, `jobs.${job}.environment.${variable}`),
        })),
        { name: identityVariable, value: clientId },
    ];
}

/** The value, unless Pulumi knows it for a secret. */
function noSecret(value: pulumi.Input<string>, argument: string): pulumi.Output<string> {
    const output = pulumi.output(value);
    return pulumi.output(pulumi.isSecret(output)).apply((secret) => {
        if (!secret) return output;
        throw new pulumi.RunError(
            `${argument} is a secret; let the job fetch it from a vault with its identity, and give the address here.`,
        );
    });
}

// the memory that a core comes with: https://learn.microsoft.com/azure/container-apps/containers#allocations
function resources({ cpu = 0.5 }: RunnerJob): inputs.app.ContainerResourcesArgs {
    return { cpu, memory: `${cpu * 2}Gi` };
}
