// Does not prove that the images run with these settings, nor that nodes have the runtime class.
import assert from "node:assert/strict";
import { secrets, serverNamespaceArgs } from "./sample-args";
import { inNamespace, labels, objectsOf } from "./sample-objects";

const confined = {
    imagePullPolicy: "IfNotPresent",
    securityContext: {
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
    },
};
const resources = (cpu: string, memory: string, disk: string) => {
    const size = { cpu, memory, "ephemeral-storage": disk };
    return { requests: size, limits: size };
};
const probe = (path: string, periodSeconds: number, failureThreshold: number) => ({
    httpGet: { path, port: 8090, scheme: "HTTP" },
    timeoutSeconds: 2,
    periodSeconds,
    failureThreshold,
});
// of every container, for the proxy knows
const readinessProbe = probe("/ready", 5, 2);
const lifecycle = { preStop: { sleep: { seconds: 15 } } };
const copy = ["node", "/etc/certificate-program/copy-certificates.mjs", "/mnt/vault", "/etc/certificates"];
const { deployment } = objectsOf();
const pod = deployment.spec.template.spec;

describe("ServerNamespace: the deployment", () => {
    it("replaces its pods one by one, and never has fewer", () => {
        const { template, ...spec } = deployment.spec;
        assert.deepEqual(
            { ...deployment, spec },
            {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: inNamespace,
                spec: {
                    replicas: 2,
                    revisionHistoryLimit: 3,
                    progressDeadlineSeconds: 600,
                    selector: { matchLabels: { "app.kubernetes.io/name": "orders" } },
                    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
                },
            },
        );
        assert.equal(objectsOf({ replicas: 5 }).deployment.spec.replicas, 5);
    });

    it("gives its pods the identity, but of the containers only to the server", () => {
        const { annotations, ...metadata } = deployment.spec.template.metadata;
        assert.deepEqual(metadata, { labels: { ...labels, "azure.workload.identity/use": "true" } });
        assert.deepEqual(Object.keys(annotations), ["checksum/files", "azure.workload.identity/skip-containers"]);
        assert.equal(annotations["azure.workload.identity/skip-containers"], "certificates;proxy;definition-check");
    });

    it("replaces its pods when a file of theirs changes, and only then", () => {
        const checksum = (changes = {}) =>
            objectsOf(changes).deployment.spec.template.metadata.annotations["checksum/files"];
        assert.match(checksum(), /^[0-9a-f]{64}$/);
        assert.equal(checksum(), checksum({ replicas: 3 }));
        const different = [
            {},
            { toolDefinitions: '[{"name":"a","inputSchema":{}}]' },
            { path: "/other" },
            { certificate: { ...serverNamespaceArgs.certificate, authorityName: "other" } },
        ];
        assert.equal(new Set(different.map(checksum)).size, different.length);
    });

    it("runs pods in virtual machines of their own, spread over nodes and zones, without a token of the cluster", () => {
        const { initContainers, containers, volumes, ...rest } = pod;
        const spread = {
            maxSkew: 1,
            labelSelector: { matchLabels: { "app.kubernetes.io/name": "orders" } },
            matchLabelKeys: ["pod-template-hash"],
            nodeTaintsPolicy: "Honor",
        };
        assert.deepEqual(rest, {
            serviceAccountName: "orders",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            hostNetwork: false,
            hostPID: false,
            hostIPC: false,
            shareProcessNamespace: false,
            terminationGracePeriodSeconds: 60,
            dnsConfig: { options: [{ name: "ndots", value: "1" }] },
            runtimeClassName: "kata-vm-isolation",
            nodeSelector: { "mcp-tier": "tools" },
            tolerations: [{ key: "mcp-tier", operator: "Equal", value: "tools", effect: "NoSchedule" }],
            topologySpreadConstraints: [
                { ...spread, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
                { ...spread, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" },
            ],
            securityContext: {
                runAsNonRoot: true,
                runAsUser: 65532,
                runAsGroup: 65532,
                fsGroup: 65532,
                supplementalGroups: [65532],
                seccompProfile: { type: "RuntimeDefault" },
            },
        });
    });

    it("runs the server with nothing but a scratch folder", () => {
        assert.deepEqual(pod.containers[0], {
            name: "server",
            image: serverNamespaceArgs.image,
            ...confined,
            resources: resources("500m", "512Mi", "256Mi"),
            volumeMounts: [{ name: "server-scratch", mountPath: "/tmp" }],
            startupProbe: probe("/ready", 2, 60),
            livenessProbe: probe("/ready", 10, 6),
            readinessProbe,
            lifecycle,
        });
        const [larger] = objectsOf({ cpu: 2, memoryMiB: 1024 }).deployment.spec.template.spec.containers;
        assert.deepEqual(larger.resources, resources("2", "1Gi", "256Mi"));
    });

    it("runs the proxy with its configuration and the certificates, and asks it how the server is", () => {
        assert.deepEqual(pod.containers[1], {
            name: "proxy",
            image: serverNamespaceArgs.proxyImage,
            command: ["/usr/local/bin/envoy"],
            args: [
                "--config-path",
                "/etc/proxy/envoy.json",
                "--concurrency",
                "2",
                "--log-level",
                "warning",
                "--disable-hot-restart",
            ],
            ...confined,
            resources: resources("250m", "192Mi", "64Mi"),
            ports: [
                { name: "https", containerPort: 8443, protocol: "TCP" },
                { name: "health", containerPort: 8090, protocol: "TCP" },
            ],
            volumeMounts: [
                { name: "proxy-files", mountPath: "/etc/proxy", readOnly: true },
                { name: "certificates", mountPath: "/etc/certificates", readOnly: true },
            ],
            startupProbe: probe("/live", 2, 30),
            livenessProbe: probe("/live", 10, 3),
            readinessProbe,
            lifecycle,
        });
    });

    it("checks the tools of the server on the loopback interface, every 15 minutes", () => {
        const program = "/etc/definition-check/definition-check.mjs";
        assert.deepEqual(pod.containers[2], {
            name: "definition-check",
            image: serverNamespaceArgs.definitionCheckImage,
            command: ["node", program],
            env: [
                { name: "MCP_SERVER", value: "orders" },
                { name: "MCP_URL", value: "http://127.0.0.1:8080/mcp" },
                { name: "MCP_DEFINITIONS", value: "/etc/definition-check/definitions.json" },
                { name: "MCP_LAST_CHECK", value: "/tmp/last-check" },
                { name: "MCP_INTERVAL_SECONDS", value: "900" },
            ],
            ...confined,
            resources: resources("100m", "128Mi", "64Mi"),
            volumeMounts: [
                { name: "definition-check-files", mountPath: "/etc/definition-check", readOnly: true },
                { name: "definition-check-scratch", mountPath: "/tmp" },
            ],
            livenessProbe: {
                exec: { command: ["node", program, "alive"] },
                initialDelaySeconds: 120,
                periodSeconds: 300,
                timeoutSeconds: 10,
                failureThreshold: 3,
            },
            readinessProbe,
        });
        assert.equal(pod.containers.length, 3);
        const [, , check] = objectsOf({ path: "/v1", port: 9000 }).deployment.spec.template.spec.containers;
        assert.equal(check.env[1].value, "http://127.0.0.1:9000/v1");
    });

    it("brings the proxy its certificates before it starts and while it runs", () => {
        assert.deepEqual(pod.initContainers, [
            {
                name: "certificates",
                image: serverNamespaceArgs.definitionCheckImage,
                command: copy,
                restartPolicy: "Always",
                ...confined,
                resources: resources("100m", "128Mi", "64Mi"),
                volumeMounts: [
                    { name: "certificate-program", mountPath: "/etc/certificate-program", readOnly: true },
                    { name: "vault", mountPath: "/mnt/vault", readOnly: true },
                    { name: "certificates", mountPath: "/etc/certificates" },
                ],
                startupProbe: {
                    exec: { command: [...copy, "once"] },
                    periodSeconds: 2,
                    timeoutSeconds: 10,
                    failureThreshold: 30,
                },
                livenessProbe: {
                    exec: { command: [...copy, "once"] },
                    periodSeconds: 300,
                    timeoutSeconds: 10,
                    failureThreshold: 3,
                },
                readinessProbe,
            },
        ]);
    });

    it("mounts nothing of the node, and nothing that outlives the pod", () => {
        const files = (name: string, configMap: string) => ({
            name,
            configMap: { name: configMap, defaultMode: 0o444 },
        });
        assert.deepEqual(pod.volumes, [
            {
                name: "vault",
                csi: {
                    driver: "secrets-store.csi.k8s.io",
                    readOnly: true,
                    volumeAttributes: { secretProviderClass: "orders" },
                },
            },
            { name: "certificates", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
            files("certificate-program", "orders-certificates"),
            files("proxy-files", "orders-proxy"),
            files("definition-check-files", "orders-definition-check"),
            { name: "definition-check-scratch", emptyDir: { sizeLimit: "1Mi" } },
            { name: "server-scratch", emptyDir: { sizeLimit: "128Mi" } },
        ]);
    });

    it("mounts its secrets in the server only, each in a folder of its own, and changes nothing else", () => {
        const { template } = objectsOf({ secrets }).deployment.spec;
        const [server, ...others] = template.spec.containers;
        const mount = (secret: string) => ({
            name: `secret-${secret}`,
            mountPath: `/secrets/${secret}`,
            readOnly: true,
        });
        const volume = (secret: string) => ({
            name: `secret-${secret}`,
            csi: {
                driver: "secrets-store.csi.k8s.io",
                readOnly: true,
                volumeAttributes: { secretProviderClass: `orders-secret-${secret}` },
            },
        });
        const mounts = [...pod.containers[0].volumeMounts, mount("database"), mount("identity-key-even")];
        assert.deepEqual(server, { ...pod.containers[0], volumeMounts: mounts });
        assert.deepEqual(template, {
            metadata: deployment.spec.template.metadata,
            spec: {
                ...pod,
                containers: [server, ...pod.containers.slice(1)],
                volumes: [...pod.volumes, volume("database"), volume("identity-key-even")],
            },
        });
        assert.equal(others.length, 2);
    });
});
