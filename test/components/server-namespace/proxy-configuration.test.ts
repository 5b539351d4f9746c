// Does not prove that Envoy takes the configuration: test/engine/envoy-configuration.test.ts asks the published schema.
import assert from "node:assert/strict";
import { secretDocuments } from "../../../components/server-namespace/proxy/tls";
import { proxyConfiguration } from "../../../components/server-namespace/proxy-configuration";
import { onBehalfOf, proxySettings } from "./sample-args";
import { objectsOf } from "./sample-objects";

const forUser = { ...proxySettings, ...onBehalfOf };
// biome-ignore lint/suspicious/noExplicitAny: a document of Envoy's
const bootstrapOf = (settings = proxySettings): any => proxyConfiguration(settings);
const callsOf = (settings = proxySettings) => bootstrapOf(settings).static_resources.listeners[0];
const chainOf = (settings = proxySettings) => callsOf(settings).filter_chains[0];
const managerOf = (settings = proxySettings) => chainOf(settings).filters[0].typed_config;
const filtersOf = (settings = proxySettings) => managerOf(settings).http_filters;

describe("proxyConfiguration", () => {
    it("listens for calls and for the kubelet, and has no other way in", () => {
        const { static_resources, ...rest } = bootstrapOf();
        assert.deepEqual(Object.keys(rest), ["node", "overload_manager"]);
        assert.deepEqual(Object.keys(static_resources), ["listeners", "clusters"]);
        assert.deepEqual(
            static_resources.listeners.map(({ name, address }: { name: string; address: object }) => [name, address]),
            [
                ["calls", { socket_address: { address: "0.0.0.0", port_value: 8443 } }],
                ["health", { socket_address: { address: "0.0.0.0", port_value: 8090 } }],
            ],
        );
    });

    it("takes TLS 1.3 with the certificate of the ingress gateway, for the host of the server only", () => {
        assert.deepEqual(chainOf().filter_chain_match, {
            server_names: ["orders.dev.internal.contoso.com"],
            transport_protocol: "tls",
        });
        const secret = (name: string) => ({
            name,
            sds_config: { path_config_source: { path: `/etc/proxy/${name}.json` }, resource_api_version: "V3" },
        });
        assert.deepEqual(chainOf().transport_socket, {
            name: "envoy.transport_sockets.tls",
            typed_config: {
                "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                require_client_certificate: true,
                disable_stateless_session_resumption: true,
                disable_stateful_session_resumption: true,
                common_tls_context: {
                    tls_params: { tls_minimum_protocol_version: "TLSv1_3", tls_maximum_protocol_version: "TLSv1_3" },
                    alpn_protocols: ["h2", "http/1.1"],
                    tls_certificate_sds_secret_configs: [secret("certificate")],
                    combined_validation_context: {
                        default_validation_context: {
                            match_typed_subject_alt_names: [
                                { san_type: "DNS", matcher: { exact: "client.ingress.dev.internal.contoso.com" } },
                            ],
                            trust_chain_verification: "VERIFY_TRUST_CHAIN",
                            allow_expired_certificate: false,
                        },
                        validation_context_sds_secret_config: secret("authority"),
                    },
                },
            },
        });
        assert.equal(callsOf().listener_filters[0].name, "envoy.filters.listener.tls_inspector");
        assert.equal(callsOf().continue_on_listener_filters_timeout, false);
    });

    it("reads certificates again when their folder changes", () => {
        const watched_directory = { path: "/etc/certificates" };
        const secret = (value: object) => ({
            version_info: "1",
            resources: [{ "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", ...value }],
        });
        const certificate = { filename: "/etc/certificates/orders" };
        const documents = {
            "certificate.json": secret({
                name: "certificate",
                tls_certificate: { certificate_chain: certificate, private_key: certificate, watched_directory },
            }),
            "authority.json": secret({
                name: "authority",
                validation_context: {
                    trusted_ca: { filename: "/etc/certificates/ingress-authority" },
                    watched_directory,
                },
            }),
        };
        const files = { certificate: "/etc/certificates/orders", authority: "/etc/certificates/ingress-authority" };
        assert.deepEqual(secretDocuments(files), documents);
        const { data } = objectsOf()["proxy-files"];
        assert.deepEqual(JSON.parse(data["certificate.json"]), documents["certificate.json"]);
        assert.deepEqual(JSON.parse(data["authority.json"]), documents["authority.json"]);
    });

    it("demands a token, then the caller, then forwards", () => {
        assert.deepEqual(
            filtersOf().map(({ name }: { name: string }) => name),
            ["envoy.filters.http.jwt_authn", "envoy.filters.http.rbac", "envoy.filters.http.router"],
        );
    });

    for (const [whom, settings, forward] of [
        ["itself", proxySettings, false],
        ["a user", forUser, true],
    ] as const) {
        it(`takes tokens for this server when the gateway calls for ${whom}, and ${forward ? "forwards" : "removes"} them`, () => {
            assert.deepEqual(filtersOf(settings)[0].typed_config, {
                "@type": "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication",
                providers: {
                    entra: {
                        issuer: "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
                        audiences: ["44444444-4444-4444-8444-000000000001"],
                        require_expiration: true,
                        clock_skew_seconds: 60,
                        remote_jwks: {
                            http_uri: {
                                uri: "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/discovery/v2.0/keys",
                                cluster: "keys",
                                timeout: "5s",
                            },
                            cache_duration: "600s",
                            async_fetch: { fast_listener: false, failed_refetch_duration: "5s" },
                            retry_policy: { num_retries: 3 },
                        },
                        from_headers: [{ name: "Authorization", value_prefix: "Bearer " }],
                        forward,
                        payload_in_metadata: "token",
                    },
                },
                rules: [{ match: { prefix: "/" }, requires: { provider_name: "entra" } }],
                bypass_cors_preflight: false,
                strip_failure_response: true,
            });
        });
    }

    const claim = (name: string, value: object) => ({
        sourced_metadata: {
            metadata_matcher: {
                filter: "envoy.filters.http.jwt_authn",
                path: [{ key: "token" }, { key: name }],
                value,
            },
            metadata_source: "DYNAMIC",
        },
    });
    const exact = (value: string) => ({ string_match: { exact: value } });
    for (const [whom, settings, claims] of [
        [
            "itself",
            proxySettings,
            [
                claim("oid", exact("44444444-4444-4444-8444-000000000002")),
                claim("roles", { list_match: { one_of: exact("Gateway.Invoke") } }),
            ],
        ],
        [
            "a user",
            forUser,
            [claim("azp", exact("44444444-4444-4444-8444-000000000003")), claim("scp", exact("mcp.execute"))],
        ],
    ] as const) {
        it(`lets only the gateway through, to the endpoint, when it calls for ${whom}`, () => {
            const method = (name: string) => ({ header: { name: ":method", string_match: { exact: name } } });
            assert.deepEqual(filtersOf(settings)[1].typed_config.rules, {
                action: "ALLOW",
                policies: {
                    gateway: {
                        permissions: [
                            {
                                and_rules: {
                                    rules: [
                                        { url_path: { path: { exact: "/mcp" } } },
                                        { or_rules: { rules: [method("POST"), method("GET"), method("DELETE")] } },
                                    ],
                                },
                            },
                        ],
                        principals: [
                            {
                                and_ids: {
                                    ids: [
                                        {
                                            authenticated: {
                                                principal_name: { exact: "client.ingress.dev.internal.contoso.com" },
                                            },
                                        },
                                        ...claims,
                                    ],
                                },
                            },
                        ],
                    },
                },
            });
        });
    }

    it("forwards one path of one host, as a stream, once, without headers that say who called", () => {
        const { virtual_hosts } = managerOf({ ...proxySettings, path: "/v1" }).route_config;
        const [{ request_headers_to_remove, ...host }, ...others] = virtual_hosts;
        assert.deepEqual(others, []);
        assert.deepEqual(host, {
            name: "server",
            domains: ["orders.dev.internal.contoso.com"],
            routes: [
                {
                    match: { path: "/v1" },
                    route: {
                        cluster: "server",
                        timeout: "0s",
                        idle_timeout: "300s",
                        max_stream_duration: { max_stream_duration: "3600s" },
                    },
                },
            ],
        });
        assert.deepEqual(request_headers_to_remove, [
            "forwarded",
            "x-envoy-external-address",
            "x-envoy-internal",
            "x-forwarded-access-token",
            "x-forwarded-authorization",
            "x-forwarded-client-cert",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto",
            "x-forwarded-user",
            "x-original-url",
            "x-real-ip",
            "x-rewrite-url",
        ]);
    });

    it("limits what a caller may send, and trusts nothing that it says about itself", () => {
        const { "@type": _, http_filters: __, route_config: ___, access_log: ____, ...limits } = managerOf();
        assert.deepEqual(limits, {
            stat_prefix: "calls",
            codec_type: "AUTO",
            use_remote_address: true,
            skip_xff_append: true,
            internal_address_config: {
                unix_sockets: false,
                cidr_ranges: [{ address_prefix: "0.0.0.0", prefix_len: 32 }],
            },
            forward_client_cert_details: "SANITIZE",
            preserve_external_request_id: true,
            normalize_path: true,
            merge_slashes: true,
            path_with_escaped_slashes_action: "REJECT_REQUEST",
            max_request_headers_kb: 32,
            request_headers_timeout: "10s",
            request_timeout: "60s",
            stream_idle_timeout: "300s",
            common_http_protocol_options: {
                idle_timeout: "600s",
                max_headers_count: 100,
                headers_with_underscores_action: "REJECT_REQUEST",
            },
            http_protocol_options: { accept_http_10: false },
            http2_protocol_options: {
                max_concurrent_streams: 100,
                initial_stream_window_size: 65_536,
                initial_connection_window_size: 1_048_576,
                allow_connect: false,
            },
        });
    });

    it("logs who called, and nothing of queries, bodies and tokens", () => {
        const formats = [callsOf().access_log[0], managerOf().access_log[0]].map(
            ({ typed_config }) => typed_config.log_format.json_format,
        );
        const used = formats.flatMap((format) => Object.values<string>(format)).filter((text) => text.includes("%"));
        assert.deepEqual([...new Set(used)].sort(), [
            "%BYTES_RECEIVED%",
            "%BYTES_SENT%",
            "%CONNECTION_TERMINATION_DETAILS%",
            "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%",
            "%DOWNSTREAM_PEER_DNS_SAN%",
            "%DOWNSTREAM_TRANSPORT_FAILURE_REASON%",
            "%DURATION%",
            "%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:token:azp)%",
            "%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:token:uti)%",
            "%PATH(NQ:PATH)%",
            "%REQ(:METHOD)%",
            "%REQ(X-MCP-REQUEST-ID)%",
            "%REQ(X-REQUEST-ID)%",
            "%REQUESTED_SERVER_NAME%",
            "%RESPONSE_CODE%",
            "%RESPONSE_CODE_DETAILS%",
            "%RESPONSE_FLAGS%",
            "%START_TIME%",
        ]);
        assert.deepEqual(
            formats.map(({ log, server }) => [log, server]),
            [
                ["connection", "orders"],
                ["request", "orders"],
            ],
        );
    });

    it("reaches the server on the loopback interface, and no server that is not there", () => {
        const [server] = bootstrapOf({ ...proxySettings, port: 9000 }).static_resources.clusters;
        assert.deepEqual(server.load_assignment.endpoints, [
            {
                lb_endpoints: [
                    { endpoint: { address: { socket_address: { address: "127.0.0.1", port_value: 9000 } } } },
                ],
            },
        ]);
        assert.deepEqual(server.common_lb_config, { healthy_panic_threshold: { value: 0 } });
        assert.equal(server.transport_socket, undefined);
    });

    it("fetches the keys of Entra from Entra only", () => {
        const { clusters } = bootstrapOf().static_resources;
        assert.equal(clusters.length, 2);
        assert.deepEqual(clusters[1].load_assignment.endpoints[0].lb_endpoints[0].endpoint.address, {
            socket_address: { address: "login.microsoftonline.com", port_value: 443 },
        });
        const { typed_config } = clusters[1].transport_socket;
        assert.equal(typed_config.sni, "login.microsoftonline.com");
        assert.deepEqual(typed_config.common_tls_context, {
            tls_params: { tls_minimum_protocol_version: "TLSv1_2", tls_maximum_protocol_version: "TLSv1_3" },
            validation_context: {
                trusted_ca: { filename: "/etc/ssl/certs/ca-certificates.crt" },
                match_typed_subject_alt_names: [{ san_type: "DNS", matcher: { exact: "login.microsoftonline.com" } }],
                trust_chain_verification: "VERIFY_TRUST_CHAIN",
                allow_expired_certificate: false,
            },
        });
    });

    it("tells the kubelet whether it runs and whether the server does, and answers nothing else", () => {
        const [chain] = bootstrapOf().static_resources.listeners[1].filter_chains;
        const { http_filters, route_config } = chain.filters[0].typed_config;
        assert.deepEqual(route_config.virtual_hosts, [
            {
                name: "health",
                domains: ["*"],
                routes: [{ match: { path: "/live" }, direct_response: { status: 200 } }],
            },
        ]);
        const { "@type": _, ...check } = http_filters[0].typed_config;
        assert.deepEqual(check, {
            pass_through_mode: false,
            headers: [{ name: ":path", string_match: { exact: "/ready" } }],
            cluster_min_healthy_percentages: { server: { value: 100 } },
        });
        assert.equal(http_filters.length, 2);
    });

    it("gives up less than its container's memory", () => {
        const [heap, connections] = bootstrapOf().overload_manager.resource_monitors;
        assert.equal(heap.typed_config.max_heap_size_bytes, 160 * 1024 * 1024);
        assert.equal(connections.typed_config.max_active_downstream_connections, 1024);
    });
});
