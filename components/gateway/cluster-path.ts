import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";
import type { GatewayApiArgs } from "./gateway-api-args";

/**
 * The way from the gateway to the server: a name in the private zone of the cluster's ingress, and a backend that is
 * used only while the certificate of that name is valid. A failing server is given a rest, for all its users.
 *
 * Serves practices 3.1, 4.1 and ZT-1.
 */
export function createClusterPath(name: string, args: GatewayApiArgs, parent: pulumi.Resource): pulumi.Resource[] {
    const { resourceGroupName, serviceName, internalDomain } = args;
    const record = new privatedns.PrivateRecordSet(
        `${name}-record`,
        {
            privateZoneName: internalDomain,
            resourceGroupName,
            recordType: "A",
            relativeRecordSetName: name,
            ttl: 300,
            aRecords: [{ ipv4Address: args.ingressPrivateAddress }],
        },
        { parent },
    );
    const backend = new apimanagement.Backend(
        `${name}-backend`,
        {
            backendId: name,
            serviceName,
            resourceGroupName,
            title: `MCP server ${name}`,
            protocol: "http",
            url: pulumi.interpolate`https://${name}.${internalDomain}`,
            tls: { validateCertificateChain: true, validateCertificateName: true },
            // https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
            circuitBreaker: {
                rules: [
                    {
                        name: "failing",
                        failureCondition: {
                            count: 10,
                            interval: "PT1M",
                            statusCodeRanges: [{ min: 500, max: 599 }],
                        },
                        tripDuration: "PT30S",
                        acceptRetryAfter: true,
                    },
                ],
            },
        },
        { parent },
    );
    return [record, backend];
}
