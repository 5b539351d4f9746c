// Does not prove that the engine can work with the cloud: the tests on the real engine do.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { CreateRequest, InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type RunningCloud, startCloud } from "../../../local/cloud/client";
import type { Value } from "../../../local/provider/provider";
import { toProperties, toStruct } from "../../../local/provider/wire";
import { EngineClient } from "../provider/engine-client";

const group = {
    urn: "urn:pulumi:s::p::azure-native:resources:ResourceGroup::group",
    type: "azure-native:resources:ResourceGroup",
};

describe("startCloud", () => {
    let home: string;
    const running: RunningCloud[] = [];
    const clients: EngineClient[] = [];
    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "cloud-"));
    });
    afterEach(async () => {
        for (const client of clients.splice(0)) {
            client.close();
        }
        for (const cloud of running.splice(0)) {
            await cloud.stop();
        }
        rmSync(home, { recursive: true });
    });

    async function start(options: { speed?: number; firstPort?: number } = {}): Promise<RunningCloud> {
        const cloud = await startCloud({ home, speed: 1000, ...options });
        running.push(cloud);
        return cloud;
    }

    async function stop(): Promise<void> {
        await running.pop()?.stop();
    }

    async function connect({ providers }: RunningCloud, name: string): Promise<EngineClient> {
        const client = new EngineClient(providers[name] as number);
        clients.push(client);
        return await client.configure();
    }

    /** The error's text if it fails. */
    async function createGroup(engine: EngineClient): Promise<string> {
        const inputs = { resourceGroupName: "rg-a", location: "westeurope", azureApiVersion: "2024-11-01" };
        const request = new CreateRequest().setUrn(group.urn).setType(group.type).setName("group");
        return await engine.call("create", request.setProperties(toStruct(inputs))).then(
            (response) => response.getId(),
            ({ details }) => details,
        );
    }

    async function tenantId(engine: EngineClient): Promise<Value | undefined> {
        const request = new InvokeRequest().setTok("azure-native:authorization:getClientConfig");
        return toProperties((await engine.call("invoke", request)).getReturn()).tenantId;
    }

    it("serves Azure, Entra and random values, and remembers what was created", async () => {
        const cloud = await start();
        assert.deepEqual(Object.keys(cloud.providers).sort(), ["azure-native", "azuread", "kubernetes", "random"]);
        const random = await connect(cloud, "random");
        assert.match((await random.call("getPluginInfo", new Empty())).getVersion(), /^4\./);
        const azure = await connect(cloud, "azure-native");
        assert.equal(await tenantId(azure), "11111111-1111-4111-8111-111111111111");
        const id = await createGroup(azure);
        assert.match(id, /\/resourceGroups\/rg-a$/);
        await stop();

        const again = await connect(await start(), "azure-native");
        assert.equal(await createGroup(again), `cannot create already existing resource '${id}'`);
    });

    it("listens on the ports that follow the first one", async () => {
        const free = createServer();
        await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
        const { port } = free.address() as { port: number };
        await new Promise((resolve) => free.close(resolve));
        const { providers } = await start({ firstPort: port });
        assert.deepEqual(providers, {
            "azure-native": port,
            azuread: port + 1,
            random: port + 2,
            kubernetes: port + 3,
        });
    });

    it("tells in one message why it cannot start, and leaves nothing behind", async () => {
        const taken = createServer();
        await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
        const { port } = taken.address() as { port: number };
        await assert.rejects(start({ firstPort: port }), {
            message:
                `The provider azure-native cannot listen on port ${port} of 127.0.0.1: another program uses it. ` +
                "Give another first port with --port, or leave --port out to take free ones.",
        });
        taken.close();
        await assert.rejects(start({ speed: 0 }), {
            message: "--speed is 0; it must be a number greater than 0: seconds of the cloud per second.",
        });
    });

    it("names the process that uses the folder, or the damage in it", async () => {
        await start();
        await assert.rejects(startCloud({ home, speed: 1 }), /journal is in use by process \d+: only one local cloud/);
        await stop();
        writeFileSync(join(home, "journal"), "not a journal\n");
        await assert.rejects(
            startCloud({ home, speed: 1 }),
            /line 1 of .*journal is not as it was written\. The whole file is kept/,
        );
        await start();
    });

    it("cannot keep its state in a file", async () => {
        const path = join(home, "file");
        appendFileSync(path, "");
        await assert.rejects(startCloud({ home: path, speed: 1 }), {
            message: /^The local cloud cannot keep its state in .*Make the folder writable, or set ZERO_TRUST_MCP_HOME/,
        });
    });

    it("reports a cloud that was killed", async () => {
        const cloud = await start();
        process.kill(pidOfCloud(home), "SIGKILL");
        running.pop();
        await assert.rejects(cloud.stop(), /^Error: The local cloud ended with SIGKILL\. The end of its log/);
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`ends cleanly on ${signal}, in the middle of an operation`, async () => {
            const cloud = await start({ speed: 0.001 });
            const engine = await connect(cloud, "azure-native");
            const creation = createGroup(engine);
            await tenantId(engine); // the requests of one connection arrive in order
            process.kill(pidOfCloud(home), signal);
            await cloud.stop();
            assert.equal(await creation, "operation cancelled");
        });
    }

    it("ends when the process that started it is killed", async () => {
        const script = `
            require(${JSON.stringify(join(__dirname, "../../../local/cloud/client"))})
                .startCloud({ home: ${JSON.stringify(home)}, speed: 1000 })
                .then(() => console.log("ready"));
        `;
        const parent = spawn(process.execPath, ["--import", "tsx", "--eval", script], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        for await (const line of createInterface({ input: parent.stdout as Readable })) {
            assert.equal(line, "ready");
            break;
        }
        const cloud = pidOfCloud(home);
        parent.kill("SIGKILL");
        await once(parent, "exit");
        while (isRunning(cloud)) {
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        await start();
    });
});

/** From the lock that the cloud holds. */
function pidOfCloud(home: string): number {
    const { pid } = JSON.parse(readlinkSync(join(home, "journal.lock-1")));
    return pid;
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
