// Does not prove that Kubernetes refuses the same pods: the API server's own admission decides on those.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-pod-restricted";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const type = "kubernetes:core/v1:Pod";
const safe = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
};
const finds = (spec: Values) =>
    judge(rule, [resourceOf("pod", { type, inputs: { spec } })]).findings.map(
        ({ path, message }) => `${path}: ${message}`,
    );
const ofContainer = (container: Values, pod: Values = {}) =>
    finds({ ...pod, containers: [{ securityContext: safe, ...container }] });
const ofContext = (changes: Values, pod: Values = {}) =>
    ofContainer({ securityContext: { ...safe, ...changes } }, pod.securityContext ? pod : {});
const inContext = (message: string) => [`spec.containers[].securityContext: ${message}`];

const noRoot = inContext("a container may run as root: runAsNonRoot");
const noSeccomp = inContext("a container may call everything in the kernel: seccompProfile");
const without = (name: keyof typeof safe) => {
    const { [name]: _, ...rest } = safe;
    return { securityContext: rest };
};

describe("k8s-pod-restricted", () => {
    it("lets a pod pass that says no more than it must", () => {
        assert.deepEqual(ofContainer({}), []);
    });

    for (const [changes, message] of [
        [{ privileged: true }, "a container has every right on its node: privileged"],
        [
            { allowPrivilegeEscalation: true },
            "a process can get more rights than the container: allowPrivilegeEscalation",
        ],
        [{ capabilities: { drop: ["NET_RAW"] } }, "a container keeps rights of root: capabilities must drop ALL"],
        [
            { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "NET_ADMIN"] } },
            "a container gets rights of root: capabilities must add none but NET_BIND_SERVICE",
        ],
        [{ procMount: "Unmasked" }, "a container sees the processes of its node: procMount"],
        [{ runAsNonRoot: false }, "a container may run as root: runAsNonRoot"],
        [{ runAsUser: 0 }, "a container runs as root: runAsUser"],
        [{ seccompProfile: { type: "Unconfined" } }, "a container may call everything in the kernel: seccompProfile"],
        [
            { seccompProfile: { type: "Localhost", localhostProfile: "mine.json" } },
            "a container may call everything in the kernel: seccompProfile",
        ],
        [{ seLinuxOptions: { type: "spc_t" } }, "a container has labels of its own choice: seLinuxOptions"],
        [{ seLinuxOptions: { user: "system_u" } }, "a container has labels of its own choice: seLinuxOptions"],
        [{ seLinuxOptions: { role: "system_r" } }, "a container has labels of its own choice: seLinuxOptions"],
        [{ appArmorProfile: { type: "Unconfined" } }, "a container runs outside of AppArmor: appArmorProfile"],
        [{ windowsOptions: { hostProcess: true } }, "a container is a process of its node: windowsOptions"],
    ] satisfies [Values, string][])
        it(`stops a container with ${JSON.stringify(changes)}`, () => {
            assert.deepEqual(ofContext(changes), inContext(message));
        });

    it("takes from the pod what a container does not say", () => {
        assert.deepEqual(ofContainer(without("runAsNonRoot")), noRoot);
        assert.deepEqual(ofContainer(without("seccompProfile")), noSeccomp);
        assert.deepEqual(
            ofContainer(without("runAsNonRoot"), { securityContext: { runAsNonRoot: true, fsGroup: 1 } }),
            [],
        );
        const runtimeDefault = { securityContext: { seccompProfile: { type: "RuntimeDefault" } } };
        assert.deepEqual(ofContainer(without("seccompProfile"), runtimeDefault), []);
    });

    it("takes the container's word where both say something", () => {
        const pod = { securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } };
        assert.deepEqual(ofContext({ runAsNonRoot: false }, pod), noRoot);
        assert.deepEqual(ofContext({ seccompProfile: { type: "Unconfined" } }, pod), noSeccomp);
    });

    it("does not take from the pod what only a container can say", () => {
        const pod = { securityContext: safe };
        assert.deepEqual(ofContainer(without("allowPrivilegeEscalation"), pod), [
            "spec.containers[].securityContext: a process can get more rights than the container: allowPrivilegeEscalation",
        ]);
        assert.deepEqual(ofContainer(without("capabilities"), pod), [
            "spec.containers[].securityContext: a container keeps rights of root: capabilities must drop ALL",
        ]);
    });

    for (const [securityContext, message] of [
        [{ runAsUser: 0 }, "a container runs as root: runAsUser"],
        [{ seLinuxOptions: { type: "spc_t" } }, "a container has labels of its own choice: seLinuxOptions"],
        [{ appArmorProfile: { type: "Unconfined" } }, "a container runs outside of AppArmor: appArmorProfile"],
        [{ windowsOptions: { hostProcess: true } }, "a container is a process of its node: windowsOptions"],
        [
            { sysctls: [{ name: "net.ipv4.tcp_syncookies" }, { name: "kernel.msgmax" }] },
            "a kernel setting is not among those that are for the pod alone",
        ],
        [{ sysctls: [{}] }, "a kernel setting is not among those that are for the pod alone"],
    ] satisfies [Values, string][])
        it(`stops a pod with ${JSON.stringify(securityContext)}`, () => {
            assert.deepEqual(ofContainer({}, { securityContext }), [`spec.securityContext: ${message}`]);
        });

    for (const host of ["hostIPC", "hostNetwork", "hostPID"])
        it(`stops a pod with ${host}`, () => {
            assert.deepEqual(ofContainer({}, { [host]: false }), []);
            assert.deepEqual(ofContainer({}, { [host]: true }), [
                `spec.${host}: a pod shares what belongs to its node`,
            ]);
        });

    it("knows the volumes that do not reach the node", () => {
        const volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim"];
        const withVolume = (kind: string) =>
            ofContainer(
                {},
                {
                    volumes: [
                        { name: "one", emptyDir: {} },
                        { name: "two", [kind]: kind === "csi" ? { driver: "secrets-store.csi.k8s.io" } : {} },
                    ],
                },
            );
        for (const kind of [...volumes, "projected", "secret"]) assert.deepEqual(withVolume(kind), [], kind);
        for (const kind of ["hostPath", "nfs", "azureFile", "image", "gitRepo"])
            assert.deepEqual(
                withVolume(kind),
                [
                    "spec.volumes: a volume is none of configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected, secret",
                ],
                kind,
            );
    });

    it("knows one driver that pods may ask for a volume", () => {
        const withDriver = (csi: Values) =>
            ofContainer(
                {},
                {
                    volumes: [
                        { name: "one", csi: { driver: "secrets-store.csi.k8s.io" } },
                        { name: "two", csi },
                    ],
                },
            );
        assert.deepEqual(withDriver({ driver: "secrets-store.csi.k8s.io" }), []);
        for (const csi of [{ driver: "file.csi.azure.com" }, { driver: "blob.csi.azure.com" }, {}] as Values[])
            assert.deepEqual(withDriver(csi), [
                "spec.volumes: a driver mounts what it is told to with rights of its node, besides that of the secrets store",
            ]);
    });

    it("stops containers that see each other", () => {
        assert.deepEqual(ofContainer({}, { shareProcessNamespace: false }), []);
        assert.deepEqual(ofContainer({}, { shareProcessNamespace: true }), [
            "spec.shareProcessNamespace: containers of a pod see the processes and files of each other",
        ]);
    });

    it("stops a pod that chooses its node", () => {
        assert.deepEqual(ofContainer({}, { nodeName: "aks-system-0" }), [
            "spec.nodeName: a pod chooses its node past the scheduler",
        ]);
    });

    it("stops a pod that takes the place of those of the system", () => {
        for (const priorityClassName of ["", "tools", "my-system-tools"])
            assert.deepEqual(ofContainer({}, { priorityClassName }), []);
        for (const priorityClassName of ["system-node-critical", "system-cluster-critical", "system-other"])
            assert.deepEqual(ofContainer({}, { priorityClassName }), [
                "spec.priorityClassName: a pod takes the place of those that the cluster itself needs",
            ]);
    });

    it("stops a port of the node", () => {
        const message = ["spec.containers[].ports: a container listens on a port of its node"];
        assert.deepEqual(ofContainer({ ports: [{ containerPort: 1 }, { containerPort: 2, hostPort: 0 }] }), []);
        assert.deepEqual(ofContainer({ ports: [{ containerPort: 1 }, { containerPort: 2, hostPort: 2 }] }), message);
    });

    it("stops probes and hooks that call another host", () => {
        const calls = (where: string, handler: Values) =>
            ofContainer(where.startsWith("p") ? { lifecycle: { [where]: handler } } : { [where]: handler });
        const places = {
            livenessProbe: "livenessProbe",
            readinessProbe: "readinessProbe",
            startupProbe: "startupProbe",
            postStart: "lifecycle",
            preStop: "lifecycle",
        };
        for (const [where, path] of Object.entries(places))
            for (const action of ["httpGet", "tcpSocket"]) {
                assert.deepEqual(calls(where, { [action]: { port: 80, host: "" } }), [], where);
                assert.deepEqual(
                    calls(where, { [action]: { port: 80, host: "10.0.0.4" } }),
                    [`spec.containers[].${path}: the node calls another host`],
                    `${where} ${action}`,
                );
            }
    });

    it("refuses to judge a part of a workload, even a safe one", () => {
        for (const suffix of ["List", "Patch"]) {
            const inputs = { spec: { containers: [{ securityContext: safe }] } };
            const { findings } = judge(rule, [resourceOf("part", { type: `${type}${suffix}`, inputs })]);
            assert.deepEqual(findings, [{ path: "", message: "no rule sees the whole of what this changes or makes" }]);
        }
    });
});
