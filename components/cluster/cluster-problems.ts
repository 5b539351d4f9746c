import type * as pulumi from "@pulumi/pulumi";
import {
    armIdProblem,
    guidProblem,
    listed,
    parseArmId,
    placementProblems,
    principalProblems,
    rangeProblem,
    repeated,
} from "../shared";
import { type ClusterArgs, ClusterTier, zonesOf } from "./cluster-args";
import { podRangeProblem, serviceRangeProblem } from "./cluster-ranges";
import { fluxProblems } from "./flux";
import { versionedKeyProblem } from "./key-uri";
import { KubeconfigLogin } from "./kubeconfig";
import { maintenanceProblems } from "./maintenance";
import { vmSizeProblems } from "./vm-size";

/** Problems in the arguments, as sentences; empty when there are none. */
export function clusterProblems(name: string, args: ClusterArgs): string[] {
    const tiers: string[] = Object.values(ClusterTier);
    const logins: string[] = Object.values(KubeconfigLogin);
    const { tier, login } = args;
    return listed(
        ...placementProblems(name, args),
        guidProblem(args.tenantId, "tenantId"),
        ...versionProblems(args),
        ...idProblems(args),
        ...keyProblems(args),
        ...rangeProblems(args),
        ...(args.administratorGroupIds ?? []).map((id, index) => guidProblem(id, `administratorGroupIds[${index}]`)),
        ...accessProblems(args),
        ...zoneProblems(args),
        ...poolProblems(args),
        ...maintenanceProblems(args.maintenance),
        tier === undefined || tiers.includes(tier)
            ? undefined
            : `tier is "${tier}"; it must be one of ${tiers.join(", ")}.`,
        login === undefined || logins.includes(login)
            ? undefined
            : `login is "${login}"; it must be one of ${logins.join(", ")}.`,
        ...(args.flux === undefined ? [] : fluxProblems(args.flux)),
    );
}

function versionProblems({ kubernetesVersion, meshRevisions: revisions }: ClusterArgs): (string | undefined)[] {
    return [
        /^1\.\d\d$/.test(kubernetesVersion)
            ? undefined
            : `kubernetesVersion is "${kubernetesVersion}"; it must be a minor version, for example "1.34": Azure chooses the patch.`,
        revisions === undefined || revisions.length === 1 || revisions.length === 2
            ? undefined
            : `meshRevisions has ${revisions.length} revisions; it must have one, or two during an upgrade.`,
        ...(revisions ?? []).map((revision, index) =>
            /^asm-1-\d+$/.test(revision)
                ? undefined
                : `meshRevisions[${index}] is "${revision}"; it must be a revision of the Istio add-on, for example "asm-1-27".`,
        ),
    ];
}

const idTypes = {
    workspaceId: "Microsoft.OperationalInsights/workspaces",
    dataCollectionRuleId: "Microsoft.Insights/dataCollectionRules",
    dataCollectionEndpointId: "Microsoft.Insights/dataCollectionEndpoints",
    nodeSubnetId: "Microsoft.Network/virtualNetworks/subnets",
    apiServerSubnetId: "Microsoft.Network/virtualNetworks/subnets",
    routeTableId: "Microsoft.Network/routeTables",
    existingPrivateDnsZoneId: "Microsoft.Network/privateDnsZones",
    registryId: "Microsoft.ContainerRegistry/registries",
    kmsVaultId: "Microsoft.KeyVault/vaults",
    diskKeyId: "Microsoft.KeyVault/vaults/keys",
} as const;

function idProblems(args: ClusterArgs): (string | undefined)[] {
    const { nodeSubnetId, apiServerSubnetId, existingPrivateDnsZoneId: zoneId, location } = args;
    return [
        ...Object.entries(idTypes).map(([argument, type]) => {
            const id = args[argument as keyof typeof idTypes];
            return typeof id === "string" ? armIdProblem(id, argument, type) : undefined;
        }),
        typeof nodeSubnetId === "string" && nodeSubnetId === apiServerSubnetId
            ? `apiServerSubnetId is ${nodeSubnetId}, that of the nodes as well; the API server needs a subnet of its own.`
            : undefined,
        typeof zoneId === "string" ? zoneProblem(zoneId, location) : undefined,
    ];
}

// https://learn.microsoft.com/azure/aks/private-clusters#configure-a-private-dns-zone
function zoneProblem(id: string, location: string): string | undefined {
    const [zone = ""] = parseArmId(id)?.names ?? [];
    return new RegExp(`^([a-z0-9-]+\\.)?private(link)?\\.${location}\\.azmk8s\\.io$`).test(zone)
        ? undefined
        : `existingPrivateDnsZoneId names the zone "${zone}"; it must be private.${location}.azmk8s.io, privatelink.${location}.azmk8s.io or a subdomain.`;
}

function keyProblems({ kmsVaultId, kmsKeyUri, diskKeyId, diskKeyUri }: ClusterArgs): (string | undefined)[] {
    const [kmsVault] = namesIn(kmsVaultId);
    const [diskVault, diskKey] = namesIn(diskKeyId);
    return [
        typeof kmsVaultId === "string" &&
        typeof diskKeyId === "string" &&
        diskKeyId.toLowerCase().startsWith(`${kmsVaultId.toLowerCase()}/`)
            ? "kmsVaultId is also the vault of diskKeyId; give the key of Kubernetes a vault of its own, because the cluster's identity may manage it."
            : undefined,
        typeof kmsKeyUri === "string" && kmsVault !== undefined
            ? versionedKeyProblem(kmsKeyUri, "kmsKeyUri", { vaultName: kmsVault })
            : undefined,
        typeof diskKeyUri === "string" && diskVault !== undefined
            ? versionedKeyProblem(diskKeyUri, "diskKeyUri", { vaultName: diskVault, keyName: diskKey })
            : undefined,
    ];
}

/** Names in an id that is known already. */
function namesIn(id: pulumi.Input<string>): string[] {
    return typeof id === "string" ? (parseArmId(id)?.names ?? []) : [];
}

/** Azure refuses to give somebody the same role twice. */
function accessProblems({ deliverers = {}, users = {} }: ClusterArgs): (string | undefined)[] {
    const ids = Object.entries({ deliverers, users }).flatMap(([argument, principals]) =>
        Object.entries(principals).map(([who, { principalId }]): [string, pulumi.Input<string>] => [
            `${argument}.${who}`,
            principalId,
        ]),
    );
    return [
        ...principalProblems("deliverers", deliverers),
        ...principalProblems("users", users),
        ...repeated(ids).map(
            ([argument, first, id]) =>
                `${argument} is ${id}, like ${first}, who may reach the cluster already; remove one of them.`,
        ),
    ];
}

function rangeProblems(args: ClusterArgs): (string | undefined)[] {
    const { podRange, serviceRange } = args;
    const service = serviceRange === undefined ? undefined : serviceRangeProblem(serviceRange);
    return [
        service,
        service === undefined && typeof podRange === "string" ? podRangeProblem(podRange, args) : undefined,
    ];
}

function zoneProblems(args: ClusterArgs): (string | undefined)[] {
    const zones = zonesOf(args);
    return zones.map((zone, index) => {
        if (!/^[123]$/.test(zone)) return `availabilityZones[${index}] is "${zone}"; it must be 1, 2 or 3.`;
        return zones.indexOf(zone) === index
            ? undefined
            : `availabilityZones[${index}] is "${zone}", which is there already; remove it.`;
    });
}

function poolProblems(args: ClusterArgs): (string | undefined)[] {
    const leastSystem = Math.max(2, zonesOf(args).length);
    const { system } = args.pools;
    return [
        ...(["system", "user", "tools"] as const).flatMap((pool) => {
            const { vmSize, minNodes, maxNodes } = args.pools[pool];
            const argument = `pools.${pool}`;
            return [
                ...vmSizeProblems(vmSize, `${argument}.vmSize`, pool),
                rangeProblem(minNodes, `${argument}.minNodes`, { min: 1, max: 1000, unit: "nodes" }),
                rangeProblem(maxNodes, `${argument}.maxNodes`, { min: 1, max: 1000, unit: "nodes" }),
                minNodes > maxNodes
                    ? `${argument}.minNodes is ${minNodes}, more than ${argument}.maxNodes, which is ${maxNodes}; make it less.`
                    : undefined,
            ];
        }),
        system.minNodes < leastSystem
            ? `pools.system.minNodes is ${system.minNodes}; it must be ${leastSystem} or more, so that the cluster outlives a node${leastSystem > 2 ? " and a zone" : ""}.`
            : undefined,
    ];
}
