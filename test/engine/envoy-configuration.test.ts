// Does not prove that Envoy starts with the configuration: the schema does not know which parts fit together.
import assert from "node:assert/strict";
import type { ServerNamespaceArgs } from "../../components";
import { ensureEnvoyCheck } from "../../local/envoy-check/binary";
import { type EnvoyDocument, envoyProblems } from "../../local/envoy-check/envoy-problems";
import { onBehalfOf } from "../components/server-namespace/sample-args";
import { objectsOf } from "../components/server-namespace/sample-objects";

const filesOf = (changes: Partial<ServerNamespaceArgs> = {}): Record<string, string> =>
    objectsOf(changes)["proxy-files"].data;

// biome-ignore lint/suspicious/noExplicitAny: a document of Envoy's
type Document = any;

const calls = (document: Document) => document.static_resources.listeners[0];
const chain = (document: Document) => calls(document).filter_chains[0];
const tls = (document: Document) => chain(document).transport_socket.typed_config;
const manager = (document: Document) => chain(document).filters[0].typed_config;
const filter = (document: Document, index: number) => manager(document).http_filters[index].typed_config;
const provider = (document: Document) => filter(document, 0).providers.entra;

/** A change, and what must be said about it. */
const mutants: [string, EnvoyDocument, (document: Document) => void, RegExp][] = [
    [
        "a field at the top that is none",
        "bootstrap",
        (it) => {
            it.listeners = [];
        },
        /unknown field "listeners"/,
    ],
    [
        "a misspelled field of the token check",
        "bootstrap",
        (it) => {
            provider(it).audience = ["x"];
        },
        /unknown field "audience"/,
    ],
    [
        "a misspelled field of TLS",
        "bootstrap",
        (it) => {
            tls(it).require_client_cert = true;
        },
        /unknown field "require_client_cert"/,
    ],
    [
        "a misspelled field of the caller check",
        "bootstrap",
        (it) => {
            filter(it, 1).rules.policies.gateway.principal = [];
        },
        /unknown field "principal"/,
    ],
    [
        "a misspelled field of a certificate",
        "discovery",
        (it) => {
            it.resources[0].tls_certificate.certificate = {};
        },
        /unknown field "certificate"/,
    ],
    [
        "a filter that nobody knows",
        "bootstrap",
        (it) => {
            filter(it, 0)["@type"] = "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.Jwt";
        },
        /unable to resolve "type\.googleapis\.com\/envoy\.extensions\.filters\.http\.jwt_authn\.v3\.Jwt"/,
    ],
    [
        "a filter without a type",
        "bootstrap",
        (it) => {
            delete filter(it, 1)["@type"];
        },
        /missing "@type" field/,
    ],
    [
        "an action that there is not",
        "bootstrap",
        (it) => {
            filter(it, 1).rules.action = "PERMIT";
        },
        /invalid value for enum field action: "PERMIT"/,
    ],
    [
        "a version of TLS that there is not",
        "bootstrap",
        (it) => {
            tls(it).common_tls_context.tls_params.tls_minimum_protocol_version = "TLSv1_4";
        },
        /invalid value for enum field tlsMinimumProtocolVersion: "TLSv1_4"/,
    ],
    [
        "a text in place of a number",
        "bootstrap",
        (it) => {
            calls(it).address.socket_address.port_value = "https";
        },
        /invalid value for uint32 field portValue: "https"/,
    ],
    [
        "a port that there is not",
        "bootstrap",
        (it) => {
            calls(it).address.socket_address.port_value = 70_000;
        },
        /PortValue: value must be less than or equal to 65535/,
    ],
    [
        "a duration without a unit",
        "bootstrap",
        (it) => {
            manager(it).request_timeout = "60";
        },
        /invalid google\.protobuf\.Duration value "60"/,
    ],
    [
        "no policy for a caller",
        "bootstrap",
        (it) => {
            filter(it, 1).rules.policies.gateway.principals = [];
        },
        /^static_resources\.listeners\[0\]\..*Principals: value must contain at least 1 item/,
    ],
    [
        "no name to match",
        "bootstrap",
        (it) => {
            tls(
                it,
            ).common_tls_context.combined_validation_context.default_validation_context.match_typed_subject_alt_names[0].san_type =
                "SAN_TYPE_UNSPECIFIED";
        },
        /SubjectAltNameMatcher\.SanType: value must not be in list/,
    ],
    [
        "keys from nowhere",
        "bootstrap",
        (it) => {
            provider(it).remote_jwks.http_uri.uri = "";
        },
        /Uri: value length must be at least 1/,
    ],
    [
        "a host without domains",
        "bootstrap",
        (it) => {
            manager(it).route_config.virtual_hosts[0].domains = [];
        },
        /Domains: value must contain at least 1 item/,
    ],
    [
        "headers without end",
        "bootstrap",
        (it) => {
            manager(it).max_request_headers_kb = 100_000;
        },
        /MaxRequestHeadersKb: value must be inside range \(0, 8192\]/,
    ],
    [
        "a deprecated field",
        "bootstrap",
        (it) => {
            tls(it).common_tls_context.combined_validation_context.default_validation_context.match_subject_alt_names =
                [{ exact: "x" }];
        },
        /match_subject_alt_names: the field is deprecated$/,
    ],
    [
        "two sources of keys",
        "bootstrap",
        (it) => {
            provider(it).local_jwks = { inline_string: "{}" };
        },
        /oneof .*JwtProvider\.jwks_source_specifier is already set/,
    ],
];

describe("The configuration of the proxy, by the published schema of Envoy", function () {
    this.timeout(600_000); // the first time, it builds what judges

    let problemsOf: (document: EnvoyDocument, json: string) => Promise<string[]>;
    before(async () => {
        const command = await ensureEnvoyCheck({ env: process.env, log: () => {} });
        problemsOf = (document, json) => envoyProblems(command, document, json);
    });

    for (const [whom, changes] of [
        ["itself", {}],
        ["a user", { caller: onBehalfOf }],
    ] as const) {
        it(`is well-formed when the gateway calls for ${whom}`, async () => {
            const { "envoy.json": bootstrap = "", ...discovered } = filesOf(changes);
            assert.deepEqual(await problemsOf("bootstrap", bootstrap), []);
            assert.deepEqual(Object.keys(discovered), ["certificate.json", "authority.json"]);
            for (const [file, json] of Object.entries(discovered)) {
                assert.deepEqual(await problemsOf("discovery", json), [], file);
            }
        });
    }

    for (const [name, document, change, problem] of mutants) {
        it(`is not with ${name}`, async () => {
            const files = filesOf();
            const changed = JSON.parse(files[document === "bootstrap" ? "envoy.json" : "certificate.json"] ?? "");
            change(changed);
            const problems = await problemsOf(document, JSON.stringify(changed));
            assert.equal(problems.length > 0, true);
            assert.match(problems.join("\n"), problem);
        });
    }

    it("cannot be judged as what nobody knows", async () => {
        await assert.rejects(problemsOf("listener" as EnvoyDocument, "{}"), /usage: envoy-check bootstrap\|discovery/);
    });
});
