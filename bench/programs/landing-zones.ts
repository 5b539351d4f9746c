// Fifteen bare resources for each of BENCH_ZONES groups: what providers cost, not components.
import * as pulumi from "@pulumi/pulumi";

class Bare extends pulumi.CustomResource {}
const register = Bare as unknown as new (
    type: string,
    name: string,
    inputs: pulumi.Inputs,
    opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

for (let zone = 0; zone < Number(process.env.BENCH_ZONES); zone++) {
    const create = (type: string, name: string, inputs: pulumi.Inputs, ...dependsOn: pulumi.Resource[]) =>
        new register(`azure-native:${type}`, `${name}-${zone}`, inputs, { dependsOn });
    const placed = { resourceGroupName: `rg-${zone}`, location: "westeurope" };
    const group = create("resources:ResourceGroup", "group", placed);
    const network = create(
        "network:VirtualNetwork",
        "network",
        { ...placed, virtualNetworkName: "net", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
        group,
    );
    for (let i = 0; i < 4; i++) {
        create("network:NetworkSecurityGroup", `nsg${i}`, { ...placed, networkSecurityGroupName: `nsg${i}` }, group);
    }
    let before = network; // a network takes one write at a time
    for (let i = 0; i < 4; i++) {
        const inputs = { resourceGroupName: `rg-${zone}`, virtualNetworkName: "net", subnetName: `subnet${i}` };
        before = create("network:Subnet", `subnet${i}`, { ...inputs, addressPrefix: `10.0.${i}.0/24` }, before);
    }
    create("operationalinsights:Workspace", "log", { ...placed, workspaceName: "log-one" }, group);
    create("managedidentity:UserAssignedIdentity", "identity", { ...placed, resourceName: "id-one" }, group);
    const vaultName = `kv-bench-${zone}`;
    const properties = {
        tenantId: "11111111-1111-4111-8111-111111111111",
        sku: { family: "A", name: "premium" },
        enablePurgeProtection: true,
    };
    const vault = create("keyvault:Vault", "vault", { ...placed, vaultName, properties }, group);
    for (const keyName of ["disk", "backup"]) {
        const inputs = { resourceGroupName: `rg-${zone}`, vaultName, keyName, properties: { kty: "RSA-HSM" } };
        create("keyvault:Key", keyName, inputs, vault);
    }
}
