// Does not prove that Azure accepts what passes here.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components";
import { clusterProblems } from "../../../components/cluster/cluster-problems";
import { capture } from "../../support/capture";
import { groupId } from "../../support/sample-placement";
import { clusterArgs, deployer, responders } from "./sample-args";

const { pools } = clusterArgs;
const { kmsKeyUri, diskKeyUri, diskKeyId, nodeSubnetId } = clusterArgs;
const zoneId = (zone: string) => `${groupId}/providers/Microsoft.Network/privateDnsZones/${zone}`;
const pool = (which: keyof typeof pools, changed: object) => ({
    pools: { ...pools, [which]: { ...pools[which], ...changed } },
});
const size = (which: keyof typeof pools, vmSize: string) => pool(which, { vmSize });
const repository = { url: "https://git.contoso.example/platform/manifests", branch: "main" };

const cases: [string, Partial<ClusterArgs>, string[]][] = [
    ["none in the least that a cluster needs", {}, []],
    [
        "none in a cluster with all options",
        {
            meshRevisions: ["asm-1-27", "asm-1-28"],
            serviceRange: "100.100.0.0/16",
            existingPrivateDnsZoneId: zoneId("team.privatelink.westeurope.azmk8s.io"),
            administratorGroupIds: ["33333333-3333-4333-8333-000000000041"],
            deliverers: { runner: deployer },
            users: { responders },
            availabilityZones: ["1", "2"],
            maintenance: { day: "Monday", startHour: 0, durationHours: 24 },
            tier: "Premium",
            registerHostEncryption: true,
            flux: { ...repository, path: "prod/europe", credentialsName: "git" },
            login: "workloadidentity",
        },
        [],
    ],
    ["a tenant that is none", { tenantId: "contoso" }, ['tenantId is "contoso"; it must be a GUID.']],
    ...["1.34.1", "1.9", "latest"].map((kubernetesVersion): [string, Partial<ClusterArgs>, string[]] => [
        `the version ${kubernetesVersion}`,
        { kubernetesVersion },
        [
            `kubernetesVersion is "${kubernetesVersion}"; it must be a minor version, for example "1.34": Azure chooses the patch.`,
        ],
    ]),
    [
        "no revision of Istio",
        { meshRevisions: [] },
        ["meshRevisions has 0 revisions; it must have one, or two during an upgrade."],
    ],
    [
        "too many revisions of Istio, and one that is none",
        { meshRevisions: ["asm-1-26", "asm-1-27", "1.28"] },
        [
            "meshRevisions has 3 revisions; it must have one, or two during an upgrade.",
            'meshRevisions[2] is "1.28"; it must be a revision of the Istio add-on, for example "asm-1-27".',
        ],
    ],
    [
        "ids that are none",
        {
            workspaceId: "log",
            dataCollectionRuleId: "rule",
            dataCollectionEndpointId: "endpoint",
            nodeSubnetId: "nodes",
            apiServerSubnetId: "api",
            routeTableId: "routes",
            registryId: "cr",
            kmsVaultId: "kms",
            diskKeyId: "disk",
        },
        [
            'workspaceId is "log"; it must be the ARM id of a Microsoft.OperationalInsights/workspaces.',
            'dataCollectionRuleId is "rule"; it must be the ARM id of a Microsoft.Insights/dataCollectionRules.',
            'dataCollectionEndpointId is "endpoint"; it must be the ARM id of a Microsoft.Insights/dataCollectionEndpoints.',
            'nodeSubnetId is "nodes"; it must be the ARM id of a Microsoft.Network/virtualNetworks/subnets.',
            'apiServerSubnetId is "api"; it must be the ARM id of a Microsoft.Network/virtualNetworks/subnets.',
            'routeTableId is "routes"; it must be the ARM id of a Microsoft.Network/routeTables.',
            'registryId is "cr"; it must be the ARM id of a Microsoft.ContainerRegistry/registries.',
            'kmsVaultId is "kms"; it must be the ARM id of a Microsoft.KeyVault/vaults.',
            'diskKeyId is "disk"; it must be the ARM id of a Microsoft.KeyVault/vaults/keys.',
        ],
    ],
    [
        "one subnet for nodes and API server",
        { apiServerSubnetId: nodeSubnetId },
        [`apiServerSubnetId is ${nodeSubnetId}, that of the nodes as well; the API server needs a subnet of its own.`],
    ],
    [
        "a zone that Azure would not take",
        { existingPrivateDnsZoneId: zoneId("privatelink.northeurope.azmk8s.io") },
        [
            'existingPrivateDnsZoneId names the zone "privatelink.northeurope.azmk8s.io"; it must be private.westeurope.azmk8s.io, privatelink.westeurope.azmk8s.io or a subdomain.',
        ],
    ],
    [
        "keys without version",
        { kmsKeyUri: "https://kv-kms.vault.azure.net/keys/kms", diskKeyUri: diskKeyUri.slice(0, -33) },
        [
            'kmsKeyUri is "https://kv-kms.vault.azure.net/keys/kms"; it must be the address of a key with its version: https://kv-kms.vault.azure.net/keys/<key>/<version>.',
            'diskKeyUri is "https://kv-encryption.vault.azure.net/keys/disk-abcde"; it must be the address of a key with its version: https://kv-encryption.vault.azure.net/keys/disk-abcde/<version>.',
        ],
    ],
    [
        "a key of Kubernetes beside that of the disks",
        {
            kmsVaultId: diskKeyId.replace(/\/keys\/.*/, "").toUpperCase(),
            kmsKeyUri: kmsKeyUri.replace("kv-kms", "kv-encryption"),
        },
        [
            "kmsVaultId is also the vault of diskKeyId; give the key of Kubernetes a vault of its own, because the cluster's identity may manage it.",
        ],
    ],
    ...["10.0.0.0/16", "100.64.0.0/10", "100.127.240.0/25"].map(
        (serviceRange): [string, Partial<ClusterArgs>, string[]] => [
            `the service range ${serviceRange}`,
            { serviceRange },
            [`serviceRange is "${serviceRange}"; it must be a /12 to /24 in 100.64.0.0/10, which no network overlaps.`],
        ],
    ),
    [
        "ranges that are none",
        { serviceRange: "services", podRange: "pods" },
        ['serviceRange is "services"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".'],
    ],
    [
        "a range of pods that is none",
        { podRange: "100.64.0.1/16" },
        ['podRange is "100.64.0.1/16", which begins in the middle of a range; write 100.64.0.0/16.'],
    ],
    [
        "pods where services are",
        { podRange: "100.64.0.0/10" },
        ["podRange 100.64.0.0/10 overlaps serviceRange 100.127.240.0/20; choose another one of them."],
    ],
    [
        "fewer ranges for nodes than nodes",
        { podRange: "100.64.0.0/20", ...pool("tools", { maxNodes: 20 }) },
        [
            'podRange is "100.64.0.0/20", which has room for 16 nodes with a /24 each; the pools grow to 40 during an upgrade. Widen it, or lower maxNodes.',
        ],
    ],
    [
        "pods that do not fit one node",
        { podRange: "100.64.0.0/25" },
        [
            'podRange is "100.64.0.0/25", which has room for 0 nodes with a /24 each; the pools grow to 27 during an upgrade. Widen it, or lower maxNodes.',
        ],
    ],
    [
        "principals that are none",
        {
            administratorGroupIds: ["admins"],
            deliverers: { runner: { ...deployer, principalId: "runner" } },
            users: { responders: { ...responders, principalId: "" } },
        },
        [
            'administratorGroupIds[0] is "admins"; it must be a GUID.',
            'deliverers.runner.principalId is "runner"; it must be a GUID.',
            'users.responders.principalId is ""; it must be a GUID.',
        ],
    ],
    [
        "somebody twice",
        {
            deliverers: { runner: deployer },
            users: { responders, again: { ...deployer, principalId: deployer.principalId.toUpperCase() } },
        },
        [
            `users.again is ${deployer.principalId}, like deliverers.runner, who may reach the cluster already; remove one of them.`,
        ],
    ],
    [
        "zones that are none, and one twice",
        { availabilityZones: ["1", "4", "1"] },
        [
            'availabilityZones[1] is "4"; it must be 1, 2 or 3.',
            'availabilityZones[2] is "1", which is there already; remove it.',
        ],
    ],
    [
        "fewer system nodes than zones",
        pool("system", { minNodes: 2 }),
        ["pools.system.minNodes is 2; it must be 3 or more, so that the cluster outlives a node and a zone."],
    ],
    [
        "a single system node",
        { availabilityZones: [], ...pool("system", { minNodes: 1 }) },
        ["pools.system.minNodes is 1; it must be 2 or more, so that the cluster outlives a node."],
    ],
    ["none in two system nodes without zones", { availabilityZones: [], ...pool("system", { minNodes: 2 }) }, []],
    [
        "counts that Azure would refuse",
        { ...pool("user", { minNodes: 0, maxNodes: 1001 }), podRange: "100.64.0.0/11" },
        [
            "pools.user.minNodes is 0; it must be a whole number of nodes from 1 to 1000.",
            "pools.user.maxNodes is 1001; it must be a whole number of nodes from 1 to 1000.",
        ],
    ],
    [
        "more at least than at most",
        pool("tools", { minNodes: 5, maxNodes: 4 }),
        ["pools.tools.minNodes is 5, more than pools.tools.maxNodes, which is 4; make it less."],
    ],
    ...["Standard_D4s", "standard_d4s_v5", "D4s_v5", ""].map((vmSize): [string, Partial<ClusterArgs>, string[]] => [
        `the size "${vmSize}"`,
        size("user", vmSize),
        [`pools.user.vmSize is "${vmSize}"; it must be a size of Azure with a version, for example "Standard_D4s_v5".`],
    ]),
    ...(["system", "user", "tools"] as const).map((which): [string, Partial<ClusterArgs>, string[]] => [
        `confidential machines in the pool ${which}`,
        size(which, "Standard_DC4as_v5"),
        [
            `pools.${which}.vmSize is "Standard_DC4as_v5", a confidential size, which excludes Trusted Launch and pod sandboxing; choose another.`,
        ],
    ]),
    [
        "Arm machines",
        size("user", "Standard_D4ps_v5"),
        [
            'pools.user.vmSize is "Standard_D4ps_v5", an Arm size, which does not run what other machines run; choose one of Intel or AMD.',
        ],
    ],
    [
        "system machines that are too small",
        size("system", "Standard_D2s_v5"),
        ['pools.system.vmSize is "Standard_D2s_v5", which has 2 cores; the system pool needs 4 or more.'],
    ],
    [
        "system machines that share their cores",
        size("system", "Standard_B4s_v2"),
        [
            'pools.system.vmSize is "Standard_B4s_v2", whose cores are shared with others; the system pool needs its own.',
        ],
    ],
    ...["Standard_F8s_v2", "Standard_B4ms_v2", "Standard_D4_v5", "Standard_D4s_v2", "Standard_D4as_v4"].map(
        (vmSize): [string, Partial<ClusterArgs>, string[]] => [
            `tools in ${vmSize}`,
            size("tools", vmSize),
            [
                `pools.tools.vmSize is "${vmSize}", in which no virtual machines run; choose one of generation 2 with nested virtualisation, for example "Standard_D4s_v5".`,
            ],
        ],
    ),
    ...["Standard_D4s_v3", "Standard_D16ads_v5", "Standard_E8-4ds_v5", "Standard_E4as_v6"].map(
        (vmSize): [string, Partial<ClusterArgs>, string[]] => [`none in tools in ${vmSize}`, size("tools", vmSize), []],
    ),
    ["none in other machines for the user", size("user", "Standard_NC24ads_A100_v4"), []],
    [
        "a window that is none",
        { maintenance: { day: "Sonntag" as "Sunday", startHour: 24, durationHours: 3 } },
        [
            'maintenance.day is "Sonntag"; it must be one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.',
            "maintenance.startHour is 24; it must be a whole number of hours from 0 to 23.",
            "maintenance.durationHours is 3; it must be a whole number of hours from 4 to 24.",
        ],
    ],
    [
        "a tier and a login that are none",
        { tier: "Basic" as "Free", login: "devicecode" as "msi" },
        [
            'tier is "Basic"; it must be one of Free, Standard, Premium.',
            'login is "devicecode"; it must be one of azurecli, workloadidentity, msi.',
        ],
    ],
    ...["http://git.contoso.example/manifests", "git@git.contoso.example:manifests"].map(
        (url): [string, Partial<ClusterArgs>, string[]] => [
            `the repository ${url}`,
            { flux: { ...repository, url } },
            [
                `flux.url is "${url}"; it must be an https URL without credentials, for example "https://git.contoso.example/platform/manifests".`,
            ],
        ],
    ),
    [
        "credentials in the address of a repository, without saying them again",
        { flux: { ...repository, url: "https://robot:t0ken@git.contoso.example/manifests" } },
        [
            'flux.url is "https://***@git.contoso.example/manifests"; it must be an https URL without credentials, for example "https://git.contoso.example/platform/manifests".',
        ],
    ],
    [
        "a branch, a folder and credentials that are none",
        { flux: { ...repository, branch: "", path: "/prod/", credentialsName: "Git" } },
        [
            'flux.branch is ""; it must be the name of a branch.',
            'flux.path is "/prod/"; it must be a folder in the repository, without a slash at its ends.',
            'flux.credentialsName is "Git"; it must be the name of a Kubernetes secret.',
        ],
    ],
    [
        "nothing yet in ids and keys from elsewhere",
        {
            podRange: pulumi.output("x"),
            kmsVaultId: pulumi.output("x"),
            kmsKeyUri: pulumi.output("x"),
            diskKeyId: pulumi.output("x"),
            diskKeyUri: pulumi.output("x"),
            deliverers: { one: { ...deployer, principalId: pulumi.output("x") } },
            users: { two: { ...deployer, principalId: pulumi.output("x") } },
        },
        [],
    ],
];

describe("clusterProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () => {
            assert.deepEqual(clusterProblems("cluster", { ...clusterArgs, ...args }), problems);
        });
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(
            capture(() => new Cluster("cluster", { ...clusterArgs, location: "", kubernetesVersion: "" })),
            {
                message: [
                    'Cluster "cluster" has 2 problems:',
                    '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                    '  - kubernetesVersion is ""; it must be a minor version, for example "1.34": Azure chooses the patch.',
                ].join("\n"),
            },
        );
    });
});
