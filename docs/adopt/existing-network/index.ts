// The platform's network, log and vault inside a virtual network and a workspace that exist, with DNS zones of a hub.
import * as pulumi from "@pulumi/pulumi";
import { AuditLog, DataClassification, KeyVault, Network, PrivateLinkService } from "zero-trust-mcp/components";

const config = new pulumi.Config();
const base = {
    subscriptionId: config.require("subscriptionId"),
    resourceGroupName: config.require("resourceGroupName"),
    location: config.require("location"),
    naming: { organisation: "contoso", workload: "agents", environment: pulumi.getStack() },
    ownership: { owner: "agents", costCenter: "4711", dataClassification: DataClassification.Internal },
    protect: false,
};

const log = new AuditLog("log", { ...base, existingWorkspaceId: config.require("workspaceId") });
const { workspaceId } = log;

const network = new Network("network", {
    ...base,
    workspaceId,
    existingVirtualNetworkId: config.require("virtualNetworkId"),
    addressSpace: "10.50.16.0/20", // a free part of the network
    existingPrivateDnsZoneIds: { "privatelink.vaultcore.azure.net": config.require("zoneId") },
});

const vault = new KeyVault("vault", {
    ...base,
    workspaceId,
    tenantId: config.require("tenantId"),
    network: network.endpointsFor(PrivateLinkService.Vault),
});

export const { vaultUri } = vault;
export const { firewallPrivateAddress } = network;
