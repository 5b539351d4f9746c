// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { textAt, valueAt } from "../../../../local/provider/values";
import { document, gatewaySubnet, gatewaySubnetId, nativeApi, serviceId } from "../api-management-landscape";
import { type Cloud, groupId, newCloud } from "../fixture";
import { deploy, example, identityId, role, vaultTokens } from "../landscape";
import { arm, changedExample, itRefuses, prepare, type RefusalCase } from "../refusal-case";

const serviceToken = "apimanagement:ApiManagementService";
const subnet: RefusalCase["given"] = [
    ...["resources:ResourceGroup", "network:VirtualNetwork", "network:NetworkSecurityGroup"],
    gatewaySubnet,
];
const service: RefusalCase["given"] = [...subnet, serviceToken];
const api: RefusalCase["given"] = [...service, "apimanagement:Api"];
const withValue: RefusalCase["given"] = [...service, "apimanagement:NamedValue"];
const withBackend: RefusalCase["given"] = [...withValue, "apimanagement:Backend"];

const invalid = (problem: string) => arm(400, "InvalidParameters", `The service is invalid: ${problem}.`);
const validation = (detail: string) =>
    arm(400, "ValidationError", `One or more fields contain incorrect values: ${detail}`);
const onSubnet = (change: Properties): RefusalCase["given"] => [
    ...subnet.slice(0, -1),
    ["network:Subnet", { ...(gatewaySubnet[1] as Properties), ...change }],
];
const outside = { virtualNetworkType: "None", virtualNetworkConfiguration: null };
const premium = (capacity: number) => ({ sku: { name: "Premium", capacity } });

const services: RefusalCase[] = (
    [
        [
            "units of Developer",
            { sku: { name: "Developer", capacity: 2 } },
            "the tier Developer has exactly 1 unit, not 2",
        ],
        ["no unit", premium(0), "the tier Premium has 1 to 31 units, not 0"],
        ["zones of Developer", { zones: ["1"] }, "availability zones need the tier Premium, this one is Developer"],
        ["an unknown zone", { ...premium(2), zones: ["1", "4"] }, "zones are some of 1, 2 and 3, each once, not 1, 4"],
        ["a zone twice", { ...premium(2), zones: ["1", "1"] }, "zones are some of 1, 2 and 3, each once, not 1, 1"],
        [
            "units that do not fit its zones",
            { ...premium(2), zones: ["1", "2", "3"] },
            "2 units cannot be spread evenly over 3 zones",
        ],
        [
            "a network without a subnet",
            { virtualNetworkConfiguration: null },
            "the virtualNetworkType Internal needs virtualNetworkConfiguration.subnetResourceId",
        ],
        [
            "a subnet without a network",
            { virtualNetworkType: null },
            "virtualNetworkConfiguration needs the virtualNetworkType External or Internal",
        ],
        [
            "a network in the tier Standard",
            { sku: { name: "Standard", capacity: 1 } },
            "the virtualNetworkType Internal needs the tier Developer or Premium, this one is Standard",
        ],
        [
            "a virtual network for a subnet",
            { virtualNetworkConfiguration: { subnetResourceId: gatewaySubnetId.replace("/subnets/gateway", "") } },
            `${gatewaySubnetId.replace("/subnets/gateway", "")} is no subnet`,
        ],
        [
            "a subnet of another region",
            { location: "northeurope" },
            `subnet ${gatewaySubnetId} is in westeurope, the service in northeurope`,
        ],
        [
            "more units than addresses",
            premium(13 + 1),
            `subnet ${gatewaySubnetId} has 27 addresses for resources, and the service needs 29`,
        ],
    ] as [string, Properties, string][]
).map(([title, inputs, problem]) => ({
    title: `a service has ${title}`,
    given: subnet,
    token: serviceToken,
    inputs,
    message: invalid(problem),
}));

const tls = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10";
const moreServices: RefusalCase[] = [
    {
        title: "the subnet of a service has no security group",
        given: onSubnet({ networkSecurityGroup: {} }),
        token: serviceToken,
        message: invalid(
            `subnet ${gatewaySubnetId} has no network security group, without which nothing reaches the service`,
        ),
    },
    {
        title: "the subnet of a service is delegated",
        given: onSubnet({ delegations: [{ name: "web", serviceName: "Microsoft.Web/serverFarms" }] }),
        token: serviceToken,
        message: arm(
            400,
            "SubnetIsDelegated",
            `Subnet ${gatewaySubnetId} is delegated to Microsoft.Web/serverFarms and cannot be used by ${serviceId}.`,
        ),
    },
    {
        title: "a service is closed to public networks from the beginning",
        given: subnet,
        token: serviceToken,
        inputs: { publicNetworkAccess: "Disabled" },
        message: arm(
            400,
            "NotSupported",
            `Blocking all public network access by setting property \`publicNetworkAccess\` of API Management service ${serviceId} is not enabled during service creation.`,
        ),
    },
    {
        title: "a service without private endpoint is closed to public networks",
        given: subnet,
        token: serviceToken,
        update: true,
        inputs: { publicNetworkAccess: "Disabled" },
        message: arm(
            400,
            "NotSupported",
            `Disabling all \`publicNetworkAccess\` for service: ${serviceId} is not supported if the service does not atleast one approved Private Endpoint Connections.`,
        ),
    },
    {
        title: "a protocol is neither on nor off",
        given: subnet,
        token: serviceToken,
        inputs: { customProperties: { [tls]: "no" } },
        message: validation(`'${tls}' of customProperties must be True or False, but is no.`),
    },
    {
        title: "the lowest version is no version",
        given: subnet,
        token: serviceToken,
        inputs: { apiVersionConstraint: { minApiVersion: "latest" } },
        message: validation("apiVersionConstraint.minApiVersion must be a version like 2022-08-01, but is latest."),
    },
    {
        title: "the lowest version is later than the provider's",
        given: subnet,
        token: serviceToken,
        inputs: { apiVersionConstraint: { minApiVersion: "2024-05-02" } },
        message: arm(
            400,
            "InvalidApiVersion",
            "The service accepts calls of the version 2024-05-02 of its API or later (apiVersionConstraint.minApiVersion), this one is of 2024-05-01.",
        ),
    },
    {
        title: "a root certificate is none",
        given: subnet,
        token: serviceToken,
        inputs: { certificates: [{ storeName: "Root", encodedCertificate: "bm8=" }] },
        message: validation("certificates[0].encodedCertificate is no X.509 certificate in base64."),
    },
    {
        title: "a deleted service is to be restored",
        given: subnet,
        token: serviceToken,
        inputs: { restore: true },
        message: validation("restore true is not modelled by the local cloud: recovery is an act of an operator."),
    },
];

const secretIdentifier = "https://kv-one.vault.azure.net/secrets/session";
const parts: RefusalCase[] = (
    [
        [service, "NamedValue", { value: " " }, "The value must not be empty or white space only."],
        [service, "NamedValue", { value: null }, "The value must not be empty or white space only."],
        [
            service,
            "NamedValue",
            { secret: true, keyVault: { secretIdentifier } },
            "It has a value or a keyVault, not both.",
        ],
        [
            service,
            "NamedValue",
            { value: null, keyVault: { secretIdentifier } },
            "A value from a vault must be secret.",
        ],
        [
            service,
            "NamedValue",
            { value: null, secret: true, keyVault: { secretIdentifier, identityClientId: "somebody" } },
            "Can not find Managed Identity with provided IdentityClientId : somebody. For more information please see aka.ms/apimmsi.",
        ],
        [
            service,
            "NamedValue",
            { value: null, secret: true, keyVault: { secretIdentifier: "https://kv-one.vault.azure.net/keys/a" } },
            "'https://kv-one.vault.azure.net/keys/a' is no identifier of a secret like https://<vault>.vault.azure.net/secrets/<name>.",
        ],
        [
            service,
            "Logger",
            { loggerType: "applicationInsights" },
            "A logger of the type applicationInsights is not modelled by the local cloud: azureMonitor needs no credentials.",
        ],
        [
            service,
            "Logger",
            { credentials: { connectionString: "a" } },
            "A logger of the type azureMonitor has no credentials.",
        ],
        [
            [...service, "apimanagement:Logger"],
            "Diagnostic",
            { diagnosticId: "monitor" },
            "A diagnostic has one of the names applicationinsights, azuremonitor, not 'monitor': set diagnosticId.",
        ],
        [
            [...service, "apimanagement:Logger"],
            "Diagnostic",
            { diagnosticId: "applicationinsights" },
            `The diagnostic applicationinsights needs a logger of the type applicationInsights, ${serviceId}/loggers/azuremonitor is azureMonitor.`,
        ],
        [withValue, "Backend", { protocol: null }, "A backend needs url and protocol."],
        [
            withValue,
            "Backend",
            { url: "orders.internal" },
            "The url of a backend must be like https://<host>/<path>, but is orders.internal.",
        ],
        [
            withValue,
            "Backend",
            { credentials: { certificateIds: ["nobody"] } },
            "Certificate with id 'nobody' could not be found.",
        ],
        [
            service,
            "GlobalSchema",
            { schemaType: "json", value: { type: "object" } },
            "A JSON schema needs a document, which azure-native:apimanagement:GlobalSchema does not send: describe it with azure-native:resources:Resource.",
        ],
        [service, "GlobalSchema", { value: "" }, "An XML schema needs a value, as text."],
        [
            service,
            "Api",
            { serviceUrl: "orders" },
            "The serviceUrl of an API must be like https://<host>/<path>, but is orders.",
        ],
        [
            api,
            "ApiOperation",
            { method: "GET POST" },
            "The method of an operation must be like GET, POST or *, but is 'GET POST'.",
        ],
        [
            api,
            "ApiOperation",
            { urlTemplate: "orders" },
            "The urlTemplate of an operation must begin with a slash, but is orders.",
        ],
        [
            api,
            "ApiOperation",
            { urlTemplate: "/{id}/{*rest}", templateParameters: [{ name: "id", type: "string" }] },
            "All template parameters used in the UriTemplate must be defined in the Operation, please ensure to provide parameters: rest",
        ],
        [
            service,
            "Product",
            { subscriptionRequired: false, approvalRequired: true },
            "approvalRequired needs subscriptionRequired.",
        ],
        [
            [...api, "apimanagement:ApiOperation"],
            "ApiTool",
            { apiId: "orders" },
            "Only an API of the type mcp has tools, this one is http.",
        ],
    ] as [RefusalCase["given"], string, Properties, string][]
).map(([given, name, inputs, detail]) => ({
    title: `of a ${name}: ${detail}`,
    given,
    token: `apimanagement:${name}`,
    inputs,
    message: validation(detail),
}));

const at = (element: string, column: number, problem: string, line = 1) =>
    `Error in element '${element}' on line ${line}, column ${column}: ${problem}`;
const order = "inbound, backend, outbound, on-error";
const documents: RefusalCase[] = (
    [
        ["<policies>", "The document is not well-formed XML: Missing end tag for element policies (line 1, column 11)"],
        ["<policy />", at("policy", 2, "The root of a policy document must be 'policies'.")],
        ["<policies>text</policies>", at("policies", 2, "A policy document has sections, and no text between them.")],
        ["<policies>\n  <error />\n</policies>", at("error", 4, `A policy document has the sections ${order}.`, 2)],
        [
            "<policies><inbound /><inbound /></policies>",
            at("inbound", 23, `Each section is there once at most, in the order ${order}.`),
        ],
        [
            "<policies><backend /><inbound /></policies>",
            at("inbound", 23, `Each section is there once at most, in the order ${order}.`),
        ],
        [
            "<policies><inbound><outbound /></inbound></policies>",
            at("outbound", 21, "A section cannot lie in another one."),
        ],
        [
            document('<set-variable name="a" value="{{none}}" />'),
            at("set-variable", 21, "Cannot find a property 'none'"),
        ],
        [
            document('<set-backend-service backend-id="none" />'),
            at("set-backend-service", 21, "Backend with id 'none' could not be found."),
        ],
        [
            document('<validate-content><content schema-id="none" /></validate-content>'),
            at("content", 39, "Schema with id 'none' could not be found."),
        ],
        [
            document('<log-to-eventhub logger-id="none" />'),
            at("log-to-eventhub", 21, "Logger with id 'none' could not be found."),
        ],
        [
            document('<authentication-certificate certificate-id="none" />'),
            at("authentication-certificate", 21, "Certificate with id 'none' could not be found."),
        ],
        [document(`<!-- ${"x".repeat(256 * 1024)} -->`), "The document has 262286 bytes, the most are 262144."],
    ] as [string, string][]
).map(([value, detail]) => ({
    title: `of a policy: ${detail}`,
    given: api,
    token: "apimanagement:ApiPolicy",
    inputs: { value },
    message: validation(detail),
}));

const restriction = (change: Properties): RefusalCase["given"][number] => [
    "apimanagement:PolicyRestriction",
    { ...(example["apimanagement:PolicyRestriction"] ?? {}), ...change },
];
const withoutBase = "<policies><inbound><base /></inbound><outbound /><on-error><base /></on-error></policies>";
const morePolicies: RefusalCase[] = [
    {
        title: "a policy has a name of its own",
        given: api,
        token: "apimanagement:ApiPolicy",
        inputs: { policyId: "orders" },
        message: arm(400, "BadRequest", "The name of a policy must be 'policy', not 'orders': set policyId."),
    },
    ...["rawxml", "rawxml-link", "xml-link"].map((format) => ({
        title: `a document is sent as ${format}`,
        given: api,
        token: "apimanagement:ApiPolicy",
        inputs: { format },
        message: validation(
            `The format ${format} is not modelled by the local cloud: send the document as xml, with its expressions escaped.`,
        ),
    })),
    {
        title: "the policy of all inherits",
        given: service,
        token: "apimanagement:Policy",
        inputs: { value: "<policies><inbound><base /></inbound></policies>" },
        message: validation(at("base", 21, "There is no wider scope to inherit policies from.")),
    },
    ...(
        [
            ["<policies />", at("policies", 2, "The root of a policy fragment must be 'fragment'.")],
            [
                "<fragment><base /></fragment>",
                at("base", 12, "A policy fragment has no sections, no base and no other fragments."),
            ],
            [
                '<fragment><choose><include-fragment fragment-id="a" /></choose></fragment>',
                at("include-fragment", 20, "A policy fragment has no sections, no base and no other fragments."),
            ],
            [
                `<fragment><!-- ${"x".repeat(32 * 1024)} --></fragment>`,
                "The fragment has 32798 bytes, the most are 32768.",
            ],
        ] as [string, string][]
    ).map(([value, detail]) => ({
        title: `of a fragment: ${detail}`,
        given: service,
        token: "apimanagement:PolicyFragment",
        inputs: { value },
        message: validation(detail),
    })),
    ...["/apis/orders", "/apis/orders/policies/policy", "/", "/apis/"].map((scope) => ({
        title: `a document in ${scope} drops what it must inherit`,
        given: [...api, restriction({ scope })],
        token: "apimanagement:ApiPolicy",
        inputs: { value: withoutBase },
        message: validation(
            "The policy restriction '/policyRestrictions/orders' requires <base /> in the section outbound of /apis/orders/policies/policy.",
        ),
    })),
];

const mcp = nativeApi[1] as Properties;
const generics: RefusalCase[] = [
    {
        title: "a generic resource is of a type that nobody has",
        given: service,
        token: "resources:Resource",
        inputs: { resourceType: "gateways" },
        message: arm(
            400,
            "NoRegisteredProviderFound",
            "The local cloud does not have the resource type Microsoft.ApiManagement/service/gateways of the version 2024-05-01 as a generic resource: describe it in a file beside the other types of its service, and list it for genericResource in local/azure/registry.ts.",
        ),
    },
    {
        title: "a generic resource is of a type that the SDK has",
        given: service,
        token: "resources:Resource",
        inputs: { resourceType: "backends" },
        message: arm(
            400,
            "NoRegisteredProviderFound",
            "The local cloud does not have the resource type Microsoft.ApiManagement/service/backends of the version 2024-05-01 as a generic resource: it has azure-native:apimanagement:Backend, which is the SDK's own type.",
        ),
    },
    {
        title: "a generic resource is of another version",
        given: service,
        token: "resources:Resource",
        inputs: { apiVersion: "2022-08-01" },
        message: arm(
            400,
            "NoRegisteredProviderFound",
            "The local cloud does not have the resource type Microsoft.ApiManagement/service/schemas of the version 2022-08-01 as a generic resource: it has the version 2024-05-01.",
        ),
    },
    ...(
        [
            [
                { schemaType: "json", document: {}, colour: "red" },
                "'properties.colour' is no property of Microsoft.ApiManagement/service/schemas.",
            ],
            [{ document: {} }, "missing required property 'properties.schemaType'."],
            [
                { schemaType: "xml", document: {} },
                "The value 'xml' of 'properties.schemaType' is not one of the allowed values: json.",
            ],
        ] as [Properties, string][]
    ).map(([properties, message]) => ({
        title: `of a generic resource: ${message}`,
        given: service,
        token: "resources:Resource",
        inputs: { properties },
        message: arm(400, "InvalidRequestContent", message),
    })),
    {
        title: "a JSON schema is a text",
        given: service,
        token: "resources:Resource",
        inputs: { properties: { schemaType: "json", document: "{}" } },
        message: validation("The document of a JSON schema must be an object."),
    },
    ...(
        [
            [
                { path: "orders/mcp" },
                "Cannot create API 'native' with the same Path 'orders/mcp' as API 'orders' unless it's a part of the same version set",
            ],
            [{ backendId: "nobody" }, "Backend with id 'nobody' could not be found."],
            [{ backendId: null }, "An API of the type mcp needs a backendId or a serviceUrl."],
            [{ mcpProperties: {} }, "An API of the type mcp needs mcpProperties.endpoints."],
        ] as [Properties, string][]
    ).map(([change, detail]) => ({
        title: `of an MCP server: ${detail}`,
        given: [...withBackend, "apimanagement:Api"],
        token: "resources:Resource",
        inputs: { ...mcp, properties: { ...(mcp.properties as Properties), ...change } },
        message: validation(detail),
    })),
];

describe("azure refuses, of API Management, that", () => {
    itRefuses([...services, ...moreServices, ...parts, ...documents, ...morePolicies, ...generics]);

    it("a protocol is switched that nobody knows, and names those that there are", async () => {
        const cloud = newCloud();
        await prepare(cloud, subnet);
        const inputs = changedExample(serviceToken, { customProperties: { "Gateway.Tls10": "False" } });
        await assert.rejects(cloud.create(serviceToken, inputs), {
            message:
                /'Gateway\.Tls10' of customProperties can be set to no value\. Those that can are: .*Security\.Ciphers\.TripleDes168.*/,
        });
    });
});

describe("azure accepts, of API Management, that", () => {
    it("a document leaves out what a restriction of another scope, or none, asks for", async () => {
        const changes: Properties[] = [{ scope: "/apis/other" }, { scope: "/apis/order" }, { requireBase: "false" }];
        for (const change of changes) {
            const cloud = newCloud();
            await prepare(cloud, [...api, restriction(change)]);
            await cloud.create(
                "apimanagement:ApiPolicy",
                changedExample("apimanagement:ApiPolicy", { value: withoutBase }),
            );
        }
    });

    it("a document inherits nothing in its backend, where it decides for itself", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...api, restriction({})]);
        const value = document("", "<backend><forward-request /></backend>");
        await cloud.create("apimanagement:ApiPolicy", changedExample("apimanagement:ApiPolicy", { value }));
    });

    it("names follow from expressions and named values, and braces of an expression are no reference", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...withValue, "apimanagement:Api"]);
        const value = document(
            '<set-backend-service backend-id="@(context.Api.Id)" /><set-backend-service backend-id="a-{{risk-level}}" /><set-variable name="a" value="@{ var x = new {{ 1 }}; }" />',
        );
        const inputs = changedExample("apimanagement:ApiPolicy", { value });
        const { outputs } = await cloud.create("apimanagement:ApiPolicy", inputs);
        assert.equal(outputs.value, value);
    });

    it("a service has as many units as its subnet has addresses", async () => {
        const cloud = newCloud();
        await prepare(cloud, subnet);
        await cloud.create(serviceToken, changedExample(serviceToken, premium(13)));
    });
});

describe("a service of API Management", () => {
    it("answers with an address of its subnet, its names and an identity", async () => {
        const cloud = newCloud();
        await prepare(cloud, subnet);
        const { outputs } = await cloud.create(serviceToken, example[serviceToken] ?? {});
        assert.deepEqual(outputs.privateIPAddresses, ["10.0.7.4"]);
        assert.deepEqual(
            ["gatewayUrl", "managementApiUrl", "scmUrl", "developerPortalUrl", "gatewayRegionalUrl"].map(
                (name) => outputs[name],
            ),
            [
                "https://apim-one.azure-api.net",
                "https://apim-one.management.azure-api.net",
                "https://apim-one.scm.azure-api.net",
                "https://apim-one.developer.azure-api.net",
                "https://apim-one-westeurope-01.regional.azure-api.net",
            ],
        );
        await cloud.create("authorization:RoleAssignment", {
            scope: groupId,
            roleAssignmentName: "55555555-5555-4555-8555-000000000007",
            principalId: textAt(outputs, "identity.principalId") ?? "",
            principalType: "ServicePrincipal",
            roleDefinitionId: role("Reader"),
        });
    });

    it("outside of networks has no private address, and the public one that it is given", async () => {
        const cloud = newCloud();
        await prepare(cloud, ["resources:ResourceGroup", "network:PublicIPAddress"]);
        const publicIpAddressId = `${groupId}/providers/Microsoft.Network/publicIPAddresses/pip-one`;
        const address = (await cloud.read("network:PublicIPAddress", publicIpAddressId))?.outputs.ipAddress;
        const inputs = changedExample(serviceToken, { ...outside, publicIpAddressId });
        const { outputs } = await cloud.create(serviceToken, inputs);
        assert.deepEqual([outputs.privateIPAddresses, outputs.publicIPAddresses], [[], [address]]);
    });

    it("keeps its name for two days after it was deleted, and takes what lies in it along", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...withBackend, "apimanagement:Api", "apimanagement:ApiPolicy"]);
        await cloud.remove(serviceToken, serviceId);
        assert.equal(
            await cloud.read("apimanagement:ApiPolicy", `${serviceId}/apis/orders/policies/policy`),
            undefined,
        );
        const again = () => cloud.create(serviceToken, example[serviceToken] ?? {});
        const deleted = /^Status=409 Code="ServiceAlreadyExistsInSoftDeletedState"/;
        await assert.rejects(again(), { message: deleted });
        cloud.clock.advance(48 * 3600 - 3600);
        await assert.rejects(again(), { message: deleted });
        cloud.clock.advance(3600);
        await again();
    });

    it("holds its subnet", async () => {
        const cloud = newCloud();
        await prepare(cloud, service);
        await assert.rejects(cloud.remove("network:Subnet", gatewaySubnetId), {
            message: /^Status=400 Code="InUseSubnetCannotBeDeleted" .*is in use by .*\/service\/apim-one/,
        });
    });

    it("does not take calls of an older version than its lowest", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...withBackend, "apimanagement:Api", "apimanagement:ApiOperation", nativeApi]);
        const key = `arm:${serviceId.toLowerCase()}`;
        const record = cloud.store.get(key) ?? {};
        const body = { ...(record.body as Properties), apiVersionConstraint: { minApiVersion: "2025-01-01" } };
        await cloud.store.write([{ key, value: { ...record, body } }]);
        await assert.rejects(deploy(cloud, "apimanagement:Logger"), {
            message:
                /^Status=400 Code="InvalidApiVersion" Message="The service accepts calls of the version 2025-01-01/,
        });
        await assert.rejects(deploy(cloud, "resources:Resource"), { message: /this one is of 2024-05-01\./ });
        await deploy(cloud, "apimanagement:ApiTool");
    });

    it("takes one write of an API at a time, and the provider does not wait", async () => {
        const cloud = newCloud();
        await prepare(cloud, api);
        const id = `${serviceId}/apis/orders`;
        const write = (displayName: string) =>
            cloud.update("apimanagement:Api", id, changedExample("apimanagement:Api", { displayName }));
        const [first, second] = await Promise.allSettled([write("One"), write("Two")]);
        assert.equal(first?.status, "fulfilled");
        assert.equal(
            second?.status === "rejected" && second.reason.message,
            arm(409, "PessimisticConcurrencyConflict", "Operation on the API is in progress"),
        );
    });

    it("sends its logs where a diagnostic setting says", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...service, "operationalinsights:Workspace"]);
        const setting = (category: string) =>
            cloud.create(
                "monitor:DiagnosticSetting",
                changedExample("monitor:DiagnosticSetting", {
                    name: category,
                    resourceUri: serviceId,
                    logs: [{ category, enabled: true }],
                }),
            );
        await setting("GatewayMCPLogs");
        await assert.rejects(setting("Requests"), {
            message:
                /Category 'Requests' is not supported, supported are: DeveloperPortalAuditLogs, GatewayLlmLogs, GatewayLogs, GatewayMCPLogs, WebSocketConnectionLogs\./,
        });
    });
});

describe("what something of API Management needs", () => {
    const used = (kind: string, name: string, ...users: string[]) =>
        arm(400, "ValidationError", `The ${kind} '${name}' is used by the following entities: ${users.join(", ")}`);
    const apiPolicy = (value: string): RefusalCase["given"][number] => [
        "apimanagement:ApiPolicy",
        changedExample("apimanagement:ApiPolicy", { value }),
    ];

    const cases: [title: string, given: RefusalCase["given"], token: string, path: string, message: string][] = [
        [
            "a named value stays as long as a backend and a policy have it",
            [...withBackend, "apimanagement:Api", apiPolicy(document("<trace>{{risk-level}}</trace>"))],
            "apimanagement:NamedValue",
            "/namedValues/risk-level",
            used("Named Value", "risk-level", "/apis/orders/policies/policy", "/backends/orders"),
        ],
        [
            "a named value stays as long as a fragment has it",
            [...withValue, "apimanagement:PolicyFragment"],
            "apimanagement:NamedValue",
            "/namedValues/risk-level",
            used("Named Value", "risk-level", "/policyFragments/scrub"),
        ],
        [
            "a fragment stays as long as a policy includes it",
            [...withValue, "apimanagement:PolicyFragment", "apimanagement:Policy"],
            "apimanagement:PolicyFragment",
            "/policyFragments/scrub",
            used("Policy Fragment", "scrub", "/policies/policy"),
        ],
        [
            "a backend stays as long as a policy leads to it",
            [...withBackend, "apimanagement:Api", "apimanagement:ApiPolicy"],
            "apimanagement:Backend",
            "/backends/orders",
            used("Backend", "orders", "/apis/orders/policies/policy"),
        ],
        [
            "a logger stays as long as diagnostics write to it",
            [...api, "apimanagement:Logger", "apimanagement:Diagnostic", "apimanagement:ApiDiagnostic"],
            "apimanagement:Logger",
            "/loggers/azuremonitor",
            used("Logger", "azuremonitor", "/apis/orders/diagnostics/azuremonitor", "/diagnostics/azuremonitor"),
        ],
        [
            "a schema stays as long as a policy validates with it",
            [
                ...api,
                "resources:Resource",
                apiPolicy(document('<validate-content><content schema-id="orders-list" /></validate-content>')),
            ],
            "resources:Resource",
            "/schemas/orders-list",
            used("Schema", "orders-list", "/apis/orders/policies/policy"),
        ],
    ];
    for (const [title, given, token, path, message] of cases) {
        it(title, async () => {
            const cloud = newCloud();
            await prepare(cloud, given);
            await assert.rejects(cloud.remove(token, serviceId + path), { message });
        });
    }

    it("goes when nobody needs it any more", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...withBackend, "apimanagement:Api", "apimanagement:ApiPolicy"]);
        await cloud.remove("apimanagement:ApiPolicy", `${serviceId}/apis/orders/policies/policy`);
        await cloud.remove("apimanagement:Backend", `${serviceId}/backends/orders`);
        await cloud.remove("apimanagement:NamedValue", `${serviceId}/namedValues/risk-level`);
    });

    it("keeps the name that it is known by", async () => {
        const cloud = newCloud();
        await prepare(cloud, withBackend);
        const renamed = changedExample("apimanagement:NamedValue", { displayName: "level" });
        await assert.rejects(cloud.update("apimanagement:NamedValue", `${serviceId}/namedValues/risk-level`, renamed), {
            message: used("Named Value", "risk-level", "/backends/orders"),
        });
    });
});

describe("a secret of API Management", () => {
    const keyVault = { secretIdentifier: "https://kv-one.vault.azure.net/secrets/session" };
    const create = (cloud: Cloud, reference: Properties = keyVault) =>
        cloud.create(
            "apimanagement:NamedValue",
            changedExample("apimanagement:NamedValue", { value: null, secret: true, keyVault: reference }),
        );

    /** A service in a network that has a private endpoint of a closed vault. */
    async function withVault(...endpoint: string[]): Promise<{ cloud: Cloud; principalId: string }> {
        const cloud = newCloud();
        for (const token of vaultTokens) {
            await (token === "network:NetworkSecurityGroup"
                ? cloud.create(token, changedExample(token, { securityRules: [] }))
                : deploy(cloud, token));
        }
        await prepare(cloud, [gatewaySubnet, serviceToken, "keyvault:Secret", ...endpoint]);
        const { outputs } = (await cloud.read(serviceToken, serviceId)) ?? { outputs: {} };
        return { cloud, principalId: textAt(outputs, "identity.principalId") ?? "" };
    }

    function allow(cloud: Cloud, principalId: string, name: string) {
        return cloud.create("authorization:RoleAssignment", {
            scope: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-one/secrets/session`,
            roleAssignmentName: "55555555-5555-4555-8555-000000000007",
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: role(name),
        });
    }

    const path = ["network:PrivateEndpoint", "privatedns:VirtualNetworkLink", "network:PrivateDnsZoneGroup"];

    it("is read over a private endpoint by the service's own identity, and is not answered", async () => {
        const { cloud, principalId } = await withVault(...path);
        const secretId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-one/secrets/session`;
        await assert.rejects(create(cloud), {
            message: validation(
                `The principal ${principalId} may not read ${secretId}: the role 'Key Vault Secrets User' on the secret or its vault allows it.`,
            ),
        });
        await allow(cloud, principalId, "Key Vault Secrets User");
        const { outputs } = await create(cloud);
        assert.equal(textAt(outputs, "keyVault.lastStatus.code"), "Success");
        assert.equal("value" in outputs, false);
    });

    it("cannot be read without the right role, nor when there is none of the name", async () => {
        const { cloud, principalId } = await withVault(...path);
        await allow(cloud, principalId, "Key Vault Reader");
        await assert.rejects(create(cloud), { message: /may not read/ });
        await cloud.remove(
            "authorization:RoleAssignment",
            `${groupId}/providers/Microsoft.KeyVault/vaults/kv-one/secrets/session/providers/Microsoft.Authorization/roleAssignments/55555555-5555-4555-8555-000000000007`,
        );
        await cloud.create("authorization:RoleAssignment", {
            scope: groupId,
            roleAssignmentName: "55555555-5555-4555-8555-000000000008",
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: role("Key Vault Secrets User"),
        });
        await create(cloud);
        await assert.rejects(
            cloud.create(
                "apimanagement:NamedValue",
                changedExample("apimanagement:NamedValue", {
                    namedValueId: "other",
                    displayName: "other",
                    value: null,
                    secret: true,
                    keyVault: { secretIdentifier: "https://kv-one.vault.azure.net/secrets/nobody" },
                }),
            ),
            { message: validation("There is no secret nobody in the vault kv-one.vault.azure.net.") },
        );
    });

    it("cannot be read from a closed vault without a way to it", async () => {
        const { cloud, principalId } = await withVault();
        await allow(cloud, principalId, "Key Vault Secrets User");
        await assert.rejects(create(cloud), {
            message: validation(
                `The vault kv-one.vault.azure.net cannot be reached from ${gatewaySubnetId}: public DNS, nsg/AllowInternetOutBound, Internet, kv-one: publicNetworkAccess disabled.`,
            ),
        });
    });

    it("is read by an identity that the service was assigned", async () => {
        const { cloud } = await withVault(...path);
        await deploy(cloud, "managedidentity:UserAssignedIdentity");
        const user = (await cloud.read("managedidentity:UserAssignedIdentity", identityId))?.outputs ?? {};
        await allow(cloud, String(user.principalId), "Key Vault Secrets User");
        const reference = { ...keyVault, identityClientId: String(user.clientId) };
        await assert.rejects(create(cloud, reference), { message: /Can not find Managed Identity/ });
        const identity = { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [identityId]: {} } };
        await cloud.update(serviceToken, serviceId, changedExample(serviceToken, { identity }));
        await create(cloud, reference);
    });

    it("is not in the journal when it is a named value or a key", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...service, "apimanagement:Product"]);
        const value = changedExample("apimanagement:NamedValue", { secret: true, value: "not-in-the-journal" });
        const key = changedExample("apimanagement:Subscription", { primaryKey: "not-in-the-journal" });
        const { outputs } = await cloud.create("apimanagement:NamedValue", value);
        await cloud.create("apimanagement:Subscription", key);
        assert.equal("value" in outputs, false);
        assert.equal(JSON.stringify([...cloud.store.records]).includes("not-in-the-journal"), false);
        assert.equal(valueAt(outputs, "secret"), true);
    });
});
