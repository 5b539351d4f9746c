// Does not prove what Azure answers when it is asked: what the engine makes of the answers is real, they stand in.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type RunningCloud, startCloud } from "../../local/cloud/client";
import { ensureEngine } from "../../local/engine";
import { closedEnvironment } from "../../local/workspace/closed-environment";
import { homePaths } from "../../local/workspace/home";
import { devAzureResources } from "../support/dev-resources";
import type { JsonReport } from "../support/local-run";
import { fast, suiteRun } from "../support/suite-run";

interface StateResource {
    urn: string;
    type: string;
    custom: boolean;
    id: string;
    parent: string;
    provider: string;
    inputs: { resourceUri?: string };
    dependencies?: string[];
    propertyDependencies?: Record<string, string[] | null>;
}

/** The resource without dependencies on others. */
function withoutLinks(resource: StateResource, others: Set<string>): StateResource {
    const { dependencies = [], propertyDependencies = {} } = resource;
    const kept = (urns: string[] | null) => (urns ?? []).filter((urn) => !others.has(urn));
    return {
        ...resource,
        dependencies: kept(dependencies),
        propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, urns]) => [property, kept(urns)]),
        ),
    };
}

interface State {
    version: number;
    deployment: { resources: StateResource[] };
}

describe("what is changed or made behind Pulumi's back", function () {
    this.timeout(400_000);
    const local = suiteRun();

    this.beforeAll(async () => {
        await local.report(["up", ...fast]);
    });

    async function cloud(...args: string[]) {
        const { exitCode, stdout, stderr } = await local.run(["cloud", ...args, "--json"]);
        assert.equal(exitCode, 0, `${stderr}${stdout}`);
        return JSON.parse(stdout);
    }

    async function idOf(pattern: RegExp): Promise<string> {
        const { resources }: { resources: { id: string }[] } = await cloud("list");
        return resources.find(({ id }) => pattern.test(id))?.id ?? assert.fail(`nothing matches ${pattern}`);
    }

    const changed = ({ changes }: JsonReport) =>
        changes
            // Azure gives each rule of a group another etag with every change of the group
            .map(({ name, operation, properties }) => [
                name,
                operation,
                ...properties.filter((path) => !path.endsWith(".etag")),
            ])
            .sort();

    /** The engine's own command line, attached to the cloud. */
    async function pulumi(args: string[], providers: RunningCloud["providers"] = {}): Promise<string> {
        const { root } = await ensureEngine();
        const { stdout } = await promisify(execFile)(join(root, "bin", "pulumi"), [...args, "--stack", "dev"], {
            cwd: join(local.home, "runs", "dev"),
            env: closedEnvironment(homePaths(local.home), providers),
            maxBuffer: 2 ** 26,
        });
        return stdout;
    }

    it("is named by refresh, and repaired by the next deployment", async () => {
        await cloud(
            "set",
            await idOf(/vaults\/kv-contoso-mcp-dev-vault$/),
            "properties.publicNetworkAccess",
            "Enabled",
        );
        await cloud("set", await idOf(/\/workspaces\/[^/]+$/), "retentionInDays", "30");
        const rules = await idOf(/\/networkSecurityGroups\/[^/]+-private-endpoints$/);
        const { body }: { body: { securityRules: { access: string }[] } } = await cloud("show", rules);
        const denied = `securityRules[${body.securityRules.findIndex(({ access }) => access === "Deny")}].access`;
        await cloud("set", rules, denied, "Allow");
        await cloud("set", await idOf(/\/resourceGroups\/rg-mcp-dev-environment$/), "tags.owner", "somebody-else");
        await cloud("set", await idOf(/dev-vault\/secrets\/session-even$/), "properties.contentType", "text/html");
        await cloud("delete", await idOf(/dev-kms\/providers\/Microsoft.Authorization\/roleAssignments\/[^/]+$/));
        await cloud("delete", await idOf(/dev-kms\/keys\/[^/]+$/));
        const drift = [
            ["environment-group", "update", "tags.owner"],
            ["kms-key-kms", "delete"],
            ["kms-officer-group-keys", "delete"],
            ["log-workspace", "update", "retentionInDays"],
            ["network-private-endpoints-nsg", "update", denied],
            ["vault-secret-session-even", "update", "properties.contentType"],
            ["vault-vault", "update", "properties.publicNetworkAccess"],
        ];

        assert.deepEqual(changed(await local.report(["refresh", ...fast])), drift);
        assert.deepEqual(
            changed(await local.report(["up", ...fast])),
            drift.map(([name, operation, ...properties]) => [
                name,
                operation === "delete" ? "create" : operation,
                ...properties,
            ]),
        );
        assert.deepEqual(changed(await local.report(["up", ...fast])), []);
    });

    const anyItem = (path: string) => path.replace(/\[\d+\]/g, "[]");
    const anyAction = (path: string) => path.replace(/^definition\.actions\..*\.(?=\w+$)/, "definition.actions.*.");

    /** Azure answers with the scope of a diagnostic setting in lower case; an import takes the spelling of the program. */
    const idInProgram = ({ id, inputs: { resourceUri } }: StateResource) =>
        resourceUri === undefined ? id : resourceUri + id.slice(resourceUri.length);

    it("is imported by its ids alone, sent once as the program has it, and then does not change", async () => {
        const { version, deployment }: State = JSON.parse(await pulumi(["stack", "export", "--show-secrets"]));
        const imported = deployment.resources.filter(({ type, custom }) => custom && type.startsWith("azure-native:"));
        assert.equal(imported.length, devAzureResources, "all but what is in Entra, and random values");
        const [empty, resources] = [join(local.folder, "empty.json"), join(local.folder, "resources.json")];
        const gone = new Set(imported.map(({ urn }) => urn));
        const kept = deployment.resources
            .filter(({ urn }) => !gone.has(urn))
            .map((resource) => withoutLinks(resource, gone));
        await writeFile(empty, JSON.stringify({ version, deployment: { ...deployment, resources: kept } }));
        const urnOf = (provider: string) => provider.slice(0, provider.lastIndexOf("::"));
        const urns = [...new Set(imported.flatMap(({ parent, provider }) => [parent, urnOf(provider)]))];
        await writeFile(
            resources,
            JSON.stringify({
                nameTable: Object.fromEntries(urns.map((urn, index) => [`name-${index}`, urn])),
                resources: imported.map((resource) => ({
                    type: resource.type,
                    name: resource.urn.slice(resource.urn.lastIndexOf("::") + 2),
                    id: idInProgram(resource),
                    parent: `name-${urns.indexOf(resource.parent)}`,
                    provider: `name-${urns.indexOf(urnOf(resource.provider))}`,
                })),
            }),
        );
        await pulumi(["stack", "import", "--file", empty]);
        const running = await startCloud({ home: join(local.home, "cloud"), speed: 100_000 });
        try {
            const options = ["--yes", "--non-interactive", "--generate-code=false", "--protect=false"];
            await pulumi(["import", "--file", resources, ...options], running.providers);
        } finally {
            await running.stop();
        }

        // the provider compares inputs: what Azure has added to them is not in the program, an import
        // leaves out empty collections, secrets never come out, and an id does not say which version of an API is asked
        const { changes } = await local.report(["up", ...fast]);
        assert.deepEqual([...new Set(changes.map(({ operation }) => operation))], ["update"]);
        const sent = new Map<string, Set<string>>();
        for (const { type, properties } of changes) {
            const token = type.replace("azure-native:", "");
            sent.set(token, new Set([...(sent.get(token) ?? []), ...properties.map(anyItem).map(anyAction)]));
        }
        const headers = ["backend", "frontend"].flatMap((end) =>
            ["request", "response"].map((message) => `${end}.${message}.headers`),
        );
        const { id = "" } = imported.find(({ urn }) => urn.endsWith("::gateway-identity")) ?? {};
        const gatewayIdentity = id.replace("/resourcegroups/", "/resourceGroups/"); // as others spell it
        const byType = [...sent].map(([type, properties]) => [type, [...properties].sort()]);
        assert.deepEqual(Object.fromEntries(byType.sort()), {
            "apimanagement:Api": ["subscriptionKeyParameterNames"],
            "apimanagement:ApiDiagnostic": headers,
            "apimanagement:ApiManagementService": [
                "certificates",
                `identity.userAssignedIdentities.${gatewayIdentity}.clientId`,
                `identity.userAssignedIdentities.${gatewayIdentity}.principalId`,
                "notificationSenderEmail",
                "publicNetworkAccess",
            ],
            "apimanagement:Diagnostic": headers,
            "app:Job": ["configuration.secrets"],
            "app:ManagedEnvironment": ["infrastructureResourceGroup"],
            "authorization:PolicyAssignment": ["notScopes", "parameters.allowedCapabilities", "parameters.namespaces"],
            "authorization:RoleDefinition": [
                "permissions[].actions",
                "permissions[].dataActions",
                "permissions[].notActions",
                "permissions[].notDataActions",
            ],
            "cognitiveservices:Account": [
                "properties.allowedFqdnList",
                "properties.networkAcls.ipRules",
                "properties.networkAcls.virtualNetworkRules",
            ],
            "consumption:Budget": ["eTag"],
            "containerregistry:Registry": ["encryption", "networkRuleSet.ipRules"],
            "containerservice:AgentPool": ["enableFIPS", "maxPods", "osDiskSizeGB", "scaleDownMode"],
            "containerservice:MaintenanceConfiguration": ["maintenanceWindow.startDate"],
            "containerservice:ManagedCluster": [
                "agentPoolProfiles[].enableFIPS",
                "agentPoolProfiles[].maxPods",
                "agentPoolProfiles[].osDiskSizeGB",
                "agentPoolProfiles[].scaleDownMode",
                "identityProfile.kubeletidentity.clientId",
                "identityProfile.kubeletidentity.objectId",
                "nodeProvisioningProfile",
                "serviceMeshProfile.istio.revisions",
                "storageProfile",
            ],
            "keyvault:Secret": ["properties.value"],
            "keyvault:Vault": [
                "properties.accessPolicies",
                "properties.networkAcls.ipRules",
                "properties.networkAcls.virtualNetworkRules",
            ],
            "logic:Workflow": [
                "accessControl.actions",
                "definition.actions.*.else",
                "definition.actions.*.runAfter",
                "definition.parameters.$connections.defaultValue",
            ],
            "monitor:DataCollectionEndpoint": ["immutableId"],
            "monitor:PrivateLinkScope": ["accessModeSettings.exclusions"],
            "network:ApplicationGateway": [
                "backendAddressPools[].id",
                "backendHttpSettingsCollection[].id",
                "frontendIPConfigurations[].id",
                "frontendPorts[].id",
                "gatewayIPConfigurations[].id",
                "httpListeners[].id",
                "probes[].id",
                "requestRoutingRules[].id",
                "rewriteRuleSets[].id",
                "rewriteRuleSets[].rewriteRules[].conditions",
                "sslCertificates[].id",
                "tags.EnhancedNetworkControl",
            ],
            "network:AzureFirewall": ["ipConfigurations[].id", "threatIntelMode"],
            "network:FirewallPolicyRuleCollectionGroup": ["name"],
            "network:NetworkSecurityGroup": ["securityRules[].etag", "securityRules[].id", "securityRules[].type"],
            "network:PrivateDnsZoneGroup": ["name"],
            "network:PrivateEndpoint": [
                "customNetworkInterfaceName",
                "privateLinkServiceConnections[].id",
                "privateLinkServiceConnections[].privateLinkServiceConnectionState",
            ],
            "network:PublicIPAddress": ["idleTimeoutInMinutes", "ipAddress"],
            "network:RouteTable": ["routes", "routes[].etag", "routes[].id", "routes[].type"],
            "network:Subnet": ["delegations[].etag", "delegations[].id", "delegations[].type", "name", "type"],
            "network:WebApplicationFirewallPolicy": [
                "managedRules.exclusions",
                "managedRules.managedRuleSets[].ruleGroupOverrides",
            ],
            "operationalinsights:DataExport": ["createdDate", "dataExportId", "lastModifiedDate"],
            "operationalinsights:Workspace": ["forceCmkForQuery"],
            "resources:Deployment": ["properties.template"],
            "resources:Resource": ["apiVersion", "properties.customParameterValues"],
            "securityinsights:ScheduledAlertRule": [
                "customDetails",
                "incidentConfiguration.groupingConfiguration.groupByAlertDetails",
                "incidentConfiguration.groupingConfiguration.groupByCustomDetails",
            ],
            "securityinsights:Watchlist": [
                "created",
                "createdBy",
                "isDeleted",
                "tenantId",
                "updated",
                "updatedBy",
                "uploadStatus",
                "watchlistId",
                "watchlistType",
            ],
            "storage:BlobContainer": ["immutableStorageWithVersioning"],
            "storage:StorageAccount": [
                "accessTier",
                "networkRuleSet.ipRules",
                "networkRuleSet.resourceAccessRules",
                "networkRuleSet.virtualNetworkRules",
            ],
        });
        assert.deepEqual(changed(await local.report(["up", ...fast])), []);
    });
});
