import * as logic from "@pulumi/azure-native/logic";
import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    type BuiltInRole,
    type CustomRole,
    createIdentity,
    knownAfter,
    resourceId,
    resourceName,
    sendLogs,
    tags,
} from "../../shared";
import type { SentinelArgs } from "../sentinel-args";
import { workspaceOf } from "../workspace";
import type { PlaybookName } from "./playbook-name";
import type { WorkflowDefinition } from "./workflow";

/** A role on exactly one scope, by a short name of what it is for. */
export interface Grant {
    scope: pulumi.Input<string>;
    role: BuiltInRole | CustomRole;
}

interface Playbook {
    playbook: PlaybookName;
    /** What its identity may do besides reading incidents and commenting on them. */
    grants: Record<string, Grant>;
    definition: (identityId: string) => pulumi.Input<WorkflowDefinition>;
    /** Lists of ids that its definition asks for. Default: none. */
    parameters?: Record<string, pulumi.Input<string[]>>;
    /** Default: enabled. */
    disabled?: boolean;
}

/** What the playbooks of an environment have in common. */
export interface PlaybookPlace {
    name: string;
    args: SentinelArgs;
    /** ARM id of the connection by which Sentinel starts them. */
    connectionId: pulumi.Output<string>;
    parent: pulumi.Resource;
}

/** Name of the connector of Microsoft Sentinel. */
const connector = "azuresentinel";

/**
 * What Sentinel starts playbooks by. It holds nobody's credentials: each playbook is its own identity there. The type
 * that azure-native has for it cannot say so.
 * https://learn.microsoft.com/azure/logic-apps/authenticate-with-managed-identity#arm-templates-for-api-connections-and-managed-identities
 */
export function createConnection(name: string, args: SentinelArgs, parent: pulumi.Resource): pulumi.Output<string> {
    const type = "Microsoft.Web/connections";
    const connectionName = resourceName(type, args.naming, name);
    const connection = new resources.Resource(
        `${name}-connection`,
        {
            apiVersion: "2016-06-01",
            resourceProviderNamespace: "Microsoft.Web",
            parentResourcePath: "",
            resourceType: "connections",
            resourceName: connectionName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            properties: {
                displayName: connectionName,
                api: { id: managedApiId(args) },
                parameterValueType: "Alternative",
                customParameterValues: {},
            },
            tags: tags(args, "sentinel"),
        },
        { parent },
    );
    return knownAfter(connection, resourceId(args, type, connectionName));
}

function managedApiId({ subscriptionId, location }: SentinelArgs): string {
    return `/subscriptions/${subscriptionId}/providers/Microsoft.Web/locations/${location}/managedApis/${connector}`;
}

/** ARM id of a playbook with an identity of its own, known when it may do what it does. */
export function createPlaybook(
    { playbook, grants, definition, parameters = {}, disabled = false }: Playbook,
    { name, args, connectionId, parent }: PlaybookPlace,
): pulumi.Output<string> {
    const own = `${name}-${playbook}`;
    const { subscriptionId } = args;
    const identity = createIdentity(own, args, "sentinel", parent);
    const all: Record<string, Grant> = {
        responder: { scope: workspaceOf(args).id, role: "Microsoft Sentinel Responder" },
        ...grants,
    };
    const assignments = Object.entries(all).map(([label, grant]) =>
        assignRole(`${own}-${label}`, { ...grant, principal: identity.principal, subscriptionId }, parent),
    );
    const type = "Microsoft.Logic/workflows";
    const workflowName = resourceName(type, args.naming, playbook);
    const workflow = new logic.Workflow(
        own,
        {
            workflowName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            state: disabled ? "Disabled" : "Enabled",
            identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
            accessControl,
            definition: identity.id.apply(definition),
            parameters: {
                $connections: {
                    type: "Object",
                    value: {
                        [connector]: {
                            connectionId,
                            connectionName: connectionId.apply((id) => id.split("/").at(-1) ?? ""),
                            id: managedApiId(args),
                            connectionProperties: {
                                authentication: { type: "ManagedServiceIdentity", identity: identity.id },
                            },
                        },
                    },
                },
                ...Object.fromEntries(
                    Object.entries(parameters).map(([list, value]) => [list, { type: "Array", value }]),
                ),
            },
            tags: tags(args, "sentinel"),
        },
        { parent },
    );
    const id = knownAfter(workflow, resourceId(args, type, workflowName));
    sendLogs(own, { type, resourceId: id, workspaceId: args.workspaceId }, parent);
    return knownAfter(assignments, id);
}

/**
 * Nobody reads inputs and outputs of runs, also of those that are not secured, and no webhook of an action is called.
 * Whoever starts a run needs the signature of its address, which Sentinel alone asks for. Its own addresses change, so
 * they are not listed; an empty list lets in other workflows, and not Sentinel.
 * https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app#restrict-inbound-ip-addresses
 */
const accessControl = {
    actions: { allowedCallerIpAddresses: [] },
    contents: { allowedCallerIpAddresses: [{ addressRange: "0.0.0.0-0.0.0.0" }] },
};
