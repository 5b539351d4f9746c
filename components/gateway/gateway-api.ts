import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import { knownAfter, PrincipalType, readableSecret, validate } from "../shared";
import { createClusterPath } from "./cluster-path";
import { ApiMode, clientValueName, type GatewayApiArgs, gatewayApiProblems, policyServer } from "./gateway-api-args";
import { payloadFree } from "./logging";
import { publishMetadata } from "./metadata-operations";
import { createNamedValue, type NamedValueContent } from "./named-value";
import { serverPolicy } from "./policy/document";
import { createServerApi } from "./server-api";
import { createToolSchemas } from "./tool-schemas";

/**
 * One MCP server behind the gateway: its API with the policy that is generated from its definition, the metadata by
 * which clients find where to sign in, and the way into the cluster.
 *
 * - Only tokens for this server are accepted, and none of them goes further.
 * - What is not in the definition is refused, and lists are answered from it: what the server says about its tools never
 *   reaches a client.
 * - Every decision is one line in the log, without arguments and results.
 *
 * docs/gateway.md tells the course of a call, and how each request is answered.
 *
 * Serves practices MUST-1, MUST-2, MUST-4, 1.1, 1.2, 1.3, 1.4, 2.2, 3.4, 4.1, 5.1, 5.3, 7.1, 7.2, 7.3, 7.4, 8.1, 8.2,
 * 8.3, 8.4, 9.1, 12.3 and ZT-1.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class GatewayApi extends pulumi.ComponentResource {
    /** URL that people configure in their client; known once the server can be called. */
    readonly endpoint: pulumi.Output<string>;
    /** Name of the API in API Management. */
    readonly apiName: pulumi.Output<string>;

    constructor(name: string, args: GatewayApiArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:GatewayApi", name, {}, opts);
        validate(this, name, gatewayApiProblems(name, args));

        const needed = [
            ...createNamedValues(name, args, this),
            ...createToolSchemas(name, args, this),
            ...createClusterPath(name, args, this),
        ];
        const api = createServerApi(name, args, this);
        const policy = createPolicy(name, args, [...needed, api], this);
        logDecisions(name, args, api, this);
        publishMetadata(name, args, api, this);
        // no request finds the API before the policy guards it
        const operations = args.mode === ApiMode.Native ? [] : createOperations(name, args, policy, this);

        this.endpoint = knownAfter([policy, ...operations], args.endpoint);
        this.apiName = knownAfter(api, name);
        this.registerOutputs({ endpoint: this.endpoint, apiName: this.apiName });
    }
}

/** What the policy refers to because a preview does not know it, or because it is secret. */
function createNamedValues(name: string, args: GatewayApiArgs, parent: pulumi.Resource): pulumi.Resource[] {
    const create = (displayName: string, content: NamedValueContent) =>
        createNamedValue(name, args, displayName, content, { parent });
    const signing = readableSecret(
        `${name}-identity-key-reader`,
        args.identityKey,
        {
            argument: "identityKey",
            principal: { principalId: args.systemIdentityPrincipalId, principalType: PrincipalType.ServicePrincipal },
            subscriptionId: args.subscriptionId,
        },
        parent,
    );
    return [
        create(`mcp-${name}-client-id`, { secret: false, value: args.clientId }),
        ...Object.entries(args.clients)
            .filter(([, id]) => typeof id !== "string")
            .map(([client, id]) => create(clientValueName(name, client), { secret: false, value: id })),
        create(`mcp-${name}-identity-key`, { secret: true, keyVault: { secretIdentifier: signing } }),
    ];
}

function createPolicy(
    name: string,
    args: GatewayApiArgs,
    dependsOn: pulumi.Resource[],
    parent: pulumi.Resource,
): pulumi.Resource {
    return new apimanagement.ApiPolicy(
        `${name}-policy`,
        {
            apiId: name,
            policyId: "policy",
            serviceName: args.serviceName,
            resourceGroupName: args.resourceGroupName,
            format: "xml",
            value: serverPolicy(policyServer(name, args)),
        },
        { parent, dependsOn },
    );
}

function createOperations(
    name: string,
    args: GatewayApiArgs,
    policy: pulumi.Resource,
    parent: pulumi.Resource,
): pulumi.Resource[] {
    return ["POST", "GET", "DELETE"].map(
        (method) =>
            new apimanagement.ApiOperation(
                `${name}-${method.toLowerCase()}`,
                {
                    apiId: name,
                    operationId: method.toLowerCase(),
                    serviceName: args.serviceName,
                    resourceGroupName: args.resourceGroupName,
                    displayName: method,
                    method,
                    urlTemplate: "/",
                },
                { parent, dependsOn: [policy] },
            ),
    );
}

/** The traces of the policy, with nothing of what clients and servers say. */
function logDecisions(name: string, args: GatewayApiArgs, api: pulumi.Resource, parent: pulumi.Resource): void {
    new apimanagement.ApiDiagnostic(
        `${name}-diagnostic`,
        {
            ...payloadFree,
            apiId: name,
            diagnosticId: "azuremonitor",
            serviceName: args.serviceName,
            resourceGroupName: args.resourceGroupName,
            loggerId: args.loggerId,
        },
        { parent, dependsOn: [api] },
    );
}
