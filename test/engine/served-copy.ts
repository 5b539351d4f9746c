import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { namedValueText } from "../../local/azure/api-management/named-value-text";
import { setByHand } from "../../local/azure/by-hand";
import { Cloud, type Stored } from "../../local/azure/cloud";
import { requestFor } from "../../local/azure/drift";
import * as operations from "../../local/azure/operations";
import { readOnlyCloud } from "../../local/azure/read-only-cloud";
import { typeOf } from "../../local/azure/registry";
import { type Clock, noWaiting } from "../../local/cloud/clock";
import { openHomeJournal } from "../../local/cloud/home-journal";
import { readRecords } from "../../local/cloud/read-records";
import { sealingKey } from "../../local/cloud/sealing-key";
import { readSeed } from "../../local/cloud/seed";
import { type SignInChoice, signIn } from "../../local/entra/authority/sign-in";
import { resourceOf } from "../../local/entra/tokens/registered";
import { openSigningKey, verificationKeys } from "../../local/entra/tokens/signing-key";
import { tenantOf } from "../../local/entra/tokens/tenant";
import { type RunningMcpServer, startMcpServer } from "../../local/mcp-servers/start-mcp-server";
import type { Properties, Value } from "../../local/provider/provider";
import { textAt, valueAt } from "../../local/provider/values";
import { type Fetch, localFetch } from "../../local/serve/local-fetch";
import { type ServedCloud, serveCloud } from "../../local/serve/serve-cloud";
import { LocalRun } from "../support/local-run";
import { copyProgram } from "../support/program-copy";
import { fast, fastEverywhere } from "../support/suite-run";
import { endpoint, servedDeployment, tokenFor } from "./served-deployment";

const definition = resolve(__dirname, "..", "..", "stacks", "servers", "orders.yaml");
const namedValueType = "azure-native:apimanagement:NamedValue";

/**
 * What the shared deployment is, in a folder of its own: for tests that change it, or serve it anew. The server behind it
 * runs on, as a pod does when a gateway restarts.
 */
export class ServedCopy {
    readonly logged: string[] = [];
    /** The time of everything that is served: that of this machine, and what a test has added. */
    readonly clock = new PassingClock();
    behind!: RunningMcpServer;
    #served?: ServedCloud;

    private constructor(private readonly local: LocalRun) {}

    /**
     * Serves a copy from before the first test of a suite until after its last. To be called inside a `describe` block.
     *
     * @param streaming - Optional. Whether the server is deployed anew, as one that streams. Default: false.
     * @param cluster - Optional. Whether what is in the cluster is deployed, too. Default: false.
     */
    static forTests({ streaming = false, cluster = false } = {}): () => ServedCopy {
        let copy: ServedCopy | undefined;
        before(async () => {
            const { local } = await servedDeployment();
            copy = new ServedCopy(new LocalRun(await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"))));
            // as they are, for links of locks lead to no file
            await cp(local.folder, copy.local.folder, { recursive: true, verbatimSymlinks: true });
            if (streaming) await copy.#deployStreaming();
            if (cluster) await copy.#up(fastEverywhere);
            copy.behind = await startOrders(copy.home, streaming, copy.clock);
            await copy.restart();
        });
        after(async () => {
            await copy?.close();
        });
        return () => copy ?? assert.fail("No copy is served yet.");
    }

    /** Folder of the cloud. */
    private get home(): string {
        return join(this.local.home, "cloud");
    }

    /** `fetch` of a client, wherever the gateway listens now. */
    readonly fetch: Fetch = (url, init) => {
        const { edges, entra } = this.served;
        return localFetch([...edges, entra])(url, init);
    };

    get served(): ServedCloud {
        return this.#served ?? assert.fail("Nothing is served.");
    }

    /** Has somebody sign in, as in a browser. */
    signIn(url: URL, choice: SignInChoice): Promise<URL> {
        return signIn(url, choice, this.fetch);
    }

    /** Client id of a client of the environment, by its name. */
    clientId(name: string): Promise<string> {
        return this.namedValue(`mcp-orders-allowed-${name}`);
    }

    /** Text of a named value that is no secret. */
    async namedValue(name: string): Promise<string> {
        const cloud = readOnlyCloud(await readRecords(this.home), this.home);
        return textAt(namedValue(cloud, name).body, "value") ?? assert.fail(`no text of ${name}`);
    }

    /** Ends all that is served, if anything is, and serves it again. */
    async restart(): Promise<void> {
        await this.#served?.close();
        const servers = new Map([["orders", this.behind.origin]]);
        const { clock, home } = this;
        this.#served = await serveCloud({ home, servers, clock, log: (line) => this.logged.push(line) });
    }

    /** A token of Visual Studio Code for the endpoint, without the pages of the sign-in. */
    token(request: Parameters<typeof tokenFor>[1]): Promise<string> {
        return tokenFor(this.served, request);
    }

    /** Ends what is served, deploys the same again with what is in the cluster, and serves it. */
    async deployAgain(): Promise<void> {
        await this.#served?.close();
        await this.#up(fastEverywhere);
        await this.restart();
    }

    /** Changes a named value, as responders do. */
    async setNamedValue(name: string, value: string): Promise<void> {
        await this.#change((cloud) => setByHand(cloud, namedValue(cloud, name).id, "value", JSON.stringify(value)));
    }

    /** Does what a deployment does 30 days later: draws the former session key anew, and has both change places. */
    async rotateSessionKeys(): Promise<void> {
        await this.#change(async (cloud) => {
            const current = namedValue(cloud, "session-key-current");
            const previous = namedValue(cloud, "session-key-previous");
            const [signing, accepted] = [current, previous].map(secretOf);
            const drawn = cloud
                .all("azure-native:keyvault:Secret")
                .find(({ body }) => textAt(body, "properties.secretUri") === accepted);
            await putSecret(cloud, drawn ?? assert.fail(`no secret ${accepted}`), randomBytes(32).toString("base64"));
            await setByHand(cloud, current.id, "keyVault.secretIdentifier", JSON.stringify(accepted));
            await setByHand(cloud, previous.id, "keyVault.secretIdentifier", JSON.stringify(signing));
        });
    }

    async #deployStreaming(): Promise<void> {
        const main = await copyProgram(join(this.local.folder, "checkout"), (text) => `${text}\nstreaming: true\n`);
        await this.local.writeProject({ main });
        await this.#up(fast);
    }

    async #up(options: string[]): Promise<void> {
        const { exitCode, stderr, stdout } = await this.local.run(["up", ...options]);
        assert.equal(exitCode, 0, `${stderr}\n${stdout}`);
    }

    async #change(change: (cloud: Cloud) => Promise<unknown>): Promise<void> {
        const journal = await openHomeJournal(this.home);
        try {
            await change(new Cloud(journal, noWaiting, readSeed(), typeOf, () => sealingKey(this.home)));
        } finally {
            await journal.close();
        }
    }

    async close(): Promise<void> {
        await this.#served?.close();
        await this.behind?.close();
        await rm(this.local.folder, { recursive: true, force: true });
    }
}

/** A clock on which waiting takes no time of a test, and that a test can put forward. */
class PassingClock implements Clock {
    #ahead = 0;

    now(): number {
        return Date.now() + this.#ahead;
    }

    async wait(seconds: number): Promise<void> {
        this.#ahead += seconds * 1000;
    }
}

function namedValue(cloud: Cloud, name: string): Stored {
    const found = cloud.all(namedValueType).find(({ id }) => id.endsWith(`/${name}`));
    return found ?? assert.fail(`no named value ${name}`);
}

/** Address of the secret that a named value refers to. */
function secretOf({ body }: Stored): string {
    return textAt(body, "keyVault.secretIdentifier") ?? assert.fail("no secret");
}

async function putSecret(cloud: Cloud, { type, id, body }: Stored, value: string): Promise<void> {
    const inputs = requestFor(cloud.typeOf(type), id, body);
    const properties: Value = { ...(valueAt(inputs, "properties") as Properties), value };
    await operations.update(cloud.typeOf(type), id, { ...inputs, properties }, cloud, new AbortController().signal);
}

/** The server of `dev`, which trusts the gateway of a folder, and does not end a call on its own when it streams. */
async function startOrders(home: string, streaming: boolean, clock: Clock): Promise<RunningMcpServer> {
    const records = await readRecords(home);
    const cloud = readOnlyCloud(records, home);
    const key = await openSigningKey(home);
    const { graph } = tenantOf(records, { key, clock: noWaiting });
    const clientId = textAt(namedValue(cloud, "gateway-identity-client-id").body, "value");
    const identity = cloud
        .all("azure-native:managedidentity:UserAssignedIdentity")
        .find(({ body }) => body.clientId === clientId);
    const identityKey = namedValueText(namedValue(cloud, "mcp-orders-identity-key"), cloud);
    return startMcpServer({
        definition: { ...parse(await readFile(definition, "utf8")), resources: [], prompts: [], streaming },
        trust: {
            server: "orders",
            tenantId: cloud.seed.tenantId,
            audience: resourceOf(graph, `${endpoint}/backend`).clientId,
            issuedTo: { gatewayPrincipalId: textAt(identity?.body, "principalId") ?? assert.fail("no identity") },
            keys: verificationKeys(key),
            identityKeys: () => ["value" in identityKey ? identityKey.value : assert.fail(identityKey.problem)],
            now: () => clock.now(),
        },
        stepMilliseconds: 3_600_000,
    });
}
