// Does not prove what Azure refuses: it says again what the pages of those policies say that the cluster is given.
import assert from "node:assert/strict";
import { certificateKeeper } from "../../../components/cluster-ingress/certificate-keeper";
import { amountOf } from "../../../policy-pack/rules/kubernetes/quantity";
import { clusterIngressArgs } from "../cluster-ingress/sample-args";
import { onBehalfOf, secrets } from "../server-namespace/sample-args";
import { clientId, objectsOf } from "../server-namespace/sample-objects";

const restricted =
    "https://github.com/Azure/azure-policy/blob/master/built-in-policies/policySetDefinitions/Kubernetes/Kubernetes_PSPRestrictedStandard.json";
const safeguards = "https://learn.microsoft.com/azure/aks/deployment-safeguards";

/** A container of a pod that a workload makes. */
interface Place {
    // biome-ignore lint/suspicious/noExplicitAny: whatever the objects have
    workload: any;
    // biome-ignore lint/suspicious/noExplicitAny: whatever the objects have
    pod: any;
    // biome-ignore lint/suspicious/noExplicitAny: whatever the objects have
    container: any;
}

interface VendorRule {
    page: string;
    keeps: (place: Place) => boolean;
    /** Changes, each of which is refused, or changed in the cluster. */
    against: ((place: Place) => void)[];
}

/** What a container says itself goes before what its pod says. */
const context = ({ pod, container }: Place) => ({ ...pod.securityContext, ...container.securityContext });
const isId = (id: unknown) => Number.isInteger(id) && Number(id) >= 1 && Number(id) <= 65_535;
const isAsked = (probe?: object) => ["exec", "httpGet", "tcpSocket"].some((way) => Object.hasOwn(probe ?? {}, way));
const volumeTypes = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
];
const kinds = ["requests", "limits"] as const;
const least = { cpu: "100m", memory: "100Mi" };

const group = (field: string): VendorRule => ({
    page: restricted,
    keeps: (place) => isId(context(place)[field]),
    against: [undefined, 0, 65_536].map((id) => (place: Place) => {
        place.pod.securityContext[field] = id;
        delete place.container.securityContext[field];
    }),
});

const probe = (field: string): VendorRule => ({
    page: safeguards,
    keeps: ({ container }) => isAsked(container[field]),
    against: [
        ({ container }) => delete container[field],
        ({ container }) => {
            container[field] = { periodSeconds: 5 };
        },
    ],
});

const host = (field: string): VendorRule => ({
    page: restricted,
    keeps: ({ pod }) => pod[field] !== true,
    against: [
        ({ pod }) => {
            pod[field] = true;
        },
    ],
});

const rules: Record<string, VendorRule> = {
    "a user that is not root": {
        page: restricted,
        keeps: (place) => context(place).runAsNonRoot === true && isId(context(place).runAsUser),
        against: [
            ...group("runAsUser").against,
            ({ container }) => {
                container.securityContext.runAsNonRoot = false;
            },
        ],
    },
    "a group": group("runAsGroup"),
    "a group for files": group("fsGroup"),
    "other groups": {
        page: restricted,
        keeps: ({ pod: { securityContext } }) =>
            securityContext.supplementalGroups?.length > 0 && securityContext.supplementalGroups.every(isId),
        against: [undefined, [], [65_532, 0], [65_536]].map((groups) => ({ pod }: Place) => {
            pod.securityContext.supplementalGroups = groups;
        }),
    },
    "no privileges": {
        page: restricted,
        keeps: ({ container: { securityContext } }) =>
            securityContext.privileged === false && securityContext.allowPrivilegeEscalation === false,
        against: ["privileged", "allowPrivilegeEscalation"].map((field) => ({ container }: Place) => {
            container.securityContext[field] = true;
        }),
    },
    "no capabilities": {
        page: restricted,
        keeps: ({ container }) => {
            const { drop, add = [] } = container.securityContext.capabilities ?? {};
            return drop?.includes("ALL") && add.length === 0;
        },
        against: [{ drop: ["NET_RAW"] }, { drop: ["ALL"], add: ["NET_BIND_SERVICE"] }, undefined].map(
            (capabilities) =>
                ({ container }: Place) => {
                    container.securityContext.capabilities = capabilities;
                },
        ),
    },
    "the runtime's seccomp profile": {
        page: restricted,
        keeps: (place) => context(place).seccompProfile?.type === "RuntimeDefault",
        against: [{ type: "Unconfined" }, { type: "Localhost" }, undefined].map((profile) => (place: Place) => {
            place.container.securityContext.seccompProfile = profile;
        }),
    },
    "volumes of the types that are allowed": {
        page: restricted,
        keeps: ({ pod }) =>
            pod.volumes.every(({ name: _, ...sources }: { name: string }) => {
                const [type = "", ...more] = Object.keys(sources);
                return volumeTypes.includes(type) && more.length === 0;
            }),
        against: ["hostPath", "nfs"].map((type) => ({ pod }: Place) => {
            pod.volumes = [...pod.volumes, { name: "other", [type]: { path: "/" } }];
        }),
    },
    "no network of the node": host("hostNetwork"),
    "no processes of the node": host("hostPID"),
    "no memory of the node": host("hostIPC"),
    "no ports of the node": {
        page: restricted,
        keeps: ({ container: { ports = [] } }) => ports.every(({ hostPort = 0 }) => hostPort === 0),
        against: [
            ({ container }) => {
                container.ports = [{ containerPort: 8443, hostPort: 8443 }];
            },
        ],
    },
    "a liveness probe": probe("livenessProbe"),
    "a readiness probe": probe("readinessProbe"),
    "requests and limits that are not too small": {
        page: safeguards,
        keeps: ({ container: { resources } }) =>
            Object.entries(least).every(([name, amount]) =>
                kinds.every((kind) => amountOf(resources[kind]?.[name]) >= amountOf(amount)),
            ),
        against: kinds.flatMap((kind) =>
            [{ cpu: "99m" }, { memory: "99Mi" }, { cpu: undefined }].map((change) => ({ container }: Place) => {
                container.resources[kind] = { ...container.resources[kind], ...change };
            }),
        ),
    },
    "no requests above their limits": {
        page: safeguards,
        keeps: ({ container: { resources } }) =>
            Object.keys(least).every((name) => amountOf(resources.requests[name]) <= amountOf(resources.limits[name])),
        against: Object.keys(least).map((name) => ({ container }: Place) => {
            container.resources.requests = { ...container.resources.requests, [name]: "64Gi" };
        }),
    },
    "an image that does not change": {
        page: safeguards,
        keeps: ({ container: { image } }) => /^[a-z0-9]+\.azurecr\.io\/[a-z0-9/-]+@sha256:[0-9a-f]{64}$/.test(image),
        against: ["nginx", "crcontoso.azurecr.io/mcp/orders:latest"].map((image) => ({ container }: Place) => {
            container.image = image;
        }),
    },
    "pods that are spread": {
        page: safeguards,
        keeps: ({ workload, pod }) => workload.spec.replicas === 1 || pod.topologySpreadConstraints.length > 0,
        against: [
            ({ workload, pod }) => {
                workload.spec.replicas = 2;
                pod.topologySpreadConstraints = [];
            },
        ],
    },
    "no labels of AKS": {
        page: safeguards,
        keeps: ({ workload }) =>
            [workload.metadata, workload.spec.template.metadata]
                .flatMap(({ labels }) => Object.keys(labels))
                .every((label) => !label.startsWith("kubernetes.azure.com")),
        against: [
            ({ workload }) => {
                workload.metadata.labels = { "kubernetes.azure.com/mode": "system" };
            },
        ],
    },
};

const objects = {
    "a server": objectsOf(),
    "the smallest server": objectsOf({ cpu: 0.1, memoryMiB: 128, egress: [] }),
    "a server with everything": objectsOf({
        ...{ cpu: 8, memoryMiB: 16_384, replicas: 20, caller: onBehalfOf, secrets },
        responderGroupId: "33333333-3333-4333-8333-000000000051",
    }),
    "the ingress": certificateKeeper(clusterIngressArgs, clientId),
};

/** Every container of every workload, of copies that may be changed. */
function places(): Record<string, Place> {
    const entries = Object.entries(structuredClone(objects)).flatMap(([owner, byRole]) =>
        // biome-ignore lint/suspicious/noExplicitAny: whatever the objects have
        Object.values<any>(byRole)
            .filter(({ spec }) => spec?.template !== undefined)
            .flatMap((workload) => {
                const pod = workload.spec.template.spec;
                const containers = [...pod.containers, ...(pod.initContainers ?? [])];
                return containers.map((container): [string, Place] => [
                    `${container.name} of ${owner}`,
                    { workload, pod, container },
                ]);
            }),
    );
    return Object.fromEntries(entries);
}

const disregarding = ({ keeps }: VendorRule, among: Record<string, Place>) =>
    Object.keys(among).filter((name) => !keeps(among[name] as Place));

describe("the pods in the cluster", () => {
    it("are those of servers and of the ingress", () => {
        const containers = ["server", "proxy", "definition-check", "certificates"];
        const servers = ["a server", "the smallest server", "a server with everything"];
        assert.deepEqual(Object.keys(places()), [
            ...servers.flatMap((owner) => containers.map((name) => `${name} of ${owner}`)),
            "keeper of the ingress",
        ]);
    });

    for (const page of [restricted, safeguards]) {
        describe(`keep ${page}`, () => {
            for (const [what, rule] of Object.entries(rules).filter(([, rule]) => rule.page === page)) {
                it(`with ${what}`, () => assert.deepEqual(disregarding(rule, places()), []));

                it(`or are found: ${what}`, () => {
                    for (const name of Object.keys(places())) {
                        for (const change of rule.against) {
                            const changed = places();
                            change(changed[name] as Place);
                            assert.ok(disregarding(rule, changed).includes(name), `${name}: ${change}`);
                        }
                    }
                });
            }
        });
    }
});
