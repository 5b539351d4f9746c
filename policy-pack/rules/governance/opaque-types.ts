/**
 * Types that create what no policy sees, whatever their inputs: nothing of it comes to the pack in a form that rules know.
 *
 * A dynamic resource with a module or a type of its own has another token, which `gov-known-types` refuses.
 * `resources:TemplateSpecVersion` is not among them: it stores a template, which only a `templateLink` can deploy, and that
 * is refused. Neither is `resources:DeploymentStacksWhatIfResultsAtResourceGroup` and its siblings, which only predict.
 */
export const opaqueTypes: readonly string[] = [
    // they run scripts in Azure, with an identity of their own
    "resources:AzureCliScript",
    "resources:AzurePowerShellScript",
    "azure:core/resourceDeploymentScriptAzureCli:ResourceDeploymentScriptAzureCli",
    "azure:core/resourceDeploymentScriptPowerShell:ResourceDeploymentScriptPowerShell",

    // they deploy templates that are stored elsewhere
    "blueprint:Assignment",
    "devtestlab:Environment",
    "solutions:Application",
    "azure:blueprint/assignment:Assignment",
    "azure:managedapplication/application:Application",

    // they take a template as text, in a form that the pack does not read
    "azure:core/resourceGroupTemplateDeployment:ResourceGroupTemplateDeployment",
    "azure:core/subscriptionTemplateDeployment:SubscriptionTemplateDeployment",
    "azure:core/templateDeployment:TemplateDeployment",
    "azure:core/tenantTemplateDeployment:TenantTemplateDeployment",
    "azure:management/groupTemplateDeployment:GroupTemplateDeployment",

    // they send any body to any API of Azure
    "azapi:index/dataPlaneResource:DataPlaneResource",
    "azapi:index/resource:Resource",
    "azapi:index/resourceAction:ResourceAction",
    "azapi:index/updateResource:UpdateResource",

    // they run any code where Pulumi runs, or wherever it can log in
    "command:local:Command",
    "command:remote:Command",
    "pulumi-nodejs:dynamic:Resource",
    "pulumi-python:dynamic:Resource",
];
