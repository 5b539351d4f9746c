// A group and what lies in it.
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import { Provider } from "@pulumi/azure-native/provider";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

const { retentionDays } = new pulumi.Config().requireObject<{ retentionDays: number }>("auditLog");
const tags = {
    environment: "dev",
    owner: "platform-engineering",
    "data-classification": "internal",
    "mcp-component": "sample",
    "cost-center": "4711",
};
const placed = { resourceGroupName: "rg", location: "westeurope", tags };

const provider = new Provider("azure", {});
const group = new resources.ResourceGroup("group", placed, { provider });
new operationalinsights.Workspace(
    "logs",
    {
        ...placed,
        workspaceName: "logs",
        retentionInDays: retentionDays,
        features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
        publicNetworkAccessForIngestion: "Disabled",
        publicNetworkAccessForQuery: "Disabled",
    },
    { provider, dependsOn: [group] },
);
