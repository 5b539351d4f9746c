import type * as pulumi from "@pulumi/pulumi";
import { type KubernetesObject, objectList, parseArmId, secretProviderClass } from "../shared";
import { folders, namespaceOf } from "./names";
import type { ServerCertificate, ServerNamespaceArgs } from "./server-namespace-args";

/**
 * What the driver brings from the vault into the pod as files, never as a Secret of Kubernetes: the server's certificate
 * with its key, and the authority of the certificate that the ingress gateway shows. Serves practices 3.3, 6.2 and 6.3.
 */
export function certificates(
    name: string,
    { certificate, tenantId }: ServerNamespaceArgs,
    clientId: pulumi.Input<string>,
): KubernetesObject {
    const { names: [vaultName = ""] = [] } = parseArmId(certificate.vaultId) ?? {};
    return secretProviderClass({
        name,
        namespace: namespaceOf(name),
        vaultName,
        tenantId,
        clientId,
        objects: objectList([{ secretName: certificate.certificateName }, { secretName: certificate.authorityName }]),
    });
}

/** The files in the containers, as PEM; that of a certificate has its key and its chain in it. */
export function certificateFiles({ certificateName, authorityName }: ServerCertificate): {
    certificate: string;
    authority: string;
} {
    return {
        certificate: `${folders.certificates}/${certificateName}`,
        authority: `${folders.certificates}/${authorityName}`,
    };
}
