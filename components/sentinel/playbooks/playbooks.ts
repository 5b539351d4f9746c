import * as pulumi from "@pulumi/pulumi";
import { evidenceContainer } from "../../audit-archive/evidence";
import { assignRole, checkedArmId, createRole, PrincipalType, parseArmId, secretScope } from "../../shared";
import { allDeployers, type ResponseJob, type SentinelArgs } from "../sentinel-args";
import { workspaceOf } from "../workspace";
import { disableServicePrincipal } from "./disable-service-principal";
import { endSessions } from "./end-sessions";
import { isolateNamespace } from "./isolate-namespace";
import { notify } from "./notify";
import { PlaybookName } from "./playbook-name";
import { createConnection, createPlaybook, type Grant, type PlaybookPlace } from "./playbook-workflow";
import { protectedIds } from "./principals";
import { releasePrincipal } from "./release-principal";
import { rotateSessionKeys } from "./rotate-session-keys";
import { snapshotEvidence } from "./snapshot-evidence";
import { blockPrincipal, throttlePrincipal } from "./stop-principal";

type Playbooks = Partial<Record<PlaybookName, pulumi.Output<string>>>;

/** Named values of API Management that responders change. */
const ofResponders = ["session-epoch", "blocked-principals", "throttled-principals", "risk-level"] as const;
/** Those that refer to the keys of sessions. */
const ofSessionKeys = ["session-key-current", "session-key-previous"] as const;

/**
 * ARM ids of the playbooks by name, known when their roles are assigned. Those that start a job are left out without it,
 * and `notify` without somebody to tell.
 *
 * Each is an identity of its own, which may read incidents and comment on them, and besides:
 * - `end-sessions`, `block-principal`, `throttle-principal` and `release-principal`: read and change the one named value
 *   that each of them is for. Other named values say whose tokens are accepted, and are out of their reach.
 * - `isolate-namespace`, `rotate-session-keys` and `snapshot-evidence`: start one job of `Runner`, whose identity may do
 *   what the job does: isolate, draw the keys of sessions, or read what evidence consists of. The archive lets it add it.
 * - `rotate-session-keys`: have API Management read the keys of sessions again.
 * - `disable-service-principal` and `notify`: nothing, until an administrator of the tenant gives them a permission.
 *
 * Serves practices 2.2, 4.2, 5.4, 8.3, IR-2 and IR-3.
 */
export function createPlaybooks(name: string, args: SentinelArgs, parent: pulumi.Resource): Playbooks {
    const place: PlaybookPlace = { name, args, connectionId: createConnection(name, args, parent), parent };
    return {
        ...ofGateway(place),
        ...ofEntra(place),
        ...ofJobs(place),
    };
}

/** What changes lists at the gateway. */
function ofGateway(place: PlaybookPlace): Playbooks {
    const { name, args, parent } = place;
    const gateway = gatewayId(args);
    const role = createRole(
        `${name}-value-changer`,
        {
            title: "Change named values of MCP responders",
            description: "Read and change single named values of API Management, for which it is assigned.",
            actions: [
                "Microsoft.ApiManagement/service/namedValues/read",
                "Microsoft.ApiManagement/service/namedValues/write",
            ],
            target: gateway,
        },
        args,
        parent,
    );
    const changes = (value: (typeof ofResponders)[number]) => ({ value: { scope: valueId(gateway, value), role } });
    return {
        [PlaybookName.EndSessions]: createPlaybook(
            {
                playbook: PlaybookName.EndSessions,
                grants: changes("session-epoch"),
                definition: (identityId) => pulumi.output({ identityId, gatewayServiceId: gateway }).apply(endSessions),
            },
            place,
        ),
        [PlaybookName.BlockPrincipal]: createPlaybook(
            {
                playbook: PlaybookName.BlockPrincipal,
                grants: changes("blocked-principals"),
                definition: (identityId) =>
                    pulumi.output({ identityId, gatewayServiceId: gateway }).apply(blockPrincipal),
                parameters: protectedPrincipals(args),
            },
            place,
        ),
        [PlaybookName.ThrottlePrincipal]: createPlaybook(
            {
                playbook: PlaybookName.ThrottlePrincipal,
                grants: changes("throttled-principals"),
                definition: (identityId) =>
                    pulumi.output({ identityId, gatewayServiceId: gateway }).apply(throttlePrincipal),
                parameters: protectedPrincipals(args),
            },
            place,
        ),
        [PlaybookName.ReleasePrincipal]: createPlaybook(
            {
                playbook: PlaybookName.ReleasePrincipal,
                grants: changes("throttled-principals"),
                definition: (identityId) =>
                    pulumi.output({ identityId, gatewayServiceId: gateway }).apply(releasePrincipal),
            },
            place,
        ),
    };
}

/** What asks Microsoft Graph. */
function ofEntra(place: PlaybookPlace): Playbooks {
    const { args } = place;
    const { notification, disableServicePrincipals = false } = args;
    return {
        [PlaybookName.DisableServicePrincipal]: createPlaybook(
            {
                playbook: PlaybookName.DisableServicePrincipal,
                grants: {},
                disabled: !disableServicePrincipals,
                definition: (identityId) => disableServicePrincipal({ identityId }),
                parameters: protectedPrincipals(args),
            },
            place,
        ),
        ...(notification !== undefined && {
            [PlaybookName.Notify]: createPlaybook(
                {
                    playbook: PlaybookName.Notify,
                    grants: {},
                    definition: (identityId) => notify({ identityId, ...notification }),
                },
                place,
            ),
        }),
    };
}

/** What starts a job. */
function ofJobs(place: PlaybookPlace): Playbooks {
    const { jobs = {} } = place.args;
    const create = (
        playbook: PlaybookName,
        build: (job: ResponseJob, place: PlaybookPlace) => pulumi.Output<string>,
    ) => {
        const job = jobs[playbook];
        return job !== undefined && { [playbook]: build(job, place) };
    };
    return {
        ...create(PlaybookName.IsolateNamespace, isolating),
        ...create(PlaybookName.RotateSessionKeys, rotating),
        ...create(PlaybookName.SnapshotEvidence, snapshotting),
    };
}

function isolating(job: ResponseJob, place: PlaybookPlace): pulumi.Output<string> {
    const playbook = PlaybookName.IsolateNamespace;
    const jobId = jobIdOf(job, playbook);
    const cluster = clusterId(place.args);
    grantJob(playbook, job, { cluster: { scope: cluster, role: "Azure Kubernetes Service Cluster User Role" } }, place);
    return createPlaybook(
        {
            playbook,
            grants: starting(jobId),
            definition: (identityId) =>
                pulumi.output({ identityId, jobId, clusterId: cluster }).apply(isolateNamespace),
        },
        place,
    );
}

function rotating(job: ResponseJob, place: PlaybookPlace): pulumi.Output<string> {
    const playbook = PlaybookName.RotateSessionKeys;
    const { name, args, parent } = place;
    const jobId = jobIdOf(job, playbook);
    const gateway = gatewayId(args);
    const secrets = Object.entries(args.sessionKeys ?? {}).map(([key, reference]): [string, pulumi.Output<string>] => [
        key,
        secretScope(reference, `sessionKeys.${key}`),
    ]);
    const [first] = secrets;
    if (first === undefined) throw new Error("sentinelProblems lets no such arguments pass");
    const drawer = createRole(
        `${name}-key-drawer`,
        {
            title: "Draw keys of MCP sessions anew",
            description:
                "Write single secrets, for which it is assigned, and read what is said about them, not their values.",
            dataActions: [
                "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
                "Microsoft.KeyVault/vaults/secrets/setSecret/action",
            ],
            target: first[1],
        },
        args,
        parent,
    );
    grantJob(
        playbook,
        job,
        Object.fromEntries(secrets.map(([key, scope]) => [`secret-${key}`, { scope, role: drawer }])),
        place,
    );
    const refresher = createRole(
        `${name}-key-refresher`,
        {
            title: "Refresh keys of MCP sessions",
            description: "Have API Management read secrets again, of single named values for which it is assigned.",
            actions: [
                "Microsoft.ApiManagement/service/namedValues/read",
                "Microsoft.ApiManagement/service/namedValues/refreshSecret/action",
            ],
            target: gateway,
        },
        args,
        parent,
    );
    const values = ofSessionKeys.map((value): [string, Grant] => [
        value,
        { scope: valueId(gateway, value), role: refresher },
    ]);
    return createPlaybook(
        {
            playbook,
            grants: { ...starting(jobId), ...Object.fromEntries(values) },
            definition: (identityId) =>
                pulumi.output({ identityId, jobId, gatewayServiceId: gateway }).apply(rotateSessionKeys),
        },
        place,
    );
}

function snapshotting(job: ResponseJob, place: PlaybookPlace): pulumi.Output<string> {
    const playbook = PlaybookName.SnapshotEvidence;
    const { name, args, parent } = place;
    const jobId = jobIdOf(job, playbook);
    const gateway = gatewayId(args);
    const cluster = clusterId(args);
    const containerUri = evidenceContainerUri(args);
    const reader = createRole(
        `${name}-value-reader`,
        {
            title: "Read named values of MCP responders",
            description: "Read single named values of API Management, for which it is assigned.",
            actions: ["Microsoft.ApiManagement/service/namedValues/read"],
            target: gateway,
        },
        args,
        parent,
    );
    const values = ofResponders.map((value): [string, Grant] => [
        value,
        { scope: valueId(gateway, value), role: reader },
    ]);
    grantJob(
        playbook,
        job,
        {
            cluster: { scope: cluster, role: "Azure Kubernetes Service Cluster User Role" },
            // no role of one's own: there is no action by which the alerts of an incident are read
            incidents: { scope: workspaceOf(args).id, role: "Microsoft Sentinel Reader" },
            ...Object.fromEntries(values),
        },
        place,
    );
    return createPlaybook(
        {
            playbook,
            grants: starting(jobId),
            definition: (identityId) =>
                pulumi
                    .output({ identityId, jobId, clusterId: cluster, gatewayServiceId: gateway, containerUri })
                    .apply(snapshotEvidence),
        },
        place,
    );
}

/** Gives the identity of a job what it needs. */
function grantJob(
    playbook: PlaybookName,
    { principalId }: ResponseJob,
    grants: Record<string, Grant>,
    { name, args: { subscriptionId }, parent }: PlaybookPlace,
): void {
    const principal = { principalId, principalType: PrincipalType.ServicePrincipal };
    for (const [label, grant] of Object.entries(grants)) {
        assignRole(`${name}-job-${playbook}-${label}`, { ...grant, principal, subscriptionId }, parent);
    }
}

function starting(jobId: pulumi.Output<string>): Record<string, Grant> {
    return { job: { scope: jobId, role: "Container Apps Jobs Operator" } };
}

function jobIdOf({ jobId }: ResponseJob, playbook: PlaybookName): pulumi.Output<string> {
    return checkedArmId(jobId, `jobs.${playbook}.jobId`, "Microsoft.App/jobs");
}

function gatewayId({ gatewayServiceId }: SentinelArgs): pulumi.Output<string> {
    return checkedArmId(gatewayServiceId, "gatewayServiceId", "Microsoft.ApiManagement/service");
}

function valueId(gateway: pulumi.Output<string>, value: string): pulumi.Output<string> {
    return pulumi.interpolate`${gateway}/namedValues/${value}`;
}

function clusterId({ clusterId: id }: SentinelArgs): pulumi.Output<string> {
    return checkedArmId(id, "clusterId", "Microsoft.ContainerService/managedClusters");
}

function evidenceContainerUri({ evidenceAccountId }: SentinelArgs): pulumi.Output<string> {
    return checkedArmId(evidenceAccountId, "evidenceAccountId", "Microsoft.Storage/storageAccounts").apply(
        (id) => `https://${parseArmId(id)?.names[0]}.blob.core.windows.net/${evidenceContainer}`,
    );
}

/** Object ids of whom no playbook stops. */
function protectedPrincipals(args: SentinelArgs) {
    const ids = pulumi.all([...args.breakGlassAccountIds, ...allDeployers(args)]);
    return { [protectedIds]: ids.apply((known) => known.map((id) => id.toLowerCase())) };
}
