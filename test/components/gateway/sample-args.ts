import type { GatewayArgs } from "../../../components";
import { groupId, placement, sampleWorkspaceId } from "../../support/sample-placement";

const networkId = `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet`;

/** Vault of a certificate that exists outside of the environment. */
export const edgeVaultId = `${groupId.replace("rg-test", "rg-certificates")}/providers/Microsoft.KeyVault/vaults/kv-edge`;
export const secretsVaultId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-secrets`;

/** A public zone that has the host of the sample. */
export const publicZoneId = `${groupId.replace("rg-test", "rg-dns")}/providers/Microsoft.Network/dnsZones/contoso.example`;

/** Arguments of a public gateway with the cheapest API Management. */
export const gatewayArgs = {
    ...placement,
    workspaceId: sampleWorkspaceId,
    publisherName: "Contoso",
    publisherEmail: "platform@contoso.example",
    tier: "Developer",
    gatewaySubnetId: `${networkId}/subnets/gateway`,
    edgeSubnetId: `${networkId}/subnets/edge`,
    edgeRange: "10.20.4.0/24",
    virtualNetworkId: networkId,
    hostName: "mcp.contoso.example",
    certificate: { uri: "https://kv-edge.vault.azure.net/secrets/mcp", vaultId: edgeVaultId },
    sessionKeys: {
        even: { uri: "https://kv-secrets.vault.azure.net/secrets/session-2", vaultId: secretsVaultId },
        odd: { uri: "https://kv-secrets.vault.azure.net/secrets/session-1", vaultId: secretsVaultId },
    },
    signingSessionKey: "even",
    contentSafetyEndpoint: "https://ai-contoso.cognitiveservices.azure.com",
    contentSafetyAccountId: `${groupId}/providers/Microsoft.CognitiveServices/accounts/ai-contoso`,
    internalDomain: "servers.contoso.example",
} as const satisfies GatewayArgs;

/** An exclusion as somebody reviewed it. */
export const sampleExclusion = {
    server: "orders",
    rule: "942430",
    matchVariable: "RequestArgValues",
    selector: "params.arguments.query",
    reason: "Searches are sentences with many quotes; reviewed by the security team.",
} as const;

/** Base64 of a certificate authority of a test, made with openssl. */
export const authority =
    "MIIBmDCCAT2gAwIBAgIUDqGys+vcWoKjN6ptj3/wGhzPjjswCgYIKoZIzj0EAwIwIDEeMBwGA1UEAwwVQ29udG9zbyBpbnRlcm5hbCByb290MCAXDTI2MTEyNzA0MTUxNloYDzIxMjYxMTAzMDQxNTE2WjAgMR4wHAYDVQQDDBVDb250b3NvIGludGVybmFsIHJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS/ea3puia/Nysfz2Z9Wb+QL9ppt4Ds5FliNyQTYupWTAo1UP5S0lN9OnnzBZjZGIcprIxpLebjeoia8bc2LzsYo1MwUTAdBgNVHQ4EFgQUqmGo/LHcupQJkBOV5gpl3RnaJRUwHwYDVR0jBBgwFoAUqmGo/LHcupQJkBOV5gpl3RnaJRUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA2HpIif2+KPDr7bbu4mdUdSZW6Z4bVNXC95zla1DCvtkCIQD7UuO7g9DS/mJOtFvKuqsfdPPU5awwS2nKbBLp8+6bhA==";

/** Base64 of a certificate that is no authority. */
export const leaf =
    "MIIBpjCCAUygAwIBAgIUDGImVAH39UrIwTC1xuack30t/V0wCgYIKoZIzj0EAwIwKTEnMCUGA1UEAwweb3JkZXJzLnNlcnZlcnMuY29udG9zby5leGFtcGxlMCAXDTI2MTEyNzA0MTUxNloYDzIxMjYxMTAzMDQxNTE2WjApMScwJQYDVQQDDB5vcmRlcnMuc2VydmVycy5jb250b3NvLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATqpe3fDVDIFTrl4JqKpJQSPkfzEoeCy3U/8E92bZZERCXxJ/dHf+/hACbSxum8qA7Q6BSTdYs8neYDUMF3awMEo1AwTjAdBgNVHQ4EFgQUy9YvkAtQsSdbHGejvn8MRqruOM8wHwYDVR0jBBgwFoAUy9YvkAtQsSdbHGejvn8MRqruOM8wDAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNIADBFAiEArAchTwZx1RxTMzko6454daG8OtmazC8/kMbFM6eNFhMCICya/KAnr8p4z4SUjwiUV5iH9jGx0C51GnsbAUE8ePKx";
