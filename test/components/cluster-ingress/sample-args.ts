import type { ClusterIngressArgs } from "../../../components";
import { groupId, placement } from "../../support/sample-placement";

export const clusterIngressArgs = {
    ...placement,
    tenantId: "11111111-1111-4111-8111-111111111111",
    oidcIssuerUrl: "https://westeurope.oic.prod-aks.azure.com/11111111-1111-4111-8111-111111111111/cluster/",
    privateAddress: "10.20.3.254",
    certificates: {
        vaultId: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-contoso-mesh`,
        certificateName: "ingress",
        clientCertificateName: "ingress-client",
        authorityName: "authority",
    },
    image: `crcontoso.azurecr.io/platform/node@sha256:${"0123456789abcdef".repeat(4)}`,
} as const satisfies ClusterIngressArgs;
