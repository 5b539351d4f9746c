import type * as pulumi from "@pulumi/pulumi";
import {
    armIdProblem,
    checked,
    guidProblem,
    issuerProblem,
    listed,
    type PlacementArgs,
    pinnedImageProblem,
    placementProblems,
    rangeProblem,
    type SecretReference,
    secretNameProblem,
} from "../shared";
import { hostNameProblem, isHostName } from "../shared/endpoint";
import { ports } from "./names";
import { serverSecretProblems } from "./secret-problems";
import { toolDefinitionsProblem } from "./tool-definitions";

/** Where the certificate of a server, and that of the authority which signed it, lie: a vault with private access. */
export interface ServerCertificate {
    /** Required. ARM id of the vault. */
    vaultId: string;
    /** Required. Name of the certificate for `<server>.<internal domain>`, as PEM; renewed ones are picked up. */
    certificateName: string;
    /**
     * Required. Name of the secret with the certificates, as PEM, of the authority of the ingress gateway's client
     * certificate, which is for the name `client.ingress.<internal domain>`.
     */
    authorityName: string;
}

/** Who may call the server, as claims of the token that the gateway brings. */
export interface ServerCaller {
    /** Required. Audience of the token: client id of the server's backend application. */
    audience: pulumi.Input<string>;
    /** Required. Object id of the gateway's identity: the caller, unless the token is on behalf of a user. */
    gatewayPrincipalId: pulumi.Input<string>;
    /** Conditional. Required for a server that acts on behalf of users. Client id of the server's application, which the gateway acts as. */
    onBehalfOfClientId?: pulumi.Input<string>;
}

/** Arguments of `ServerNamespace`. The name of the component is the name of the server. */
export interface ServerNamespaceArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant, a GUID. */
    tenantId: string;
    /** Required. Issuer of the cluster's service account tokens, a URL: `Cluster.oidcIssuerUrl`. */
    oidcIssuerUrl: pulumi.Input<string>;
    /** Required. Domain of the cluster's ingress; the server is at `<name>.<domain>`. */
    internalDomain: string;
    /** Required. Image of the server, pinned: `<login server>/<repository>@sha256:<64 hexadecimal digits>`. It listens on `127.0.0.1:<port>` only. */
    image: string;
    /** Required. Image of Envoy 1.36 or later, pinned in the same way. */
    proxyImage: string;
    /**
     * Required. Image of Node.js 20 or later, pinned in the same way, in which the check of the tool definitions runs, and
     * what brings the proxy its certificates.
     */
    definitionCheckImage: string;
    /** Required. Certificate of the server. */
    certificate: ServerCertificate;
    /** Required. Who may call. */
    caller: ServerCaller;
    /** Required. Hosts that the server may call, on port 443; without wildcard. */
    egress: string[];
    /** Required. Tools as the server's `tools/list` returns them, as JSON text: what the check compares with. */
    toolDefinitions: string;
    /** Optional. Path of the MCP endpoint on the server. Default: /mcp. */
    path?: string;
    /** Optional. Port of the server on the loopback interface, 1024 to 65535. Default: 8080. */
    port?: number;
    /**
     * Optional. Pods, 2 to 20. The calls of a user come to one pod as long as it is there, so it may keep their sessions;
     * sessions end when pods change. Default: 2.
     */
    replicas?: number;
    /** Optional. Cores that a pod's server may take, 0.1 to 8. Default: 0.5. */
    cpu?: number;
    /** Optional. MiB of memory that a pod's server may take, 128 to 16384. Default: 512. */
    memoryMiB?: number;
    /**
     * Optional. Secrets that the server alone reads, by names of 1 to 56 lower-case letters, digits and hyphens: each is in
     * the file `/secrets/<name>/value`. A new version is there after some minutes, and nobody tells the server, for a virtual
     * machine hears of no change to a file: it must read the file anew. They may be in several vaults with private access.
     * Default: none.
     */
    secrets?: Record<string, SecretReference>;
    /** Optional. Object id of the Entra group that responds to incidents in the namespace. Default: nobody. */
    responderGroupId?: string;
    /** Optional. Object id of the identity of the job that isolates the namespace. Default: there is none. Serves practice IR-2. */
    isolatorId?: pulumi.Input<string>;
    /** Optional. Object id of the identity of the job that keeps evidence of incidents. Default: there is none. Serves practice IR-3. */
    evidenceCollectorId?: pulumi.Input<string>;
    /**
     * Optional. `ClusterGuards.enforced`: nothing is created in the cluster before. What is in Azure does not wait.
     * Default: nothing is waited for.
     */
    guards?: pulumi.Input<string>;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function serverNamespaceProblems(name: string, args: ServerNamespaceArgs): string[] {
    const { cpu = 0.5, memoryMiB = 512, responderGroupId, oidcIssuerUrl } = args;
    const path = pathOf(args);
    return listed(
        ...placementProblems(name, args),
        // with its prefix it is the name of a namespace: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
        name.length <= 59 ? undefined : `The component's name is "${name}"; it must have at most 59 characters.`,
        guidProblem(args.tenantId, "tenantId"),
        typeof oidcIssuerUrl === "string" ? issuerProblem(oidcIssuerUrl) : undefined,
        hostNameProblem(args.internalDomain, "internalDomain"),
        pinnedImageProblem(args.image, "image"),
        pinnedImageProblem(args.proxyImage, "proxyImage"),
        pinnedImageProblem(args.definitionCheckImage, "definitionCheckImage"),
        ...certificateProblems(args.certificate),
        ...Object.entries(args.caller).map(([argument, id]) =>
            typeof id === "string" ? guidProblem(id, `caller.${argument}`) : undefined,
        ),
        ...args.egress.map((host, index) => egressProblem(host, index, args.egress)),
        toolDefinitionsProblem(args.toolDefinitions),
        /^(\/[A-Za-z0-9._~-]+)+$/.test(path)
            ? undefined
            : `path is "${path}"; it must begin with a slash and have letters, digits, dots, underscores, tildes and hyphens, for example "/mcp".`,
        portProblem(portOf(args)),
        rangeProblem(replicasOf(args), "replicas", { min: 2, max: 20, unit: "pods" }),
        Math.round(cpu * 1000) % 50 === 0 && cpu >= 0.1 && cpu <= 8
            ? undefined
            : `cpu is ${cpu}; it must be 0.1 to 8 in steps of 0.05.`,
        rangeProblem(memoryMiB, "memoryMiB", { min: 128, max: 16_384, unit: "MiB" }),
        ...serverSecretProblems(args),
        responderGroupId === undefined ? undefined : guidProblem(responderGroupId, "responderGroupId"),
        ...(["isolatorId", "evidenceCollectorId"] as const).map((argument) => {
            const id = args[argument];
            return typeof id === "string" ? guidProblem(id, argument) : undefined;
        }),
    );
}

/** Path of the MCP endpoint on the server. */
export function pathOf({ path = "/mcp" }: ServerNamespaceArgs): string {
    return path;
}

/** Port of the server on the loopback interface. */
export function portOf({ port = 8080 }: ServerNamespaceArgs): number {
    return port;
}

/** Pods of the server. */
export function replicasOf({ replicas = 2 }: ServerNamespaceArgs): number {
    return replicas;
}

/** The ids, those of other resources once they are GUIDs. */
export function checkedCaller({ audience, gatewayPrincipalId, onBehalfOfClientId }: ServerCaller): ServerCaller {
    const guid = (id: pulumi.Input<string>, argument: string) =>
        checked(id, (known) => guidProblem(known, `caller.${argument}`));
    return {
        audience: guid(audience, "audience"),
        gatewayPrincipalId: guid(gatewayPrincipalId, "gatewayPrincipalId"),
        ...(onBehalfOfClientId !== undefined && {
            onBehalfOfClientId: guid(onBehalfOfClientId, "onBehalfOfClientId"),
        }),
    };
}

function certificateProblems({ vaultId, certificateName, authorityName }: ServerCertificate): (string | undefined)[] {
    return [
        armIdProblem(vaultId, "certificate.vaultId", "Microsoft.KeyVault/vaults"),
        secretNameProblem(certificateName, "certificate.certificateName"),
        secretNameProblem(authorityName, "certificate.authorityName"),
        certificateName === authorityName
            ? `certificate.authorityName is "${authorityName}", as is certificate.certificateName; the authority has a secret of its own.`
            : undefined,
    ];
}

function egressProblem(host: string, index: number, hosts: string[]): string | undefined {
    if (!isHostName(host)) {
        return `egress[${index}] is "${host}"; it must be a full host name in lower case without wildcard, for example "orders-api.contoso.example".`;
    }
    return hosts.indexOf(host) < index
        ? `egress[${index}] is "${host}", which is there already; remove it.`
        : undefined;
}

function portProblem(port: number): string | undefined {
    const taken: number[] = Object.values(ports);
    if (taken.includes(port)) return `port is ${port}, which the proxy listens on; choose another one.`;
    return Number.isInteger(port) && port >= 1024 && port <= 65_535
        ? undefined
        : `port is ${port}; it must be a whole number from 1024 to 65535.`;
}
