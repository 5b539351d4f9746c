// One resource or a few for each thing that the policy pack must see; `samples` in the configuration says which.
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

const samples = new pulumi.Config().require("samples").split(",");

const safe = {
    tenantId: "11111111-1111-4111-8111-111111111111",
    sku: { family: "A", name: "premium" },
    enableRbacAuthorization: true,
    enablePurgeProtection: true,
    softDeleteRetentionInDays: 90,
    publicNetworkAccess: "Disabled",
    networkAcls: { defaultAction: "Deny", bypass: "None" },
};
const weak = { ...safe, enableRbacAuthorization: false };
const tags = {
    environment: "test",
    owner: "platform-engineering",
    "data-classification": "internal",
    "mcp-component": "key-vault",
    "cost-center": "4711",
};
const placed = { resourceGroupName: "rg", location: "westeurope", tags };

class Custom extends pulumi.CustomResource {}

/** With any inputs: the types of the SDK would not let a bad one through. */
function custom(type: string, name: string, inputs: object, opts: pulumi.CustomResourceOptions = {}) {
    return new Custom(type, name, inputs, opts);
}

function vault(name: string, properties: pulumi.Input<object>, opts?: pulumi.CustomResourceOptions) {
    return new keyvault.Vault(
        name,
        { ...placed, vaultName: `kv-${name}`, properties: properties as keyvault.VaultArgs["properties"] },
        opts,
    );
}

/** Not known before a resource of this sample exists. */
function after<T>(source: pulumi.CustomResource, value: T): pulumi.Output<T> {
    return source.id.apply(() => value);
}

function secret(name: string, properties: object) {
    return new keyvault.Secret(name, {
        resourceGroupName: "rg",
        vaultName: "kv-first",
        secretName: name,
        tags,
        properties: { value: pulumi.secret("hunter2"), ...properties },
    });
}

const tomorrow = Math.floor(Date.now() / 1000) + 86_400;
vault("first", safe);

const programs: Record<string, () => void> = {
    plain: () => {
        vault("weak", weak);
    },
    versioned: () => {
        custom("azure-native:keyvault/v20230701:Vault", "versioned", {
            ...placed,
            vaultName: "kv-v",
            properties: weak,
        });
    },
    package: () => {
        const type = "azure-native_keyvault_v20260201:keyvault:Vault";
        custom(type, "package", { ...placed, vaultName: "kv-p", properties: weak });
    },
    generic: () => {
        new resources.Resource("generic", {
            ...placed,
            resourceProviderNamespace: "Microsoft.KeyVault",
            parentResourcePath: "",
            resourceType: "vaults",
            resourceName: "kv-generic",
            apiVersion: "2024-11-01",
            properties: weak,
        });
    },
    template: () => {
        const inTemplate = { type: "Microsoft.KeyVault/vaults", name: "kv-t", apiVersion: "2024-11-01", ...placed };
        new resources.Deployment("template", {
            resourceGroupName: "rg",
            properties: { mode: "Incremental", template: { resources: [{ ...inTemplate, properties: weak }] } },
        });
    },
    absent: () => {
        custom("azure-native:keyvault:Vault", "absent", { ...placed, vaultName: "kv-absent" });
    },
    whole: () => {
        vault("whole", { ...safe, enablePurgeProtection: after(vault("before-whole", safe), true) });
    },
    deep: () => {
        const expires = after(vault("before-deep", safe), tomorrow);
        secret("deep", { contentType: "text/plain", attributes: { expires } });
    },
    hidden: () => {
        secret("hidden", { contentType: pulumi.secret("text/plain"), attributes: { expires: tomorrow } });
    },
    unlabelled: () => {
        secret("unlabelled", { contentType: "", attributes: { expires: tomorrow } });
    },
    thrown: () => {
        custom("azure-native:keyvault:Key", "thrown", {
            resourceGroupName: "rg",
            vaultName: "kv-first",
            keyName: "thrown",
            tags: { purpose: "kms" },
            properties: { kty: "RSA-HSM", keySize: 3072, keyOps: "sign" },
        });
    },
    byId: () => {
        vault("known", safe);
        endpoint("known", vaultId("kv-known"));
    },
    byDependency: () => {
        endpoint("linked", after(vault("linked", safe), vaultId("kv-linked")));
    },
};

function vaultId(name: string): string {
    return `/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`;
}

function endpoint(name: string, privateLinkServiceId: pulumi.Input<string>) {
    const privateEndpointName = `pe-${name}`;
    const privateEndpoint = new network.PrivateEndpoint(`${name}-endpoint`, {
        ...placed,
        privateEndpointName,
        privateLinkServiceConnections: [{ name: "vault", groupIds: ["vault"], privateLinkServiceId }],
    });
    new network.PrivateDnsZoneGroup(`${name}-zones`, {
        resourceGroupName: "rg",
        privateEndpointName: after(privateEndpoint, privateEndpointName),
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [
            {
                name: "vault",
                privateDnsZoneId:
                    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net",
            },
        ],
    });
}

for (const sample of samples.filter((name) => name !== "none")) programs[sample]?.();
