import type * as pulumi from "@pulumi/pulumi";
import {
    armIdProblem,
    guidProblem,
    issuerProblem,
    listed,
    type PlacementArgs,
    pinnedImageProblem,
    placementProblems,
    secretNameProblem,
} from "../shared";

/** Where the certificates of the ingress gateway lie: names in one vault, which has a private endpoint. */
export interface IngressCertificates {
    /** Required. ARM id of the vault. */
    vaultId: string;
    /** Required. Name of the certificate of `*.<internal domain>`, which whoever calls the servers sees. */
    certificateName: string;
    /** Required. Name of the certificate by which the gateway is known to the servers. */
    clientCertificateName: string;
    /** Required. Name of the secret with the certificates, as PEM, of the authority of the servers' certificates. */
    authorityName: string;
}

/** Arguments of `ClusterIngress`. */
export interface ClusterIngressArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant, a GUID. */
    tenantId: string;
    /** Required. Issuer of the cluster's service account tokens, a URL: `Cluster.oidcIssuerUrl`. */
    oidcIssuerUrl: pulumi.Input<string>;
    /** Required. Address of the gateway's load balancer, IPv4, in the subnet of the nodes: `Network.ingressPrivateAddress`. */
    privateAddress: pulumi.Input<string>;
    /** Required. Certificates; renewed ones are picked up. */
    certificates: IngressCertificates;
    /** Required. Image of Node.js 20 or later, pinned: `<login server>/<repository>@sha256:<64 hexadecimal digits>`. It only has to stay. */
    image: string;
    /**
     * Optional. `ClusterGuards.enforced`: nothing is created in the cluster before. What is in Azure does not wait.
     * Default: nothing is waited for.
     */
    guards?: pulumi.Input<string>;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function clusterIngressProblems(name: string, args: ClusterIngressArgs): string[] {
    const { vaultId, certificateName, clientCertificateName, authorityName } = args.certificates;
    const names = { certificateName, clientCertificateName, authorityName };
    const given = Object.values(names);
    return listed(
        ...placementProblems(name, args),
        guidProblem(args.tenantId, "tenantId"),
        armIdProblem(vaultId, "certificates.vaultId", "Microsoft.KeyVault/vaults"),
        ...Object.entries(names).map(([argument, value]) => secretNameProblem(value, `certificates.${argument}`)),
        new Set(given).size < given.length
            ? `certificates has the names ${given.join(", ")}; they must be different, because each has a purpose of its own.`
            : undefined,
        pinnedImageProblem(args.image, "image"),
        typeof args.privateAddress === "string" ? addressProblem(args.privateAddress) : undefined,
        typeof args.oidcIssuerUrl === "string" ? issuerProblem(args.oidcIssuerUrl) : undefined,
    );
}

/** A problem when the text is not an address. */
export function addressProblem(address: string): string | undefined {
    const part = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    return new RegExp(`^${part}(\\.${part}){3}$`).test(address)
        ? undefined
        : `privateAddress is "${address}"; it must be an IPv4 address, for example "10.20.3.254".`;
}
