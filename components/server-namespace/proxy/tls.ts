import { folders } from "../names";
import { extension, type Message, typed } from "./extension";
import type { ProxySettings } from "./settings";

const secretType = "envoy.extensions.transport_sockets.tls.v3.Secret";

// who replaces a file replaces what the folder links to, which Envoy sees when it watches the folder:
// https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret#sds-key-rotation
const watched = { watched_directory: { path: folders.certificates } };

/**
 * Documents of the secret discovery by file name: only what comes from there is read again when its files change.
 *
 * @param files - PEM files: the certificate with its key, and the authority of the caller's certificate.
 */
export function secretDocuments(files: { certificate: string; authority: string }): Record<string, Message> {
    const certificate = { filename: files.certificate };
    return {
        "certificate.json": discovered({
            name: "certificate",
            tls_certificate: { certificate_chain: certificate, private_key: certificate, ...watched },
        }),
        "authority.json": discovered({
            name: "authority",
            validation_context: { trusted_ca: { filename: files.authority }, ...watched },
        }),
    };
}

function discovered(secret: Message): Message {
    return { version_info: "1", resources: [typed(secretType, secret)] };
}

/**
 * TLS 1.3 towards a caller whose certificate comes from the authority and has exactly the name. It is checked for each
 * connection: none is resumed. Serves practices 3.1, 3.3 and ZT-1.
 */
export function callerTls({ callerName }: ProxySettings): Message {
    return transportSocket("envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", {
        require_client_certificate: true,
        disable_stateless_session_resumption: true,
        disable_stateful_session_resumption: true,
        common_tls_context: {
            tls_params: { tls_minimum_protocol_version: "TLSv1_3", tls_maximum_protocol_version: "TLSv1_3" },
            alpn_protocols: ["h2", "http/1.1"],
            tls_certificate_sds_secret_configs: [secretFrom("certificate")],
            combined_validation_context: {
                default_validation_context: {
                    match_typed_subject_alt_names: [exactName(callerName)],
                    trust_chain_verification: "VERIFY_TRUST_CHAIN",
                    allow_expired_certificate: false,
                },
                validation_context_sds_secret_config: secretFrom("authority"),
            },
        },
    });
}

function secretFrom(name: string): Message {
    return {
        name,
        sds_config: {
            path_config_source: { path: `${folders.proxy}/${name}.json` },
            resource_api_version: "V3",
        },
    };
}

/** TLS towards a host of the internet, whose certificate must come from an authority that everybody trusts. */
export function hostTls(host: string): Message {
    return transportSocket("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", {
        sni: host,
        common_tls_context: {
            tls_params: { tls_minimum_protocol_version: "TLSv1_2", tls_maximum_protocol_version: "TLSv1_3" },
            validation_context: {
                // where the images of Envoy have them
                trusted_ca: { filename: "/etc/ssl/certs/ca-certificates.crt" },
                match_typed_subject_alt_names: [exactName(host)],
                trust_chain_verification: "VERIFY_TRUST_CHAIN",
                allow_expired_certificate: false,
            },
        },
    });
}

function exactName(name: string): Message {
    return { san_type: "DNS", matcher: { exact: name } };
}

function transportSocket(type: string, context: Message): Message {
    return extension("envoy.transport_sockets.tls", type, context);
}
