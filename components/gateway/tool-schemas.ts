import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { GatewayApiArgs } from "./gateway-api-args";
import { messageSchema } from "./policy/tool-schema";
import { schemaIdOf } from "./schema-id";

/** The schemas that calls of the tools must satisfy. Serves practices 1.1 and 1.2. */
export function createToolSchemas(name: string, args: GatewayApiArgs, parent: pulumi.Resource): pulumi.Resource[] {
    return args.tools.map((tool) => {
        const schemaId = schemaIdOf(name, tool.name);
        // `GlobalSchema` of the SDK has no `document`, where Azure wants JSON schemas; its `value` is for XML:
        // https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/schemas#globalschemacontractproperties
        return new resources.Resource(
            `${name}-schema-${schemaId.slice(name.length + 1)}`,
            {
                apiVersion: "2024-05-01",
                resourceProviderNamespace: "Microsoft.ApiManagement",
                parentResourcePath: pulumi.interpolate`service/${args.serviceName}`,
                resourceType: "schemas",
                resourceName: schemaId,
                resourceGroupName: args.resourceGroupName,
                properties: {
                    schemaType: "json",
                    description: `Calls of the tool ${tool.name} of the MCP server ${name}.`,
                    document: messageSchema(tool),
                },
            },
            { parent },
        );
    });
}
