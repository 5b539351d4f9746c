// Something in Entra and in the cluster, named after the stack. While the account of the deployment's pod is missing, its creation is not answered.
import { ApplicationPermissionScope } from "@pulumi/azuread/applicationPermissionScope";
import { ApplicationRegistration } from "@pulumi/azuread/applicationRegistration";
import { AuthenticationStrengthPolicy } from "@pulumi/azuread/authenticationStrengthPolicy";
import { Provider as Entra } from "@pulumi/azuread/provider";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap, Namespace } from "@pulumi/kubernetes/core/v1";
import { Provider as Cluster } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { endWithEngine } from "../../../infra/end-with-engine";

endWithEngine();
const stack = pulumi.getStack();
const account = new pulumi.Config().get("instance") ?? "default";

const inEntra = { provider: new Entra("entra", {}) };
const application = new ApplicationRegistration("application", { displayName: stack }, inEntra);
new ApplicationPermissionScope(
    "scope",
    {
        applicationId: application.id,
        scopeId: "66666666-6666-4666-8666-000000000001",
        value: "orders.read",
        adminConsentDisplayName: "Read orders",
        adminConsentDescription: "Read orders on behalf of the user",
    },
    inEntra,
);
new ServicePrincipal("principal", { clientId: application.clientId }, inEntra);
new AuthenticationStrengthPolicy("strength", { displayName: stack, allowedCombinations: ["fido2"] }, inEntra);

const inCluster = { provider: new Cluster("cluster", {}) };
const namespace = new Namespace("namespace", { metadata: { name: stack } }, inCluster);
const metadata = { namespace: namespace.metadata.name };
new ConfigMap("settings", { metadata, data: { stack } }, inCluster);
const labels = { app: "server" };
new Deployment(
    "server",
    {
        metadata: { ...metadata, name: "server" },
        spec: {
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: { serviceAccountName: account, containers: [{ name: "server", image: "example.test/server:1" }] },
            },
        },
    },
    inCluster,
);
