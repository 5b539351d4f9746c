// Does not prove that what the arguments name exists.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ServerNamespaceArgs } from "../../../components";
import { checkedCaller, serverNamespaceProblems } from "../../../components/server-namespace/server-namespace-args";
import { capture } from "../../support/capture";
import { caller, onBehalfOf, secrets, serverNamespaceArgs } from "./sample-args";

type Changes = Partial<ServerNamespaceArgs>;
const { certificate } = serverNamespaceArgs;
const { database } = secrets;
const secretName = (secret: string, demand: string): [string, Changes, string[]] => [
    `the secret "${secret}"`,
    { secrets: { [secret]: database } },
    [`A name in secrets is "${secret}"; it must ${demand}.`],
];
const roleName = "be lower-case letters, digits and single hyphens, a letter first";
const list =
    "toolDefinitions is no list of tools; it must be JSON text of an array of at least one object with name and inputSchema.";
const definitions = (toolDefinitions: string, problem = list): [string, Changes, string[]] => [
    `the definitions ${toolDefinitions}`,
    { toolDefinitions },
    [problem],
];
const path = (text: string): [string, Changes, string[]] => [
    `the path "${text}"`,
    { path: text },
    [
        `path is "${text}"; it must begin with a slash and have letters, digits, dots, underscores, tildes and hyphens, for example "/mcp".`,
    ],
];
const host = (text: string): [string, Changes, string[]] => [
    `the host "${text}"`,
    { egress: ["orders-api.contoso.example", text] },
    [
        `egress[1] is "${text}"; it must be a full host name in lower case without wildcard, for example "orders-api.contoso.example".`,
    ],
];
const issuer = (oidcIssuerUrl: string): [string, Changes, string[]] => [
    `the issuer "${oidcIssuerUrl}"`,
    { oidcIssuerUrl },
    [`oidcIssuerUrl is "${oidcIssuerUrl}"; it must be an HTTPS address without query.`],
];
const cpu = (cores: number): [string, Changes, string[]] => [
    `${cores} cores`,
    { cpu: cores },
    [`cpu is ${cores}; it must be 0.1 to 8 in steps of 0.05.`],
];
const memory = (memoryMiB: number): [string, Changes, string[]] => [
    `${memoryMiB} MiB`,
    { memoryMiB },
    [`memoryMiB is ${memoryMiB}; it must be a whole number of MiB from 128 to 16384.`],
];
const replicas = (pods: number): [string, Changes, string[]] => [
    `${pods} pods`,
    { replicas: pods },
    [`replicas is ${pods}; it must be a whole number of pods from 2 to 20.`],
];
const image = (argument: "image" | "proxyImage" | "definitionCheckImage"): [string, Changes, string[]] => [
    `a tag as ${argument}`,
    { [argument]: "crcontoso.azurecr.io/mcp/orders:1.0" },
    [
        `${argument} is "crcontoso.azurecr.io/mcp/orders:1.0"; it must be <login server>/<repository>@sha256:<64 hexadecimal digits>.`,
    ],
];

const cases: [string, Changes, string[]][] = [
    ["none in the least of a server", {}, []],
    [
        "none in all that a server can have",
        {
            caller: onBehalfOf,
            egress: [],
            path: "/v1/mcp.json",
            port: 1024,
            replicas: 20,
            cpu: 8,
            memoryMiB: 16_384,
            responderGroupId: "44444444-4444-4444-8444-000000000009",
            secrets: { ...secrets, [`a${"b".repeat(55)}`]: { ...database, uri: database.uri.replace("db-2", "db-3") } },
        },
        [],
    ],
    ["none at the lower ends", { port: 65_535, replicas: 2, cpu: 0.1, memoryMiB: 128 }, []],
    ["none in the steps of cores", { cpu: 0.55 }, []],
    image("image"),
    image("proxyImage"),
    image("definitionCheckImage"),
    issuer("http://issuer.example/"),
    issuer("https://issuer.example/?a=b"),
    issuer("westeurope"),
    [
        "a tenant, a domain and a group that are none",
        { tenantId: "contoso", internalDomain: "Internal", responderGroupId: "responders" },
        [
            'tenantId is "contoso"; it must be a GUID.',
            'internalDomain is "Internal"; it must be a full host name in lower case, for example "mcp.contoso.example".',
            'responderGroupId is "responders"; it must be a GUID.',
        ],
    ],
    [
        "a vault that is none, and names that secrets cannot have",
        { certificate: { vaultId: "kv", certificateName: "", authorityName: "a/b" } },
        [
            'certificate.vaultId is "kv"; it must be the ARM id of a Microsoft.KeyVault/vaults.',
            'certificate.certificateName is ""; it must be 1 to 127 letters, digits and hyphens.',
            'certificate.authorityName is "a/b"; it must be 1 to 127 letters, digits and hyphens.',
        ],
    ],
    [
        "a certificate that is its own authority",
        { certificate: { ...certificate, authorityName: "orders" } },
        [
            'certificate.authorityName is "orders", as is certificate.certificateName; the authority has a secret of its own.',
        ],
    ],
    [
        "callers that are none",
        { caller: { audience: "api://orders", gatewayPrincipalId: "gateway", onBehalfOfClientId: "" } },
        [
            'caller.audience is "api://orders"; it must be a GUID.',
            'caller.gatewayPrincipalId is "gateway"; it must be a GUID.',
            'caller.onBehalfOfClientId is ""; it must be a GUID.',
        ],
    ],
    ["none in ids that are not known yet", { caller: { ...caller, audience: pulumi.output("later") } }, []],
    host("*.contoso.example"),
    host("Contoso.example"),
    host("localhost"),
    host("10.0.0.4"),
    host("https://contoso.example"),
    host(""),
    [
        "a host that is there twice",
        { egress: ["a.contoso.example", "b.contoso.example", "a.contoso.example"] },
        ['egress[2] is "a.contoso.example", which is there already; remove it.'],
    ],
    definitions(""),
    definitions("[]"),
    definitions("{}"),
    definitions("[null]"),
    definitions('[{"name":"a"}]'),
    definitions('[{"name":"","inputSchema":{}}]'),
    definitions('[{"name":1,"inputSchema":{}}]'),
    definitions('[{"name":"a","inputSchema":null}]'),
    definitions(
        '[{"name":"a","inputSchema":{}},{"name":"b","inputSchema":{}},{"name":"a","inputSchema":{}}]',
        'toolDefinitions has two tools "a"; a tool has a name of its own.',
    ),
    path(""),
    path("/"),
    path("mcp"),
    path("/mcp/"),
    path("/mcp?a=b"),
    path("/a//b"),
    ["the port of the proxy", { port: 8443 }, ["port is 8443, which the proxy listens on; choose another one."]],
    ["the port of its health", { port: 8090 }, ["port is 8090, which the proxy listens on; choose another one."]],
    ["a port of the system", { port: 80 }, ["port is 80; it must be a whole number from 1024 to 65535."]],
    replicas(1),
    replicas(21),
    replicas(2.5),
    cpu(0.05),
    cpu(8.05),
    cpu(0.33),
    cpu(Number.NaN),
    secretName("a".repeat(57), "have at most 56 characters"),
    secretName("", roleName),
    secretName("Database", roleName),
    secretName("../database", roleName),
    secretName("data--base", roleName),
    [
        "a secret with a version, a vault that is none, and a secret of another vault",
        {
            secrets: {
                a: { ...database, uri: `${database.uri}/1` },
                b: { uri: "https://kv-contoso.vault.azure.net/secrets/b", vaultId: "kv-contoso" },
                c: { ...database, uri: "https://kv-contoso.vault.azure.net/secrets/c" },
            },
        },
        [
            'secrets.a.uri is "https://kv-contoso-orders.vault.azure.net/secrets/db-2/1"; it must be the address of a secret without its version, for example "https://kv-contoso.vault.azure.net/secrets/session".',
            'secrets.b.vaultId is "kv-contoso"; it must be the ARM id of a Microsoft.KeyVault/vaults.',
            'secrets.c.uri is "https://kv-contoso.vault.azure.net/secrets/c", which is not in secrets.c.vaultId, whose secrets begin with https://kv-contoso-orders.vault.azure.net/; name the vault of the secret.',
        ],
    ],
    [
        "a secret that is there twice, and the keys of the certificate and its authority",
        {
            secrets: {
                database,
                again: { ...database, uri: database.uri.replace("db-2", "DB-2") },
                certificate: { ...certificate, uri: "https://kv-contoso-mesh.vault.azure.net/secrets/orders" },
                authority: { ...certificate, uri: "https://kv-contoso-mesh.vault.azure.net/secrets/ingress-authority" },
            },
        },
        [
            'secrets.again.uri is "https://kv-contoso-orders.vault.azure.net/secrets/DB-2", the secret of secrets.database; name it once.',
            'secrets.certificate.uri is "https://kv-contoso-mesh.vault.azure.net/secrets/orders", the secret of certificate.certificateName; name it once.',
            'secrets.authority.uri is "https://kv-contoso-mesh.vault.azure.net/secrets/ingress-authority", the secret of certificate.authorityName; name it once.',
        ],
    ],
    [
        "none in addresses that are not known yet",
        { secrets: { database: { uri: pulumi.output("later"), vaultId: pulumi.output("later") } } },
        [],
    ],
    memory(127),
    memory(16_385),
];

const problems = (name: string, changes: Changes) =>
    serverNamespaceProblems(name, { ...serverNamespaceArgs, ...changes });

describe("serverNamespaceProblems", () => {
    for (const [name, changes, expected] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(problems("orders", changes), expected));
    }

    it("finds a name that is no name, and one that is too long for a namespace", () => {
        const longest = "a".repeat(59);
        assert.deepEqual(problems(longest, {}), []);
        assert.deepEqual(problems(`${longest}a`, {}), [
            `The component's name is "${longest}a"; it must have at most 59 characters.`,
        ]);
        assert.deepEqual(problems("Orders", {}), [
            `The component's name is "Orders"; it must be lower-case letters, digits and single hyphens, a letter first.`,
        ]);
    });
});

describe("checkedCaller", () => {
    for (const id of ["audience", "gatewayPrincipalId", "onBehalfOfClientId"] as const) {
        it(`refuses ${id} that turns out to be no GUID`, async () => {
            const found = checkedCaller({ ...onBehalfOf, [id]: pulumi.output("later") })[id];
            const use = () => new pulumi.ComponentResource("test:index:Uses", "uses", { found });
            await assert.rejects(capture(use), new RegExp(`caller\\.${id} is "later"; it must be a GUID\\.`));
        });
    }

    it("has no application on whose behalf when there is none", () => {
        assert.deepEqual(Object.keys(checkedCaller(caller)), ["audience", "gatewayPrincipalId"]);
    });
});
