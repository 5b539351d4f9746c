import type * as pulumi from "@pulumi/pulumi";
import {
    emailProblems,
    guidProblem,
    listed,
    type PlacementArgs,
    placementProblems,
    type SecretReference,
    secretProblems,
} from "../shared";
import { PlaybookName } from "./playbooks/playbook-name";
import { cellProblem } from "./watchlist-content";

/** A job of `Runner` that a playbook starts, for what only the network reaches. */
export interface ResponseJob {
    /** Required. ARM id of the job. */
    jobId: pulumi.Input<string>;
    /** Required. Object id of the job's identity. */
    principalId: pulumi.Input<string>;
}

/** From which mailbox people are told of an incident, and who they are. */
export interface IncidentNotification {
    /** Required. Object id of the user or shared mailbox that the mail comes from, a GUID. */
    mailboxId: string;
    /** Required. Addresses that are told, at least one. */
    recipients: string[];
}

/** Arguments of `Sentinel`. */
export interface SentinelArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant, a GUID. */
    tenantId: string;
    /** Required. ARM id of the workspace that holds the logs, in the subscription of the component. */
    workspaceId: pulumi.Input<string>;
    /**
     * Required. Object id of the service principal "Azure Security Insights" in the tenant, a GUID: it starts playbooks.
     * `az ad sp show --id 98785600-1bb7-4fb9-b9fa-19afe2c8a360 --query id`.
     */
    securityInsightsPrincipalId: string;
    /** Optional. Whether the workspace receives the logs of Entra. What needs one is left out otherwise. Default: false. */
    entraLogs?: boolean;
    /** Optional. Whether the workspace receives the activity log. What needs it is left out otherwise. Default: false. */
    activityLog?: boolean;
    /** Required. ARM id of the API Management service that is the gateway. */
    gatewayServiceId: pulumi.Input<string>;
    /** Required. Client ids of the applications that may call servers, by name. Serves practice 2.4. */
    clients: Record<string, pulumi.Input<string>>;
    /** Required. Names of the tools that may be called, by server. Serves practice 12.3. */
    tools: Record<string, string[]>;
    /** Required. Object ids of the emergency accounts, at least one: every sign-in is reported, and no playbook stops them. */
    breakGlassAccountIds: string[];
    /** Required. Domain names that the firewall lets through, `*` first for all below a domain. Serves practice 10.3. */
    egressFqdns: string[];
    /** Optional. Object ids of users and applications that are watched more closely. Default: none. */
    highRiskPrincipalIds?: string[];
    /** Required. Object ids of who deploys, at least one: a change by anybody else is reported, and no playbook stops them. */
    deployerIds: string[];
    /**
     * Optional. Object id of the identity of the runner's job that deploys, which Azure chooses: what it changes is not
     * reported. Default: there is none.
     */
    deliveryPrincipalId?: pulumi.Input<string>;
    /**
     * Optional. Jobs by the playbook that starts them: `isolate-namespace`, `rotate-session-keys` and
     * `snapshot-evidence`, which are left out without. Default: none.
     */
    jobs?: Record<string, ResponseJob>;
    /**
     * Conditional. Required with the job of `rotate-session-keys`. Keys of sessions by name, as `Gateway` has them: the job
     * may draw them anew, and not read them.
     */
    sessionKeys?: Record<string, SecretReference>;
    /** Required. ARM id of the cluster. */
    clusterId: pulumi.Input<string>;
    /** Required. ARM id of the storage account that keeps evidence. */
    evidenceAccountId: pulumi.Input<string>;
    /** Optional. How people are told of incidents. Default: they are not. */
    notification?: IncidentNotification;
    /**
     * Optional. Whether a playbook may disable applications in Entra, once an administrator has granted it the
     * permission and somebody has approved the run. Default: false. Serves practice IR-2.
     */
    disableServicePrincipals?: boolean;
}

/** Object ids of everybody who deploys: those that are named, and the runner. */
export function allDeployers({ deployerIds, deliveryPrincipalId }: SentinelArgs): pulumi.Input<string>[] {
    return deliveryPrincipalId === undefined ? deployerIds : [...deployerIds, deliveryPrincipalId];
}

/** Playbooks that start a job. */
export const playbooksWithJob: readonly PlaybookName[] = [
    PlaybookName.IsolateNamespace,
    PlaybookName.RotateSessionKeys,
    PlaybookName.SnapshotEvidence,
];

/** Problems in the arguments, as sentences; empty when there are none. */
export function sentinelProblems(name: string, args: SentinelArgs): string[] {
    const { breakGlassAccountIds, deployerIds, highRiskPrincipalIds = [], clients, notification } = args;
    return listed(
        ...placementProblems(name, args),
        guidProblem(args.tenantId, "tenantId"),
        guidProblem(args.securityInsightsPrincipalId, "securityInsightsPrincipalId"),
        ...needed(breakGlassAccountIds, "breakGlassAccountIds"),
        ...needed(deployerIds, "deployerIds"),
        ...guidProblems(highRiskPrincipalIds, "highRiskPrincipalIds"),
        ...Object.entries(clients).map(([client, clientId]) =>
            typeof clientId === "string" ? guidProblem(clientId, `clients.${client}`) : undefined,
        ),
        ...Object.keys(clients).map((client) => cellProblem(client, "The name of a client")),
        ...Object.entries(args.tools).flatMap(([server, tools]) => [
            cellProblem(server, "The name of a server"),
            ...tools.map((tool, index) => cellProblem(tool, `tools.${server}[${index}]`)),
        ]),
        ...args.egressFqdns.map((fqdn, index) => cellProblem(fqdn, `egressFqdns[${index}]`)),
        ...Object.keys(args.jobs ?? {}).map(jobProblem),
        ...sessionKeyProblems(args),
        ...(notification === undefined ? [] : notificationProblems(notification)),
    );
}

function needed(ids: string[], argument: string): (string | undefined)[] {
    return ids.length === 0 ? [`${argument} is empty; name at least one.`] : guidProblems(ids, argument);
}

function guidProblems(ids: string[], argument: string): (string | undefined)[] {
    return ids.map((id, index) => guidProblem(id, `${argument}[${index}]`));
}

function jobProblem(playbook: string): string | undefined {
    const names: readonly string[] = playbooksWithJob;
    return names.includes(playbook)
        ? undefined
        : `jobs has "${playbook}", which starts no job; it must be one of ${names.join(", ")}.`;
}

function sessionKeyProblems({ jobs = {}, sessionKeys = {} }: SentinelArgs): (string | undefined)[] {
    return [
        PlaybookName.RotateSessionKeys in jobs && Object.keys(sessionKeys).length === 0
            ? `sessionKeys is empty; jobs.${PlaybookName.RotateSessionKeys} needs the keys that it draws anew.`
            : undefined,
        ...Object.entries(sessionKeys).flatMap(([key, reference]) => secretProblems(reference, `sessionKeys.${key}`)),
    ];
}

function notificationProblems({ mailboxId, recipients }: IncidentNotification): (string | undefined)[] {
    return [guidProblem(mailboxId, "notification.mailboxId"), ...emailProblems(recipients, "notification.recipients")];
}
