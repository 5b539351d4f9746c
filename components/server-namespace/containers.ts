import type * as inputs from "@pulumi/kubernetes/types/input";
import { userId } from "../shared";
import { folders, ports } from "./names";
import { definitionsFile } from "./programs";
import { healthPaths } from "./proxy/health-listener";
import { bootstrapFile } from "./proxy-files";
import { pathOf, portOf, type ServerNamespaceArgs } from "./server-namespace-args";
import { containerSizes, quantities } from "./sizes";
import { secretVolume, volumes } from "./volumes";

type Container = inputs.core.v1.Container;

/** Seconds for which a pod that ends still answers: until everybody has heard that there is a new one. */
const secondsToLeave = 15;

const leaving = { preStop: { sleep: { seconds: secondsToLeave } } };

/**
 * Calls come to a pod when all of its containers are ready, and only the proxy knows when they may. Deployment safeguards
 * refuse a container that is not asked: https://learn.microsoft.com/azure/aks/deployment-safeguards
 */
const readinessProbe = probe(healthPaths.ready, { periodSeconds: 5, failureThreshold: 2 });

/** The server. It has no way out of its container but the declared flows, and writes to `/tmp` only. */
export function serverContainer(args: ServerNamespaceArgs): Container {
    return {
        name: "server",
        image: args.image,
        ...confined("server", args),
        volumeMounts: [
            { name: volumes.serverScratch, mountPath: "/tmp" },
            ...Object.keys(args.secrets ?? {}).map((secret) => ({
                name: secretVolume(secret),
                mountPath: `${folders.secrets}/${secret}`,
                readOnly: true,
            })),
        ],
        // it listens where only the proxy reaches it, so the proxy is asked
        startupProbe: probe(healthPaths.ready, { periodSeconds: 2, failureThreshold: 60 }),
        livenessProbe: probe(healthPaths.ready, { periodSeconds: 10, failureThreshold: 6 }),
        readinessProbe,
        lifecycle: leaving,
    };
}

/** What everybody who calls the server goes through. */
export function proxyContainer(args: ServerNamespaceArgs): Container {
    return {
        name: "proxy",
        image: args.proxyImage,
        command: ["/usr/local/bin/envoy"],
        args: [
            ...["--config-path", `${folders.proxy}/${bootstrapFile}`],
            ...["--concurrency", "2"],
            ...["--log-level", "warning"],
            "--disable-hot-restart", // which needs a disk to write to
        ],
        ...confined("proxy", args),
        ports: [
            { name: "https", containerPort: ports.calls, protocol: "TCP" },
            { name: "health", containerPort: ports.health, protocol: "TCP" },
        ],
        volumeMounts: [
            { name: volumes.proxyFiles, mountPath: folders.proxy, readOnly: true },
            { name: volumes.certificates, mountPath: folders.certificates, readOnly: true },
        ],
        startupProbe: probe(healthPaths.live, { periodSeconds: 2, failureThreshold: 30 }),
        livenessProbe: probe(healthPaths.live, { periodSeconds: 10, failureThreshold: 3 }),
        readinessProbe,
        lifecycle: leaving,
    };
}

/** Asks the server every 15 minutes for its tools, from where no credential is needed, and for each pod. */
export function definitionCheckContainer(name: string, args: ServerNamespaceArgs): Container {
    const program = `${folders.definitionCheck}/definition-check.mjs`;
    return {
        name: "definition-check",
        image: args.definitionCheckImage,
        command: ["node", program],
        env: [
            { name: "MCP_SERVER", value: name },
            { name: "MCP_URL", value: `http://127.0.0.1:${portOf(args)}${pathOf(args)}` },
            { name: "MCP_DEFINITIONS", value: `${folders.definitionCheck}/${definitionsFile}` },
            { name: "MCP_LAST_CHECK", value: "/tmp/last-check" },
            { name: "MCP_INTERVAL_SECONDS", value: "900" },
        ],
        ...confined("definition-check", args),
        volumeMounts: [
            { name: volumes.definitionCheckFiles, mountPath: folders.definitionCheck, readOnly: true },
            { name: volumes.definitionCheckScratch, mountPath: "/tmp" },
        ],
        livenessProbe: {
            exec: { command: ["node", program, "alive"] },
            initialDelaySeconds: 120,
            periodSeconds: 300,
            timeoutSeconds: 10,
            failureThreshold: 3,
        },
        readinessProbe,
    };
}

/** Brings the proxy its certificates before it starts, and renewed ones while it runs. */
export function certificatesContainer(args: ServerNamespaceArgs): Container {
    const copy = ["node", `${folders.certificateProgram}/copy-certificates.mjs`, folders.vault, folders.certificates];
    const copies = { exec: { command: [...copy, "once"] }, timeoutSeconds: 10 };
    return {
        name: "certificates",
        image: args.definitionCheckImage,
        command: copy,
        restartPolicy: "Always", // it goes on when the others start
        ...confined("certificates", args),
        volumeMounts: [
            { name: volumes.certificateProgram, mountPath: folders.certificateProgram, readOnly: true },
            { name: volumes.vault, mountPath: folders.vault, readOnly: true },
            { name: volumes.certificates, mountPath: folders.certificates },
        ],
        startupProbe: { ...copies, periodSeconds: 2, failureThreshold: 30 },
        livenessProbe: { ...copies, periodSeconds: 300, failureThreshold: 3 },
        readinessProbe,
    };
}

/** What no container may do, said for each, for the settings of the pod do not say all of it; and what each may take. */
function confined(container: string, args: ServerNamespaceArgs): Partial<Container> {
    const size = containerSizes(args)[container];
    if (size === undefined) throw new Error(`${container} has no size.`);
    return {
        imagePullPolicy: "IfNotPresent",
        securityContext: {
            privileged: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            runAsUser: userId,
            runAsGroup: userId,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
        },
        resources: { requests: quantities(size), limits: quantities(size) },
    };
}

function probe(path: string, times: { periodSeconds: number; failureThreshold: number }): inputs.core.v1.Probe {
    return { httpGet: { path, port: ports.health, scheme: "HTTP" }, timeoutSeconds: 2, ...times };
}
