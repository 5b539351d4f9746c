// Does not prove that API Management accepts or executes the policy.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApiMode, GatewayApi, type GatewayApiArgs } from "../../../components";
import { gatewayApiProblems, policyServer } from "../../../components/gateway/gateway-api-args";
import { serverPolicy } from "../../../components/gateway/policy/document";
import { metadataPolicy } from "../../../components/gateway/policy/metadata-policy";
import { messageSchema } from "../../../components/gateway/policy/tool-schema";
import { schemaIdOf } from "../../../components/gateway/schema-id";
import { type Capture, capture } from "../../support/capture";
import { gatewayApiArgs } from "./gateway-api-sample";

const place = { serviceName: "apim-contoso", resourceGroupName: "rg-test" };
const captureApi = (args: Partial<GatewayApiArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new GatewayApi("orders", { ...gatewayApiArgs, ...args }), { preview });

let captured: Promise<Capture> | undefined;
/** With the usual arguments, made once for all tests. */
const usual = (): Promise<Capture> => {
    captured ??= captureApi();
    return captured;
};
const apimanagement = (type: string) => `azure-native:apimanagement:${type}`;

describe("GatewayApi", () => {
    it("consists of these resources", async () => {
        assert.deepEqual((await usual()).typesAndNames(), [
            "azure-native:apimanagement:Api orders-api",
            "azure-native:apimanagement:ApiDiagnostic orders-diagnostic",
            "azure-native:apimanagement:ApiOperation orders-delete",
            "azure-native:apimanagement:ApiOperation orders-get",
            "azure-native:apimanagement:ApiOperation orders-metadata-get",
            "azure-native:apimanagement:ApiOperation orders-metadata-options",
            "azure-native:apimanagement:ApiOperation orders-own-metadata-get",
            "azure-native:apimanagement:ApiOperation orders-own-metadata-options",
            "azure-native:apimanagement:ApiOperation orders-post",
            "azure-native:apimanagement:ApiOperationPolicy orders-metadata-get-policy",
            "azure-native:apimanagement:ApiOperationPolicy orders-metadata-options-policy",
            "azure-native:apimanagement:ApiOperationPolicy orders-own-metadata-get-policy",
            "azure-native:apimanagement:ApiOperationPolicy orders-own-metadata-options-policy",
            "azure-native:apimanagement:ApiPolicy orders-policy",
            "azure-native:apimanagement:Backend orders-backend",
            "azure-native:apimanagement:NamedValue orders-value-mcp-orders-client-id",
            "azure-native:apimanagement:NamedValue orders-value-mcp-orders-identity-key",
            "azure-native:authorization:RoleAssignment orders-identity-key-reader",
            "azure-native:privatedns:PrivateRecordSet orders-record",
            "azure-native:resources:Resource orders-schema-45915cb96695486c",
            "azure-native:resources:Resource orders-schema-8442359c5b4d5321",
        ]);
    });

    it("is an API without key and without an address to forward to", async () => {
        assert.deepEqual((await usual()).only(apimanagement("Api")).inputs, {
            ...place,
            apiId: "orders",
            displayName: "Orders",
            description: "MCP server orders.",
            apiType: "http",
            path: "orders/mcp",
            protocols: ["https"],
            subscriptionRequired: false,
        });
    });

    it("has the policy that is generated from its definition, known in a preview", async () => {
        for (const preview of [false, true]) {
            assert.deepEqual((await captureApi({}, preview)).only(apimanagement("ApiPolicy")).inputs, {
                ...place,
                apiId: "orders",
                policyId: "policy",
                format: "xml",
                value: serverPolicy(policyServer("orders", gatewayApiArgs)),
            });
        }
    });

    it("is found by no request before the policy guards it, nor after", async () => {
        const waits = (await usual()).waitsFor();
        for (const method of ["delete", "get", "post"]) assert.deepEqual(waits[`orders-${method}`], ["orders-policy"]);
        assert.deepEqual(waits["orders-policy"], [
            "orders-api",
            "orders-backend",
            "orders-record",
            "orders-schema-45915cb96695486c",
            "orders-schema-8442359c5b4d5321",
            "orders-value-mcp-orders-client-id",
            "orders-value-mcp-orders-identity-key",
        ]);
    });

    it("reads the key of identity headers from the vault, when it may", async () => {
        const resources = await usual();
        const { inputs } = resources.only(apimanagement("NamedValue"), "orders-value-mcp-orders-identity-key");
        assert.deepEqual(inputs, {
            ...place,
            namedValueId: "mcp-orders-identity-key",
            displayName: "mcp-orders-identity-key",
            secret: true,
            keyVault: { secretIdentifier: gatewayApiArgs.identityKey.uri },
        });
        assert.deepEqual(resources.waitsFor()["orders-value-mcp-orders-identity-key"], ["orders-identity-key-reader"]);
        const { scope, principalId } = resources.only("azure-native:authorization:RoleAssignment").inputs;
        assert.deepEqual(
            { scope, principalId },
            {
                scope: `${gatewayApiArgs.identityKey.vaultId}/secrets/identity-orders-even`,
                principalId: gatewayApiArgs.systemIdentityPrincipalId,
            },
        );
    });

    it("takes the client id of a client that is created with it from a named value", async () => {
        const created = "66666666-6666-4666-8666-000000000002";
        const clients = { ...gatewayApiArgs.clients, inspector: pulumi.output(created) };
        const resources = await captureApi({ clients });
        const name = "mcp-orders-allowed-inspector";
        assert.equal(resources.only(apimanagement("NamedValue"), `orders-value-${name}`).inputs.value, created);
        const { value } = resources.only(apimanagement("ApiPolicy")).inputs;
        assert.equal(value.includes(`<application-id>{{${name}}}</application-id>`), true);
        assert.equal(value.includes(created), false);
    });

    it("sends Azure the schema of each tool as a document", async () => {
        const tools = [...gatewayApiArgs.tools].sort((a, b) =>
            schemaIdOf("orders", a.name) < schemaIdOf("orders", b.name) ? -1 : 1,
        );
        const schemas = (await usual())
            .all("azure-native:resources:Resource")
            .map(({ inputs }) => inputs)
            .sort((a, b) => (a.resourceName < b.resourceName ? -1 : 1));
        assert.deepEqual(
            schemas,
            ["orders-45915cb96695486c", "orders-8442359c5b4d5321"].map((resourceName, index) => ({
                apiVersion: "2024-05-01",
                resourceProviderNamespace: "Microsoft.ApiManagement",
                parentResourcePath: "service/apim-contoso",
                resourceType: "schemas",
                resourceName,
                resourceGroupName: "rg-test",
                properties: {
                    schemaType: "json",
                    description: `Calls of the tool ${tools[index]?.name} of the MCP server orders.`,
                    document: tools[index] && messageSchema(tools[index]),
                },
            })),
        );
    });

    it("reaches the server by a name of its own, whose certificate is checked", async () => {
        const resources = await usual();
        assert.deepEqual(resources.only("azure-native:privatedns:PrivateRecordSet").inputs, {
            privateZoneName: "internal.contoso.example",
            resourceGroupName: "rg-test",
            recordType: "A",
            relativeRecordSetName: "orders",
            ttl: 300,
            aRecords: [{ ipv4Address: "10.10.3.254" }],
        });
        const { url, tls, credentials } = resources.only(apimanagement("Backend")).inputs;
        assert.deepEqual(
            { url, tls, credentials },
            {
                url: "https://orders.internal.contoso.example",
                tls: { validateCertificateChain: true, validateCertificateName: true },
                credentials: undefined,
            },
        );
    });

    it("publishes one metadata document wherever clients look", async () => {
        const place = async (args: Partial<GatewayApiArgs>) =>
            (await captureApi(args))
                .all(apimanagement("ApiOperation"))
                .filter(({ name }) => name.includes("metadata"))
                .map(({ inputs }) => `${inputs.method} ${inputs.apiId} ${inputs.urlTemplate}`);
        const root = "oauth-protected-resource /.well-known/oauth-protected-resource";
        const own = "orders /.well-known/oauth-protected-resource";
        const both = (path: string) => [`GET ${path}`, `OPTIONS ${path}`];
        assert.deepEqual(await place({}), [...both(`${root}/orders/mcp`), ...both(own)]);
        assert.deepEqual(await place({ onlyServer: true }), [
            ...both(`${root}/orders/mcp`),
            ...both(root),
            ...both(own),
        ]);
        const policies = (await captureApi({ onlyServer: true })).all(apimanagement("ApiOperationPolicy"));
        assert.deepEqual(
            policies.map(({ inputs }) => inputs.value),
            Array(6).fill(metadataPolicy(policyServer("orders", gatewayApiArgs))),
        );
    });

    it("logs decisions, and nothing of what is said", async () => {
        const { inputs } = (await usual()).only(apimanagement("ApiDiagnostic"));
        const message = {
            body: { bytes: 0 },
            headers: [],
            dataMasking: {
                headers: ["Authorization", "Cookie", "Set-Cookie", "Mcp-Session-Id", "X-MCP-Signature"].map(
                    (value) => ({ value, mode: "Hide" }),
                ),
                queryParams: [{ value: "*", mode: "Hide" }],
            },
        };
        assert.deepEqual(inputs, {
            ...place,
            apiId: "orders",
            diagnosticId: "azuremonitor",
            loggerId: gatewayApiArgs.loggerId,
            alwaysLog: "allErrors",
            httpCorrelationProtocol: "W3C",
            logClientIp: false,
            sampling: { samplingType: "fixed", percentage: 100 },
            verbosity: "information",
            frontend: { request: message, response: message },
            backend: { request: message, response: message },
        });
    });

    it("is an API of type MCP when told to, with the same policy", async () => {
        const resources = await captureApi({ mode: ApiMode.Native });
        const { inputs } = resources.only("azure-native:resources:Resource", "orders-api");
        assert.deepEqual(inputs, {
            apiVersion: "2025-09-01-preview",
            resourceProviderNamespace: "Microsoft.ApiManagement",
            parentResourcePath: "service/apim-contoso",
            resourceType: "apis",
            resourceName: "orders",
            resourceGroupName: "rg-test",
            properties: {
                type: "mcp",
                displayName: "Orders",
                description: "MCP server orders.",
                path: "orders/mcp",
                protocols: ["https"],
                subscriptionRequired: false,
                backendId: "orders",
                mcpProperties: { transportType: "streamable", endpoints: [{ name: "message", uriTemplate: "/" }] },
            },
        });
        assert.equal(
            resources.only(apimanagement("ApiPolicy")).inputs.value,
            serverPolicy(policyServer("orders", gatewayApiArgs)),
        );
        assert.deepEqual(
            resources.all(apimanagement("ApiOperation")).map(({ name }) => name),
            ["orders-metadata-get", "orders-metadata-options"],
        );
    });

    it("can be called at the endpoint", async () => {
        let endpoint: pulumi.Output<string> | undefined;
        await capture(() => {
            endpoint = new GatewayApi("orders", gatewayApiArgs).endpoint;
        });
        assert.equal(await promised(endpoint), gatewayApiArgs.endpoint);
    });

    it("names every problem of its arguments at once", () => {
        const [search, cancel] = gatewayApiArgs.tools;
        const problems = gatewayApiProblems("orders", {
            ...gatewayApiArgs,
            tenantId: "contoso",
            endpoint: "https://mcp.contoso.example/Orders/mcp/",
            title: " ",
            clients: {},
            identityKey: { uri: "https://kv-contoso.vault.azure.net/secrets/key/1", vaultId: "kv-contoso" },
            tools: [
                { ...search, scope: "orders.write", callsPerMinute: 0 },
                { ...cancel, scope: "orders.read" },
                { ...search, name: "other", scope: undefined },
            ] as GatewayApiArgs["tools"],
            resources: [{ uri: "orders://catalogue", name: "Catalogue", role: "Reader" }],
            redactions: ["DE[0-9]{20}", "[0-9]*", "\\p{L}", "(", "(?<a>x)(y)\\1"],
            allowedOrigins: ["http://chat.contoso.example", "https://chat.contoso.example/"],
            authenticationContext: "c26",
            requestsPerUser: 0,
            mode: "mcp" as ApiMode,
        });
        const origin =
            'it must be an origin with https, or with http on localhost, for example "https://chat.contoso.example".';
        assert.deepEqual(problems, [
            'tenantId is "contoso"; it must be a GUID.',
            'endpoint is "https://mcp.contoso.example/Orders/mcp/"; it must be an https URL in lower case without port, query and slash at its end, for example "https://mcp.contoso.example/orders/mcp".',
            'identityKey.uri is "https://kv-contoso.vault.azure.net/secrets/key/1"; it must be the address of a secret without its version, for example "https://kv-contoso.vault.azure.net/secrets/session".',
            'identityKey.vaultId is "kv-contoso"; it must be the ARM id of a Microsoft.KeyVault/vaults.',
            "title is empty; say what people call the server.",
            "clients is empty; nobody could call the server. Add the client id of at least one application.",
            'tools[0].scope is "orders.write"; it must be one of scopes: mcp.read, orders.read.',
            "tools[1] has both scope and role; it must have exactly one of them.",
            "tools[2] has neither scope nor role; it must have exactly one of them.",
            'resources[0].role is "Reader"; it must be one of roles: Orders.Manager.',
            "tools[0].callsPerMinute is 0; it must be a whole number of calls from 1 to 6000.",
            ...[
                ["1", "[0-9]*"],
                ["2", "\\p{L}"],
                ["3", "("],
                ["4", "(?<a>x)(y)\\1"],
            ].map(
                ([index, pattern]) =>
                    `redactions[${index}] is "${pattern}"; it must be a regular expression that matches no empty text, without classes of Unicode such as \\p{L} and back references such as \\1.`,
            ),
            `allowedOrigins[0] is "http://chat.contoso.example"; ${origin}`,
            `allowedOrigins[1] is "https://chat.contoso.example/"; ${origin}`,
            'authenticationContext is "c26"; it must be one of c1 to c25.',
            "requestsPerUser is 0; it must be a whole number of requests from 1 to 100000.",
            'mode is "mcp"; it must be one of http, native.',
        ]);
    });
});

function promised<T>(output: pulumi.Output<T> | undefined): Promise<T> {
    return new Promise((resolve, reject) =>
        output === undefined ? reject(new Error("no output")) : output.apply(resolve),
    );
}
