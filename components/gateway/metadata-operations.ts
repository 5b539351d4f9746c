import * as apimanagement from "@pulumi/azure-native/apimanagement";
import type * as pulumi from "@pulumi/pulumi";
import { parseEndpoint, wellKnownMetadataPath } from "../shared/endpoint";
import { ApiMode, type GatewayApiArgs, policyServer } from "./gateway-api-args";
import { metadataPolicy } from "./policy/metadata-policy";

interface Spelling {
    /** Suffix of the names of its operations. */
    role: string;
    apiId: pulumi.Input<string>;
    urlTemplate: string;
}

/**
 * Protected Resource Metadata wherever clients look for it, without a token and the same everywhere: after the host with
 * the path of the endpoint, at the end of the endpoint, and at the root when the host has no other server.
 *
 * Serves practices MUST-1 and 2.1. https://www.rfc-editor.org/rfc/rfc9728
 */
export function publishMetadata(
    name: string,
    args: GatewayApiArgs,
    api: pulumi.Resource,
    parent: pulumi.Resource,
): void {
    const { metadataApiName: root } = args;
    const spellings: Spelling[] = [
        { role: "metadata", apiId: root, urlTemplate: parseEndpoint(args.endpoint).metadataPaths.wellKnown },
        ...(args.onlyServer ? [{ role: "root-metadata", apiId: root, urlTemplate: wellKnownMetadataPath }] : []),
        // an API of type MCP has no operations
        ...(args.mode === ApiMode.Native
            ? []
            : [{ role: "own-metadata", apiId: name, urlTemplate: wellKnownMetadataPath }]),
    ];
    const value = metadataPolicy(policyServer(name, args));
    for (const { role, apiId, urlTemplate } of spellings) {
        // scripts of a page ask first whether they may: https://developer.mozilla.org/docs/Glossary/Preflight_request
        for (const method of ["GET", "OPTIONS"]) {
            const operationId = `${name}-${role}-${method.toLowerCase()}`;
            const place = {
                serviceName: args.serviceName,
                resourceGroupName: args.resourceGroupName,
                apiId,
                operationId,
            };
            const operation = new apimanagement.ApiOperation(
                operationId,
                { ...place, displayName: `Metadata of ${name}: ${role}, ${method}`, method, urlTemplate },
                { parent, dependsOn: [api] },
            );
            new apimanagement.ApiOperationPolicy(
                `${operationId}-policy`,
                { ...place, policyId: "policy", format: "xml", value },
                { parent, dependsOn: [operation] },
            );
        }
    }
}
