import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { parseEndpoint } from "../shared/endpoint";
import { ApiMode, type GatewayApiArgs } from "./gateway-api-args";

/**
 * The API of a server, which leads nowhere by itself: it has no address to forward to, and clients find no operation
 * before the policy is there that guards it.
 */
export function createServerApi(name: string, args: GatewayApiArgs, parent: pulumi.Resource): pulumi.Resource {
    return args.mode === ApiMode.Native ? createNativeApi(name, args, parent) : createHttpApi(name, args, parent);
}

function createHttpApi(name: string, args: GatewayApiArgs, parent: pulumi.Resource): pulumi.Resource {
    return new apimanagement.Api(
        `${name}-api`,
        {
            apiId: name,
            serviceName: args.serviceName,
            resourceGroupName: args.resourceGroupName,
            displayName: args.title,
            description: `MCP server ${name}.`,
            apiType: "http",
            path: parseEndpoint(args.endpoint).path,
            protocols: ["https"],
            // tokens of Entra decide; a key that clients share would only be one more secret
            subscriptionRequired: false,
        },
        { parent },
    );
}

/**
 * The one place for the shape of an API of type MCP, about which Microsoft's sources differ: endpoints are a list of
 * names here, as the documentation has them, and an object in examples of the REST API.
 * https://learn.microsoft.com/azure/api-management/manage-mcp-servers-rest-api
 */
function createNativeApi(name: string, args: GatewayApiArgs, parent: pulumi.Resource): pulumi.Resource {
    return new resources.Resource(
        `${name}-api`,
        {
            apiVersion: "2025-09-01-preview",
            resourceProviderNamespace: "Microsoft.ApiManagement",
            parentResourcePath: pulumi.interpolate`service/${args.serviceName}`,
            resourceType: "apis",
            resourceName: name,
            resourceGroupName: args.resourceGroupName,
            properties: {
                type: "mcp",
                displayName: args.title,
                description: `MCP server ${name}.`,
                path: parseEndpoint(args.endpoint).path,
                protocols: ["https"],
                subscriptionRequired: false,
                backendId: name,
                mcpProperties: { transportType: "streamable", endpoints: [{ name: "message", uriTemplate: "/" }] },
            },
        },
        { parent },
    );
}
