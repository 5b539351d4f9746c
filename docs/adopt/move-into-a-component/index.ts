// The same vault as a part of the component, which closes it. It is updated where it stands, not made anew.
import * as pulumi from "@pulumi/pulumi";
import { DataClassification, KeyVault } from "zero-trust-mcp/components";

const config = new pulumi.Config();

/** Tells Pulumi what the vault was called before. */
const moved: pulumi.ResourceTransformation = ({ name, props, opts }) =>
    name === "billing-vault"
        ? { props, opts: pulumi.mergeOptions(opts, { aliases: [{ name: "vault", parent: pulumi.rootStackResource }] }) }
        : undefined;

const vault = new KeyVault(
    "billing",
    {
        vaultName: "kv-contoso-billing",
        subscriptionId: config.require("subscriptionId"),
        resourceGroupName: config.require("resourceGroupName"),
        tenantId: config.require("tenantId"),
        location: config.require("location"),
        naming: { organisation: "contoso", workload: "billing", environment: pulumi.getStack() },
        ownership: { owner: "billing", costCenter: "4711", dataClassification: DataClassification.Confidential },
        network: {
            subnetId: config.require("subnetId"),
            zoneIds: { "privatelink.vaultcore.azure.net": config.require("zoneId") },
        },
        workspaceId: config.require("workspaceId"),
    },
    { transformations: [moved] },
);

export const { vaultUri } = vault;
