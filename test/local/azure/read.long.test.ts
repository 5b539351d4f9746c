// Does not prove that Azure's own defaults never look like drift: outputs are those of the local cloud.
import assert from "node:assert/strict";
import type { Properties } from "../../../local/provider/provider";
import { textAt } from "../../../local/provider/values";
import { type Cloud, newCloud } from "./fixture";
import { deploy, everything, example, vaultId } from "./landscape";

const examples = everything.filter((step) => typeof step === "string");

/** Creates everything that comes before an example. */
async function deployBefore(cloud: Cloud, token: string): Promise<void> {
    for (const step of everything.slice(0, everything.indexOf(token))) {
        await (typeof step === "string" ? deploy(cloud, step) : cloud.create(...step));
    }
}

/** Somebody changes a resource behind Pulumi's back. */
async function drift(cloud: Cloud, id: string, change: (body: Properties) => Properties) {
    const key = `arm:${id.toLowerCase()}`;
    const record = cloud.store.get(key) ?? {};
    await cloud.store.write([{ key, value: { ...record, body: change(record.body as Properties) } }]);
}

describe("azure read", () => {
    it("covers every example", () => {
        assert.deepEqual(examples.toSorted(), Object.keys(example).sort());
    });

    for (const token of examples) {
        it(`shows no drift of ${token} when there is none`, async () => {
            const cloud = newCloud();
            await deployBefore(cloud, token);
            const { inputs } = await cloud.check(token, example[token] ?? {});
            const { id, outputs } = await cloud.create(token, inputs);
            assert.deepEqual(await cloud.read(token, id, inputs, outputs), { id, inputs, outputs });
        });

        it(`imports ${token} with inputs that change nothing`, async () => {
            const cloud = newCloud();
            await deployBefore(cloud, token);
            const { inputs } = await cloud.check(token, example[token] ?? {});
            const { id } = await cloud.create(token, inputs);
            const imported = await cloud.read(token, id);
            // what a request sends and Azure never returns, or returns in lower case
            const lost: Record<string, string[]> = {
                "keyvault:Secret": ["properties.value"],
                // collections with nothing in them
                "logic:Workflow": [
                    "definition.parameters.$connections.defaultValue",
                    "definition.actions.read.runAfter",
                    "definition.actions.each.actions.one.runAfter",
                    "definition.outputs",
                ],
                "monitor:DiagnosticSetting": ["resourceUri"],
                "resources:Deployment": ["properties.template"],
                "resources:Resource": ["apiVersion"],
            };
            const { changes } = await cloud.diff(token, imported?.inputs ?? {}, inputs, imported?.outputs);
            const needed = Object.entries(changes).filter(([, change]) => change !== "delete");
            assert.deepEqual(
                needed.map(([path]) => path),
                lost[token] ?? [],
            );
        });
    }

    it("puts what changed in Azure into the inputs, and only that", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { inputs } = await cloud.check("keyvault:Vault", { ...example["keyvault:Vault"], tags: { a: "1" } });
        const { outputs } = await cloud.create("keyvault:Vault", inputs);
        await drift(cloud, vaultId, (body) => ({
            ...body,
            tags: { a: "2" },
            properties: {
                ...(body.properties as Properties),
                publicNetworkAccess: "enabled",
                enabledForDeployment: true,
            },
        }));
        const read = await cloud.read("keyvault:Vault", vaultId, inputs, outputs);
        assert.deepEqual(read?.inputs, {
            ...inputs,
            tags: { a: "2" },
            properties: {
                ...(inputs.properties as Properties),
                publicNetworkAccess: "enabled",
                enabledForDeployment: true,
            },
        });
        assert.equal(textAt(read?.outputs, "properties.publicNetworkAccess"), "enabled");
        const { changes } = await cloud.diff("keyvault:Vault", read?.inputs ?? {}, inputs);
        assert.deepEqual(changes, {
            "tags.a": "update",
            "properties.publicNetworkAccess": "update",
            "properties.enabledForDeployment": "delete",
        });
    });

    it("does not put read-only outputs and lists of sub-resources into the inputs", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { inputs } = await cloud.check("keyvault:Vault", example["keyvault:Vault"] ?? {});
        const { outputs } = await cloud.create("keyvault:Vault", inputs);
        await drift(cloud, vaultId, (body) => ({
            ...body,
            properties: {
                ...(body.properties as Properties),
                accessPolicies: [{ objectId: "x" }],
                vaultUri: "https://other",
            },
        }));
        assert.deepEqual((await cloud.read("keyvault:Vault", vaultId, inputs, outputs))?.inputs, inputs);
    });

    it("has nothing to say about a resource that is gone", async () => {
        const cloud = newCloud();
        assert.equal(await cloud.read("keyvault:Vault", vaultId, {}, {}), undefined);
    });

    it("refuses an id of another type", async () => {
        await assert.rejects(newCloud().read("keyvault:Key", vaultId), {
            name: "Refusal",
            message: `the ID '${vaultId}' does not match the path template '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}'`,
        });
    });
});
