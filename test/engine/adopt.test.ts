// Does not prove that Azure accepts what the programs send: the cloud that they are deployed to stands in for it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { azurePackage } from "../../local/azure";
import { scaledClock } from "../../local/cloud/scaled-clock";
import { readSeed } from "../../local/cloud/seed";
import { textAt } from "../../local/provider/values";
import { randomPackage } from "../../local/random";
import { dependencies } from "../../package.json";
import { fixedKey } from "../local/cloud/fixed-key";
import { MemoryStore } from "../local/cloud/memory-store";
import { AttachedProgram } from "./attached-program";

const checkout = path.resolve(__dirname, "..", "..");
const examples = path.join(checkout, "docs", "adopt");
const seed = readSeed();

/** What an adopter already has. */
const landingZone = `
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as network from "@pulumi/azure-native/network";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as privatedns from "@pulumi/azure-native/privatedns";
import * as resources from "@pulumi/azure-native/resources";

const location = "westeurope";
const { name: resourceGroupName } = new resources.ResourceGroup("group", { resourceGroupName: "rg-hub", location });
const hub = new network.VirtualNetwork("hub", {
    resourceGroupName,
    location,
    virtualNetworkName: "vnet-hub",
    addressSpace: { addressPrefixes: ["10.50.0.0/16"] },
});
const subnet = new network.Subnet("endpoints", {
    resourceGroupName,
    virtualNetworkName: hub.name,
    subnetName: "endpoints",
    addressPrefix: "10.50.200.0/24",
});
const zone = new privatedns.PrivateZone("vaults", {
    resourceGroupName,
    location: "Global",
    privateZoneName: "privatelink.vaultcore.azure.net",
});
const log = new operationalinsights.Workspace("log", { resourceGroupName, location, workspaceName: "log-hub" });
const vault = new keyvault.Vault("vault", {
    resourceGroupName,
    location,
    vaultName: "Payments-Keys",
    tags: { team: "payments" },
    properties: {
        tenantId: "11111111-1111-4111-8111-111111111111",
        sku: { family: "A", name: "premium" },
        enableRbacAuthorization: true,
        accessPolicies: [],
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enablePurgeProtection: true,
        publicNetworkAccess: "Disabled",
        networkAcls: { defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: [] },
        enabledForDeployment: false,
        enabledForDiskEncryption: false,
        enabledForTemplateDeployment: false,
    },
});

export const virtualNetworkId = hub.id;
export const vaultId = vault.id;
export const subnetId = subnet.id;
export const zoneId = zone.id;
export const workspaceId = log.id;
`;

describe("a project outside the checkout that adopts the packed components", function () {
    this.timeout(600_000);

    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "adopter-")));
    const store = new MemoryStore();
    const cloud = { store, clock: scaledClock(100_000), seed, sealingKey: fixedKey };
    const open: AttachedProgram[] = [];
    let given: Record<string, string>;

    const npm = (...args: string[]) => promisify(execFile)("npm", [...args, "--loglevel=error"], { cwd: folder });

    before(async () => {
        await promisify(execFile)(process.execPath, [path.join(checkout, "tools", "build.js")]);
        writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "adopter", private: true }));
        await npm("pack", path.join(checkout, "dist", "components"));
        const [tarball = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
        const packages = [`./${tarball}`, `tsx@${dependencies.tsx}`];
        await npm("install", "--prefer-offline", "--no-audit", "--no-fund", "--save-exact", ...packages);
        given = await (await program("landing-zone", landingZone)).up();
    });
    after(async () => {
        for (const each of open.reverse()) await each.close();
        rmSync(folder, { recursive: true });
    });

    /** A program of the project with a stack of its own. */
    async function program(name: string, source: string, configuration = {}): Promise<AttachedProgram> {
        const home = path.join(folder, name);
        mkdirSync(home);
        writeFileSync(path.join(home, "index.ts"), source);
        const config = Object.entries(configuration).map(([key, value]) => [`${name}:${key}`, value]);
        writeFileSync(path.join(home, "Pulumi.test.yaml"), stringify({ config: Object.fromEntries(config) }));
        const attached = await AttachedProgram.openIn(home, [azurePackage(cloud), randomPackage()]);
        open.push(attached);
        return attached;
    }

    const sourceOf = (name: string, file = "index.ts") => readFileSync(path.join(examples, name, file), "utf8");

    /** A program of docs/adopt, configured with what there is. */
    function example(name: string, file?: string): Promise<AttachedProgram> {
        const { tenantId, subscriptionId } = seed;
        const place = { resourceGroupName: "rg-hub", location: "westeurope", tenantId, subscriptionId };
        return program(name, sourceOf(name, file), { ...place, ...given });
    }

    const vaultOf = (name: string) => [...store.records].find(([key]) => key.toLowerCase().endsWith(`/vaults/${name}`));

    it("takes over a vault that exists, and changes nothing about it", async () => {
        const before = vaultOf("payments-keys");
        assert.ok(before);
        const adopter = await example("import-a-vault");
        const created = ["payments", "payments-endpoint", "payments-endpoint-zones", "payments-logs"];
        assert.deepEqual(await adopter.preview(), {
            "import-a-vault-test": "create",
            ...Object.fromEntries(created.map((name) => [name, "create"])),
            "payments-vault": "import",
        });
        assert.deepEqual(await adopter.up(), { vaultUri: "https://payments-keys.vault.azure.net/" });
        assert.deepEqual(vaultOf("payments-keys"), before);
        assert.deepEqual(await adopter.preview(), {});

        adopter.change(sourceOf("import-a-vault").replace("transformations: [imported]", ""));
        assert.deepEqual(await adopter.preview(), { "payments-vault": "update" });
    });

    it("puts subnets, firewall and vault into a network that exists, beside its workspace and its DNS zone", async () => {
        const before = [...store.records.keys()];
        const adopter = await example("existing-network");
        assert.deepEqual(await adopter.up(), {
            vaultUri: "https://kv-contoso-agents-nxp3f.vault.azure.net/",
            firewallPrivateAddress: "10.50.24.4",
        });
        const made = [...store.records.keys()].filter((key) => !before.includes(key));
        for (const type of ["virtualnetworks", "workspaces", "privatednszones"])
            assert.deepEqual(
                made.filter((key) => new RegExp(`^arm:[^]*/${type}/[^/]+$`).test(key)),
                [],
            );
        assert.equal(made.filter((key) => /\/virtualnetworks\/vnet-hub\/subnets\/[^/]+$/.test(key)).length, 7);
        assert.deepEqual(await adopter.preview(), {});
        await adopter.destroy();
        assert.deepEqual(
            [...store.records.keys()].filter((key) => key.startsWith("arm:") && !before.includes(key)),
            [],
        );
    });

    it("moves a vault from the stack into a component, and closes it where it stands", async () => {
        const adopter = await example("move-into-a-component", "flat.ts");
        await adopter.up();
        const before = vaultOf("kv-contoso-billing");
        assert.equal(textAt(before?.[1], "body.properties.publicNetworkAccess"), "Enabled");

        adopter.change(sourceOf("move-into-a-component"));
        const created = ["billing", "billing-endpoint", "billing-endpoint-zones", "billing-logs"];
        assert.deepEqual(await adopter.preview(), {
            ...Object.fromEntries(created.map((name) => [name, "create"])),
            "billing-vault": "update",
        });
        await adopter.up();
        const after = vaultOf("kv-contoso-billing");
        assert.equal(after?.[0], before?.[0]);
        assert.equal(textAt(after?.[1], "body.properties.publicNetworkAccess"), "Disabled");
        assert.deepEqual(await adopter.preview(), {});
    });
});
