// Brings a vault that was made elsewhere under the component, with nothing about it changed.
import * as pulumi from "@pulumi/pulumi";
import { DataClassification, KeyVault } from "zero-trust-mcp/components";

const config = new pulumi.Config();
const vaultId = config.require("vaultId");
const [, , subscriptionId = "", , resourceGroupName = "", , , , vaultName = ""] = vaultId.split("/");

/**
 * Takes over what exists, as it is. Take it out after the first deployment: the preview of the next one then shows what
 * the component would change.
 */
const imported: pulumi.ResourceTransformation = ({ name, props, opts }) =>
    name === "payments-vault"
        ? { props, opts: { ...opts, import: vaultId, ignoreChanges: ["properties", "tags"] } }
        : undefined;

const vault = new KeyVault(
    "payments",
    {
        subscriptionId,
        resourceGroupName,
        vaultName,
        tenantId: config.require("tenantId"),
        location: config.require("location"),
        naming: { organisation: "contoso", workload: "payments", environment: pulumi.getStack() },
        ownership: { owner: "payments", costCenter: "4711", dataClassification: DataClassification.Confidential },
        network: {
            subnetId: config.require("subnetId"),
            zoneIds: { "privatelink.vaultcore.azure.net": config.require("zoneId") },
        },
        workspaceId: config.require("workspaceId"),
    },
    { transformations: [imported] },
);

export const { vaultUri } = vault;
