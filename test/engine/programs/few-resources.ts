// A few resources that need nothing of each other's, but their group: what happens to one is not covered by others.
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as network from "@pulumi/azure-native/network";
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
const after = { provider, dependsOn: [group] };
new network.NetworkSecurityGroup("rules", { ...placed, networkSecurityGroupName: "nsg" }, after);
new managedidentity.UserAssignedIdentity("identity", { ...placed, resourceName: "id-one" }, after);
new operationalinsights.Workspace(
    "logs",
    { ...placed, workspaceName: "logs", retentionInDays: retentionDays },
    { ...after, customTimeouts: { update: "30m" } },
);
