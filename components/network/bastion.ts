import * as azurenetwork from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import { knownAfter, resourceId, resourceName, sendLogs, tags } from "../shared";
import type { NetworkArgs } from "./network-args";

/**
 * A Bastion that only private addresses reach, through which administrators tunnel to the API server of the cluster;
 * nothing can be copied out of a session. Serves practices ZT-2 and 5.1.
 */
export function createBastion(
    name: string,
    subnetId: pulumi.Output<string>,
    args: NetworkArgs,
    parent: pulumi.Resource,
): void {
    const type = "Microsoft.Network/bastionHosts";
    const bastionHostName = resourceName(type, args.naming, name);
    const host = new azurenetwork.BastionHost(
        `${name}-bastion`,
        {
            bastionHostName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "Premium" }, // the tier that has no public address
            enablePrivateOnlyBastion: true,
            enableTunneling: true,
            disableCopyPaste: true,
            enableFileCopy: false,
            enableIpConnect: false,
            enableKerberos: false,
            enableSessionRecording: false, // of browsers only: https://learn.microsoft.com/azure/bastion/session-recording
            enableShareableLink: false,
            ipConfigurations: [{ name: "default", subnet: { id: subnetId }, privateIPAllocationMethod: "Dynamic" }],
            tags: tags(args, "network"),
        },
        { parent },
    );
    const id = knownAfter(host, resourceId(args, type, bastionHostName));
    sendLogs(`${name}-bastion`, { type, resourceId: id, workspaceId: args.workspaceId }, parent);
}
