// Does not prove that Azure accepts what passes here.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs } from "../../../components";
import { registryProblems } from "../../../components/registry/registry-args";
import { capture } from "../../support/capture";
import { cluster, pipeline, registryArgs } from "./sample-args";

const existingRegistryId =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/crshared";
const rest = { ...registryArgs, network: undefined, workspaceId: undefined };
const rule = { source: "mcr.microsoft.com/azure-cli" };

const cases: [string, Partial<RegistryArgs>, string[]][] = [
    ["none in a registry that nobody uses", {}, []],
    [
        "none in one that is used",
        {
            pullers: { cluster },
            pushers: { pipeline },
            services: ["aks-bootstrap", "container-apps", "defender"],
            untaggedDays: 1,
            zoneRedundant: false,
            cacheRules: {
                "azure-cli": rule,
                "all-of-oss": { source: "mcr.microsoft.com/oss/*" },
                bootstrap: { source: "mcr.microsoft.com/*", target: "aks-managed-repository/*" },
            },
        },
        [],
    ],
    ["none in an existing one", { ...rest, existingRegistryId, pullers: { cluster } }, []],
    [
        "what a new registry lacks",
        rest,
        [
            "network is missing; only an existing registry does without it.",
            "workspaceId is missing; only an existing registry does without it.",
        ],
    ],
    [
        "a network without the zone of registries",
        { network: { ...registryArgs.network, zoneIds: {} } },
        ['network.zoneIds has no "privatelink.azurecr.io"; give the ARM id of the private DNS zone of that name.'],
    ],
    [
        "arguments of a new registry for an existing one",
        { existingRegistryId, services: [], untaggedDays: 7, zoneRedundant: true },
        ["network", "workspaceId", "services", "untaggedDays", "zoneRedundant"].map(
            (argument) =>
                `${argument} is given together with existingRegistryId, which leaves the registry as it is; remove one of them.`,
        ),
    ],
    [
        "an id that is none",
        { ...rest, existingRegistryId: "crshared" },
        ['existingRegistryId is "crshared"; it must be the ARM id of a Microsoft.ContainerRegistry/registries.'],
    ],
    ["too few days", { untaggedDays: 0 }, ["untaggedDays is 0; it must be a whole number of days from 1 to 365."]],
    ["too many days", { untaggedDays: 366 }, ["untaggedDays is 366; it must be a whole number of days from 1 to 365."]],
    [
        "a service that it does not know",
        { services: ["defender", "everything" as "defender"] },
        ['services[1] is "everything"; it must be one of aks-bootstrap, container-apps, defender.'],
    ],
    [
        "cache rules with bad names",
        { cacheRules: { cli: rule, ["a".repeat(51)]: rule, "Azure CLI": rule } },
        [
            "The name of cacheRules.cli has 3 characters; it must have 5 to 50.",
            `The name of cacheRules.${"a".repeat(51)} has 51 characters; it must have 5 to 50.`,
            'The name of cacheRules.Azure CLI is "Azure CLI"; it must be lower-case letters, digits and single hyphens, a letter first.',
        ],
    ],
    ...[
        "docker.io/library/nginx",
        "mcr.microsoft.com",
        "mcr.microsoft.com/",
        "https://mcr.microsoft.com/azure-cli",
    ].map((source): [string, Partial<RegistryArgs>, string[]] => [
        `the source ${source}`,
        { cacheRules: { public: { source } } },
        [
            `cacheRules.public.source is "${source}"; it must be a repository of mcr.microsoft.com, for example "mcr.microsoft.com/azure-cli". Others need credentials.`,
        ],
    ]),
    [
        "a target that is none",
        { cacheRules: { "azure-cli": { ...rule, target: "MCR" } } },
        [
            'cacheRules.azure-cli.target is "MCR"; it must be lower-case letters, digits and "._-/", for example "mcr/azure-cli".',
        ],
    ],
    [
        "an asterisk on one side only",
        {
            cacheRules: {
                first: { source: "mcr.microsoft.com/oss/*", target: "oss" },
                second: { ...rule, target: "oss/*" },
            },
        },
        [
            'cacheRules.first has source "mcr.microsoft.com/oss/*" and target "oss"; both end in "/*", or none does.',
            'cacheRules.second has source "mcr.microsoft.com/azure-cli" and target "oss/*"; both end in "/*", or none does.',
        ],
    ],
    [
        "principals that are none",
        {
            pullers: { cluster: { ...cluster, principalId: "cluster" } },
            pushers: { pipeline: { ...pipeline, principalId: "" } },
        },
        [
            'pullers.cluster.principalId is "cluster"; it must be a GUID.',
            'pushers.pipeline.principalId is ""; it must be a GUID.',
        ],
    ],
    [
        "who both runs and publishes images",
        {
            pullers: { cluster: { ...cluster, principalId: pipeline.principalId.toUpperCase() } },
            pushers: { other: cluster, pipeline },
        },
        [
            `pullers.cluster is ${pipeline.principalId.toUpperCase()}, who is a pusher as well; who runs images may not publish them.`,
        ],
    ],
    [
        "nothing yet in ids from elsewhere",
        { pullers: { cluster: { ...cluster, principalId: pulumi.output("x") } } },
        [],
    ],
];

describe("registryProblems", () => {
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () =>
            assert.deepEqual(registryProblems("registry", { ...registryArgs, ...args }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(
            capture(() => new Registry("registry", { ...registryArgs, location: "", untaggedDays: 0 })),
            {
                message: [
                    'Registry "registry" has 2 problems:',
                    '  - location is ""; it must be the short name of an Azure region, for example "westeurope".',
                    "  - untaggedDays is 0; it must be a whole number of days from 1 to 365.",
                ].join("\n"),
            },
        );
    });
});
