// Does not prove what Azure answers: the engine, the components and the program are real, the local cloud stands in.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { azurePackage } from "../../local/azure";
import { scaledClock } from "../../local/cloud/scaled-clock";
import { readSeed } from "../../local/cloud/seed";
import type { Properties } from "../../local/provider/provider";
import { fixedKey } from "../local/cloud/fixed-key";
import { MemoryStore } from "../local/cloud/memory-store";
import { AttachedProgram } from "./attached-program";

/** Components with one resource of each kind that is imported; GENERATED: what `pulumi import` would write instead. */
const source = `
import * as pulumi from "@pulumi/pulumi";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Provider } from "@pulumi/azure-native/provider";
import { AuditLog, KeyVault, Network, PrivateLinkService, ResourceGroup } from ${JSON.stringify(resolve(__dirname, "../../components"))};

const { IDS = "{}", GENERATED } = process.env;
const ids = JSON.parse(IDS);
pulumi.runtime.registerStackTransformation(({ name, props, opts }) =>
    ids[name] ? { props, opts: { ...opts, import: ids[name] } } : undefined);
const provider = new Provider("azure", {});
const opts = { provider };

function components() {
    const placement = {
        subscriptionId: "22222222-2222-4222-8222-222222222222",
        location: "westeurope",
        naming: { organisation: "contoso", workload: "mcp", environment: "dev" },
        ownership: { owner: "platform team", costCenter: "4711", dataClassification: "confidential" },
    };
    const tenantId = "11111111-1111-4111-8111-111111111111";
    const providers = { providers: [provider] };
    const group = new ResourceGroup("group", placement, providers);
    const base = { ...placement, resourceGroupName: group.resourceGroupName };
    const { workspaceId } = new AuditLog("log", { ...base }, providers);
    const network = new Network("network", { ...base, workspaceId, addressSpace: "10.20.0.0/20" }, providers);
    const { resourceGroupName, location } = base;
    const app = new UserAssignedIdentity("app", { resourceGroupName, location, resourceName: "id-app" }, opts);
    const shared = { ...base, tenantId, workspaceId, network: network.endpointsFor(PrivateLinkService.Vault) };
    const users = { app: { principalId: app.principalId, principalType: "ServicePrincipal" } };
    const officers = { group: { principalId: "33333333-3333-4333-8333-000000000001", principalType: "Group" } };
    const session = { value: "hunter2", contentType: "text/plain", expires: "2027-01-31T00:00:00Z" };
    new KeyVault("secrets", { ...shared, officers, secrets: { session } }, providers);
    new KeyVault("keys", { ...shared, officers, keys: { disk: { purpose: "disk-encryption", users } } }, providers);
}

if (GENERATED) {
    for (const { type, name, inputs } of JSON.parse(GENERATED)) {
        const [, module, Class] = type.split(":");
        new (require("@pulumi/azure-native/" + module)[Class])(name, inputs, opts);
    }
} else {
    components();
}
`;

interface StateResource {
    urn: string;
    type: string;
    id: string;
    provider: string;
    inputs: Properties;
}

describe("resources that exist, imported by the real engine", function () {
    this.timeout(240_000);

    const store = new MemoryStore();
    let folder: string;
    let program: AttachedProgram;
    let made: StateResource[];

    const nameOf = ({ urn }: StateResource) => urn.slice(urn.lastIndexOf("::") + 2);

    async function exported(): Promise<{ version: number; deployment: { resources?: StateResource[] } }> {
        return JSON.parse(await program.pulumi({}, "stack", "export", "--show-secrets"));
    }

    const isAzure = ({ type }: StateResource) => type.startsWith("azure-native:");

    const inState = async () => ((await exported()).deployment.resources ?? []).filter(isAzure);

    /** Pulumi forgets what exists; only the stack and its provider stay. */
    async function forget(): Promise<void> {
        const { version, deployment } = await exported();
        const kept = (deployment.resources ?? []).filter(({ type }) => type.startsWith("pulumi:"));
        const file = join(folder, "state.json");
        await writeFile(file, JSON.stringify({ version, deployment: { ...deployment, resources: kept } }));
        await program.pulumi({}, "stack", "import", "--file", file);
    }

    /** Azure answers with the scope of a diagnostic setting in lower case; an import takes the spelling of the program. */
    const idInProgram = ({ id, inputs: { resourceUri } }: StateResource) =>
        typeof resourceUri === "string" ? resourceUri + id.slice(resourceUri.length) : id;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        const azure = azurePackage({ store, clock: scaledClock(100_000), seed: readSeed(), sealingKey: fixedKey });
        program = await AttachedProgram.open("imports", source, [azure]);
        await program.up();
        made = await inState();
    });

    after(async () => {
        await program.close();
        await rm(folder, { recursive: true });
    });

    /** Without versions of secrets: an import cannot see that the program has the value, and sends it. */
    const keys = () => [...store.records.keys()].filter((key) => !key.startsWith("sealed:")).sort();

    it("do not change any more when the program says which they are", async () => {
        await forget();
        const records = keys();
        const IDS = JSON.stringify(Object.fromEntries(made.map((each) => [nameOf(each), idInProgram(each)])));

        await program.up({ IDS });

        assert.deepEqual(
            (await inState()).map((each) => [nameOf(each), each.inputs.resourceUri ? "" : each.id]).sort(),
            made.map((each) => [nameOf(each), each.inputs.resourceUri ? "" : each.id]).sort(),
        );
        assert.deepEqual(keys(), records, "nothing was made, nothing went");
        assert.deepEqual(await program.preview({ IDS }), {});
        assert.deepEqual(await program.preview(), {});
    });

    it("do not change when the program is what an import would write", async () => {
        await forget();
        const file = join(folder, "resources.json");
        const provider = made[0]?.provider ?? "";
        const nameTable = { provider: provider.slice(0, provider.lastIndexOf("::")) };
        const resources = made.map((each) => ({
            type: each.type,
            name: nameOf(each),
            id: idInProgram(each),
            provider: "provider",
        }));
        await writeFile(file, JSON.stringify({ nameTable, resources }));
        const options = ["--yes", "--generate-code=false", "--protect=false"];

        await program.pulumi({}, "import", "--file", file, ...options);

        const imported = await inState();
        const GENERATED = JSON.stringify(
            imported.map((each) => ({ type: each.type, name: nameOf(each), inputs: each.inputs })),
        );
        assert.equal(imported.length, made.length);
        assert.deepEqual(await program.preview({ GENERATED }), {});
    });
});
