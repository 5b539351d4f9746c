// What there was: a vault as a resource of the stack itself.
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const vault = new keyvault.Vault("vault", {
    vaultName: "kv-contoso-billing",
    resourceGroupName: config.require("resourceGroupName"),
    location: config.require("location"),
    properties: {
        tenantId: config.require("tenantId"),
        sku: { family: "A", name: "premium" },
        enableRbacAuthorization: true,
        enablePurgeProtection: true,
        softDeleteRetentionInDays: 90,
        publicNetworkAccess: "Enabled",
    },
});

export const vaultUri = vault.properties.vaultUri;
