import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHomeJournal } from "../../../local/cloud/home-journal";
import { sealingKeyFile } from "../../../local/cloud/sealing-key";
import { openSigningKey } from "../../../local/entra/tokens/signing-key";
import type { Properties } from "../../../local/provider/provider";
import { textAt } from "../../../local/provider/values";
import { type Cloud, groupId, newCloud } from "../azure/fixture";
import {
    accountId,
    deploy,
    environmentId,
    example,
    networkId,
    registryId,
    role,
    rule,
    runnerSubnet,
    subnetId,
    vaultId,
    workspaceId,
} from "../azure/landscape";
import { fixedKey } from "../cloud/fixed-key";

export const jobId = `${groupId}/providers/Microsoft.App/jobs/deliver`;
export const runnerSubnetId = `${networkId}/subnets/runner`;
export const image = "crone.azurecr.io/runner:1";
export const blobHost = "stone.blob.core.windows.net";
export const vaultHost = "kv-one.vault.azure.net";

const inGroup = { resourceGroupName: "rg", location: "westeurope" };

/** A home folder, and what is deployed in it. */
export interface RunnerHome {
    home: string;
    /** Of the job. */
    clientId: string;
    /** Object id of the job's identity. */
    principalId: string;
    remove(): Promise<void>;
}

export interface RunnerLandscape {
    /** Roles of the job's identity besides AcrPull. */
    roles?: [role: string, scope: string][];
    /** Text of the module that the job runs. */
    module?: string;
    /** Changes of the job's inputs. */
    job?: Properties;
    /** Whether the network leads to the internet. */
    internet?: boolean;
    /** Whether the identity may pull images. */
    pulls?: boolean;
    /** What else is deployed, once the rest is, given the object id of the job's identity. */
    more?(cloud: Cloud, principalId: string): Promise<void>;
}

/** A runner with a job, and a vault, an account and a registry that its network reaches by private endpoints. */
export async function runnerHome(landscape: RunnerLandscape = {}): Promise<RunnerHome> {
    const cloud = newCloud();
    const identity = await deployAll(cloud, landscape);
    await landscape.more?.(cloud, identity.principalId);
    const home = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
    const journal = await openHomeJournal(home);
    await journal.write(cloud.store.list("").map(([key, value]) => ({ key, value })));
    await journal.close();
    await writeFile(sealingKeyFile(home), fixedKey(), { mode: 0o600 });
    await keepSigningKey(home);
    return { home, ...identity, remove: () => rm(home, { recursive: true }) };
}

const signingKeyFile = "token-signing-key.json";
let signingKey: Buffer | undefined;

/** All homes of a process have the same key, for it takes long to draw one. */
async function keepSigningKey(home: string): Promise<void> {
    if (signingKey === undefined) {
        await openSigningKey(home);
        signingKey = await readFile(join(home, signingKeyFile));
    } else {
        await writeFile(join(home, signingKeyFile), signingKey, { mode: 0o600 });
    }
}

async function deployAll(cloud: Cloud, landscape: RunnerLandscape): Promise<{ clientId: string; principalId: string }> {
    const { roles = [], module = "", job = {}, internet = true, pulls = true } = landscape;
    const outside = { ...rule("out", 200, "Outbound"), access: internet ? "Allow" : "Deny" };
    await deploy(
        cloud,
        "resources:ResourceGroup",
        "network:VirtualNetwork",
        "network:NetworkSecurityGroup",
        "network:Subnet",
        "operationalinsights:Workspace",
        "keyvault:Vault",
        "keyvault:Secret",
        "storage:StorageAccount",
        "storage:BlobServiceProperties",
        "storage:BlobContainer",
        "containerregistry:Registry",
    );
    await cloud.create("network:NetworkSecurityGroup", {
        ...inGroup,
        networkSecurityGroupName: "nsg-runner",
        securityRules: [
            { ...rule("inside", 100, "Outbound"), access: "Allow", destinationAddressPrefix: "VirtualNetwork" },
            outside,
        ],
    });
    await cloud.create("network:Subnet", {
        ...runnerSubnet,
        networkSecurityGroup: { id: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-runner` },
    });
    await privateEndpoint(cloud, vaultId, "vault", "privatelink.vaultcore.azure.net");
    await privateEndpoint(cloud, accountId, "blob", "privatelink.blob.core.windows.net");
    await privateEndpoint(cloud, registryId, "registry", "privatelink.azurecr.io");

    const { outputs } = await cloud.create("managedidentity:UserAssignedIdentity", {
        ...inGroup,
        resourceName: "id-one",
    });
    const principalId = textAt(outputs, "principalId") ?? "";
    const pull: [string, string][] = pulls ? [["AcrPull", registryId]] : [];
    for (const [index, [name, scope]] of [...pull, ...roles].entries()) {
        await cloud.create("authorization:RoleAssignment", {
            scope,
            roleAssignmentName: `55555555-5555-4555-8555-00000000010${index}`,
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: role(name),
        });
    }
    await cloud.create("app:ManagedEnvironment", {
        ...example["app:ManagedEnvironment"],
        vnetConfiguration: { internal: true, infrastructureSubnetId: runnerSubnetId },
    });
    await cloud.create("monitor:DiagnosticSetting", {
        resourceUri: environmentId,
        name: "audit",
        workspaceId,
        logs: [{ categoryGroup: "allLogs", enabled: true }],
    });
    const clientId = textAt(outputs, "clientId") ?? "";
    const template = templateOf(module, { AZURE_CLIENT_ID: clientId });
    await cloud.create("app:Job", { ...example["app:Job"], template, ...job });
    return { clientId, principalId };
}

async function privateEndpoint(cloud: Cloud, id: string, groupName: string, zone: string): Promise<void> {
    const name = `pe-${groupName}`;
    await cloud.create("privatedns:PrivateZone", {
        resourceGroupName: "rg",
        location: "global",
        privateZoneName: zone,
    });
    await cloud.create("privatedns:VirtualNetworkLink", {
        resourceGroupName: "rg",
        location: "global",
        privateZoneName: zone,
        virtualNetworkLinkName: "net",
        virtualNetwork: { id: networkId },
    });
    await cloud.create("network:PrivateEndpoint", {
        ...inGroup,
        privateEndpointName: name,
        subnet: { id: subnetId },
        privateLinkServiceConnections: [{ name: groupName, privateLinkServiceId: id, groupIds: [groupName] }],
    });
    await cloud.create("network:PrivateDnsZoneGroup", {
        resourceGroupName: "rg",
        privateEndpointName: name,
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [
            { name: groupName, privateDnsZoneId: `${groupId}/providers/Microsoft.Network/privateDnsZones/${zone}` },
        ],
    });
}

/** What a request to start a job may have. */
export function templateOf(module: string, environment: Record<string, string> = {}): Properties {
    const env = Object.entries(environment).map(([name, value]) => ({ name, value }));
    return {
        containers: [{ name: "job", image, command: ["node"], args: ["--input-type=module", "--eval", module], env }],
    };
}
