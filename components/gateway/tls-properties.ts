const gateway = "Microsoft.WindowsAzure.ApiManagement.Gateway";

/**
 * Every switch of the gateway's transport. Azure resets those that are left out to their defaults, so this is always the
 * whole set: TLS 1.2 and 1.3 with forward secrecy on both sides, and no access of Azure services by being trusted.
 *
 * https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers
 * https://learn.microsoft.com/azure/api-management/breaking-changes/trusted-service-connectivity-retirement-march-2026
 *
 * Serves practices 3.1 and ZT-1.
 */
export const tlsProperties: Readonly<Record<string, string>> = {
    [`${gateway}.Security.Protocols.Ssl30`]: "False",
    [`${gateway}.Security.Protocols.Tls10`]: "False",
    [`${gateway}.Security.Protocols.Tls11`]: "False",
    [`${gateway}.Security.Backend.Protocols.Ssl30`]: "False",
    [`${gateway}.Security.Backend.Protocols.Tls10`]: "False",
    [`${gateway}.Security.Backend.Protocols.Tls11`]: "False",
    [`${gateway}.Security.Ciphers.TripleDes168`]: "False",
    [`${gateway}.Security.Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA`]: "False",
    [`${gateway}.Security.Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256`]: "False",
    [`${gateway}.Security.Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256`]: "False",
    [`${gateway}.Security.Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA`]: "False",
    [`${gateway}.Security.Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256`]: "False",
    [`${gateway}.Security.Ciphers.TLS_RSA_WITH_AES_256_GCM_SHA384`]: "False",
    [`${gateway}.Security.Ciphers.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA`]: "False",
    [`${gateway}.Security.Ciphers.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA`]: "False",
    [`${gateway}.Security.Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA`]: "False",
    [`${gateway}.Security.Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA`]: "False",
    // the edge speaks HTTP/1.1 with its backends
    [`${gateway}.Protocols.Server.Http2`]: "False",
    [`${gateway}.ManagedIdentity.DisableOverPrivilegedAccess`]: "True",
};
