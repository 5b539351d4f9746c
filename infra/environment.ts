import { z } from "zod";
import type { GovernanceArgs } from "../components";
import { addressPlanProblems, rangeProblems } from "../components/network/address-plan";
import { DataClassification, type SubscriptionPlacementArgs } from "../components/shared/placement";
import { ClusterDelivery } from "./cluster-delivery";
import { type Configuration, configuration, namespace, shortName } from "./configuration";
import { firstOfMonth } from "./first-of-month";
import { parseServerFile, type ServerFile } from "./parse-server-file";
import { bare, dotted, problemsOf, suggest } from "./problems";
import { type RotatingKey, rotatingKey } from "./rotating-key";
import type { ServerDefinition } from "./server-definition";

/** Everything that the program of one environment needs to know, validated. */
export interface Environment
    extends Pick<
        Configuration,
        | "tenantId"
        | "availabilityZones"
        | "network"
        | "auditLog"
        | "auditArchive"
        | "keyVault"
        | "gateway"
        | "cluster"
        | "clients"
        | "conditionalAccess"
        | "registry"
        | "runner"
        | "sentinel"
    > {
    governance: Pick<GovernanceArgs, "budget" | "defenderPlans" | "securityContact">;
    placement: SubscriptionPlacementArgs;
    servers: Server[];
    /** What session ids are bound to their users with. */
    sessionKey: RotatingKey;
}

/** A server, and what the environment says about it. */
export interface Server extends ServerDefinition, ServerConfiguration {
    /** What the gateway signs with who calls. */
    identityKey: RotatingKey;
}

type ServerConfiguration = NonNullable<Configuration["servers"]>[string];

/** Raw stack configuration: JSON by full key, texts without quotes, as Pulumi hands it to a program. */
export type RawConfiguration = Record<string, string>;

/** The environment, or sentences about everything that is wrong with its configuration and its servers' files. */
export function parseEnvironment(
    stack: string,
    rawConfiguration: RawConfiguration,
    serverFiles: ServerFile[],
    now: Date,
): { environment: Environment } | { problems: string[] } {
    const values = decode(rawConfiguration);
    const parsedServers = serverFiles.map(parseServerFile);
    const servers = parsedServers.flatMap((parsed) => ("server" in parsed ? [parsed.server] : []));
    const problems = [
        ...problemsOf(shortName, stack, () => "The name of the stack"),
        ...problemsOf(configuration, values, (path) => `${namespace}:${dotted(path)}`),
        ...checkNetwork(values.network),
        ...checkProviderKeys(rawConfiguration),
        ...parsedServers.flatMap((parsed) => ("problems" in parsed ? parsed.problems : [])),
        ...checkClassifications(values.dataClassification, servers),
        ...checkAccess(values.servers, servers),
        ...checkClients(values.clients),
        ...checkCluster(values.cluster),
    ];
    return problems.length > 0
        ? { problems }
        : { environment: environmentOf(stack, configuration.parse(values), servers, now) };
}

function environmentOf(stack: string, values: Configuration, servers: ServerDefinition[], now: Date): Environment {
    const { subscriptionId, location, protect, organisation, workload, instance, servers: access, ...rest } = values;
    const { owner, costCenter, dataClassification, governance: { budget, ...governance } = {}, ...parts } = rest;
    return {
        ...parts,
        placement: {
            subscriptionId,
            location,
            naming: { organisation, workload, environment: stack, instance },
            ownership: { owner, costCenter, dataClassification },
            protect,
        },
        governance: { ...governance, budget: budget && { ...budget, startDate: firstOfMonth(now) } },
        servers: servers.map((server) => ({
            ...server,
            groups: {},
            ...access?.[server.name],
            identityKey: rotatingKey(`identity-${server.name}`, now),
        })),
        sessionKey: rotatingKey("session", now),
    };
}

function decode(raw: RawConfiguration): Record<string, unknown> {
    const prefix = `${namespace}:`;
    const own = Object.entries(raw).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(
        own.map(([key, value]) => {
            const name = key.slice(prefix.length);
            return [name, isText(name) ? value : parseJson(value)];
        }),
    );
}

function isText(key: string): boolean {
    const schema = bare((configuration.shape as z.ZodRawShape)[key]);
    return schema instanceof z.ZodString || schema instanceof z.ZodEnum;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function checkNetwork(value: unknown): string[] {
    const network = configuration.shape.network.safeParse(value).data;
    if (network === undefined) return [];
    return [
        ...addressPlanProblems(network),
        ...rangeProblems(network.clientRanges, "clientRanges"),
        ...rangeProblems(network.administratorRanges, "administratorRanges"),
    ].map((problem) => `${namespace}:network.${problem}`);
}

// Their values are not shown: credentials are what people put there.
function checkProviderKeys(raw: RawConfiguration): string[] {
    return Object.keys(raw)
        .filter((key) => key.startsWith("azure-native:"))
        .map(
            (key) =>
                `${key} has no effect; remove it: tenant and subscription are ${namespace}:tenantId and ` +
                `${namespace}:subscriptionId, and the provider takes credentials from its environment.`,
        );
}

function checkClassifications(highest: unknown, servers: ServerDefinition[]): string[] {
    const ascending: unknown[] = Object.values(DataClassification);
    const limit = ascending.indexOf(highest);
    return servers
        .filter(({ dataClassification }) => limit >= 0 && ascending.indexOf(dataClassification) > limit)
        .map(
            ({ name, dataClassification }) =>
                `stacks/servers/${name}.yaml: dataClassification is "${dataClassification}"; it must not be above ` +
                `${namespace}:dataClassification, which is "${highest}".`,
        );
}

function checkAccess(value: unknown, servers: ServerDefinition[]): string[] {
    const access = configuration.shape.servers.safeParse(value).data ?? {};
    return Object.entries(access).flatMap(([name, { groups }]) => {
        const server = servers.find((each) => each.name === name);
        if (server === undefined) {
            const known = servers.map((each) => each.name);
            return [
                `${namespace}:servers has "${name}", which has no valid file in stacks/servers: ${suggest(name, known)}`,
            ];
        }
        const roles = Object.keys(server.roles ?? {});
        return Object.entries(groups)
            .filter(([, { role }]) => role !== undefined && !roles.includes(role))
            .map(
                ([group, { role = "" }]) =>
                    `${namespace}:servers.${name}.groups.${group}.role is "${role}"; it must be a role of ` +
                    `stacks/servers/${name}.yaml: ${suggest(role, roles)}`,
            );
    });
}

function checkClients(value: unknown): string[] {
    const clients = configuration.shape.clients.safeParse(value).data;
    if (clients === undefined) return [];
    return [
        ...(Object.keys(clients).length === 0
            ? [`${namespace}:clients is empty; nobody could call a server. Name at least one client.`]
            : []),
        ...Object.entries(clients)
            .filter(([, { clientId, redirectUris }]) => (clientId === undefined) === (redirectUris === undefined))
            .map(
                ([client, { clientId }]) =>
                    `${namespace}:clients.${client} has ${clientId === undefined ? "neither" : "both"} clientId ` +
                    `${clientId === undefined ? "nor" : "and"} redirectUris; it must have exactly one of them.`,
            ),
    ];
}

function checkCluster(value: unknown): string[] {
    const cluster = configuration.shape.cluster.safeParse(value).data;
    if (cluster === undefined || cluster.delivery === ClusterDelivery.Rendered) return [];
    const { delivery = ClusterDelivery.Direct } = cluster;
    return (["manifestFolder", "flux"] as const)
        .filter((key) => cluster[key] !== undefined)
        .map(
            (key) =>
                `${namespace}:cluster.${key} is given with delivery: ${delivery}, which writes no manifests; make it rendered, or ` +
                `remove ${key}.`,
        );
}
