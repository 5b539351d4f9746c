// A group with a vault, named after the stack: little enough that several deployments take no time.

import * as keyvault from "@pulumi/azure-native/keyvault";
import * as azure from "@pulumi/azure-native/provider";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();
const provider = new azure.Provider("azure", { location: "westeurope" });
const group = new resources.ResourceGroup("group", { resourceGroupName: `rg-${stack}` }, { provider });
new keyvault.Vault(
    "vault",
    {
        resourceGroupName: group.name,
        vaultName: `kv-contoso-${stack}`,
        properties: {
            tenantId: "11111111-1111-4111-8111-111111111111",
            sku: { family: "A", name: "premium" },
            enablePurgeProtection: true,
        },
    },
    { provider },
);
