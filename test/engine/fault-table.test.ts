// Does not prove that services fail like this: the engine, the cloud's process and the API server are real, the failures are made.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningCloud, startCloud } from "../../local/cloud/client";
import type { Operation } from "../../local/faults/fault";
import { AttachedProgram } from "./attached-program";

/** For each provider one resource for each of NAMES, that needs nothing of the others; ROUND changes it in place. */
const source = `
import { Provider as Azure } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { NamedLocation } from "@pulumi/azuread/namedLocation";
import { Provider as Entra } from "@pulumi/azuread/provider";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Provider as Kubernetes } from "@pulumi/kubernetes/provider";

const { NAMES = "", ROUND = "1", IMPORT } = process.env;
const azure = new Azure("azure", {});
const entra = new Entra("entra", {});
const kubernetes = new Kubernetes("kubernetes", {});
for (const name of NAMES.split(",")) {
    const customTimeouts = name === "slow" ? { create: "30m", update: "30m", delete: "30m" } : undefined;
    const inPlace = { tags: { round: ROUND } };
    new ResourceGroup("azure-" + name, { resourceGroupName: "rg-" + name, location: "westeurope", ...inPlace },
        { provider: azure, customTimeouts });
    new NamedLocation("entra-" + name, { displayName: name + ROUND, ip: { ipRanges: ["203.0.113.0/24"] } },
        { provider: entra, customTimeouts });
    new ConfigMap("kubernetes-" + name, { metadata: { name, labels: { round: ROUND } } },
        {
            provider: kubernetes,
            // in real time
            customTimeouts: name === "slow" ? { create: "2s", update: "2s", delete: "2s" } : undefined,
            import: IMPORT && "default/" + name,
        });
}
`;

const types = {
    azure: "azure-native:resources:ResourceGroup",
    entra: "azuread:index/namedLocation:NamedLocation",
    kubernetes: "kubernetes:core/v1:ConfigMap",
};
type Place = keyof typeof types;
const places = Object.keys(types) as Place[];

const refused = { status: 403, code: "Forbidden", message: "No." };
const graph = "1 error occurred:\n\t* unexpected status 403 (403 Forbidden) with error: Forbidden: No.";
const arm = 'Status=403 Code="Forbidden" Message="No."';
const late = { code: "Late", message: "Sorry." };
const timedOut = Object.fromEntries(places.map((place) => [place, "operation timed out"]));

interface Kind {
    /** Undefined when the operation cannot go wrong like this. */
    plan(operation: Operation): object | undefined;
    /** Words of the engine's error for the resource of each provider; undefined when it only takes longer. */
    words(operation: Operation): Record<string, string> | undefined;
}

/** Each is tried at each operation, on a resource of its name. */
const kinds: Record<string, Kind> = {
    error: {
        plan: () => ({ fault: "error", ...refused }),
        words: (operation) => ({
            azure: arm,
            entra: graph,
            kubernetes:
                operation === "create" ? "was not successfully created by the Kubernetes API server: No." : "No.",
        }),
    },
    throttling: { plan: () => ({ fault: "throttling", retryAfter: 3 }), words: () => undefined },
    timeout: { plan: () => ({ fault: "timeout" }), words: () => timedOut },
    slow: {
        plan: (operation) => ({ fault: "slow", seconds: operation === "read" ? 10 : 1_000_000 }),
        words: (operation) => (operation === "read" ? undefined : timedOut),
    },
    later: {
        plan: (operation) =>
            ["create", "update"].includes(operation) ? { fault: "partial-failure", ...late } : undefined,
        words: (operation) =>
            ["create", "update"].includes(operation)
                ? {
                      azure: 'Status=200 Code="Late" Message="Sorry."',
                      entra: "Late: Sorry.",
                      kubernetes: "[Late] Sorry.",
                  }
                : undefined,
    },
};

/** What is in the state after a create that went wrong. */
const keptByFailedCreate = ["later", "slow", "throttling"];

function faults(name: string, place: Place, operation: Operation, plan: object | undefined): object[] {
    // the first update of what a failed create has kept is its repair
    const isRepaired = operation === "update" && kinds[name]?.words("create") && keptByFailedCreate.includes(name);
    const which = { type: types[place], name: `${place}-${name}`, operation, occurrence: isRepaired ? 2 : 1 };
    return plan === undefined ? [] : [{ ...plan, ...which }];
}

const operations = ["create", "update", "read", "delete"] as const;

describe("every fault of every operation on the real engine", function () {
    this.timeout(240_000);
    let home: string;
    let program: AttachedProgram;
    let cloud: RunningCloud | undefined;

    before(async () => {
        home = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        program = await AttachedProgram.open("faults", source, []);
    });

    after(async () => {
        await cloud?.stop().catch(() => {});
        await program.close();
        await rm(home, { recursive: true, force: true });
    });

    /** Numbers of the faults that have happened. */
    let happened: number[];

    async function start(plan: object[]): Promise<void> {
        await cloud?.stop().catch(() => {}); // one that has crashed says so
        const file = join(home, "faults.json");
        await writeFile(file, JSON.stringify({ faults: plan }));
        happened = [];
        const noted = { file, happened: ({ number }: { number: number }) => happened.push(number) };
        cloud = await startCloud({ home, speed: 100_000, ...(plan.length > 0 && { faults: noted }) });
        program.attach(cloud.providers);
    }

    async function inState(): Promise<string[]> {
        const { deployment } = JSON.parse(await program.exported());
        const urns: string[] = (deployment.resources ?? []).map(({ urn }: { urn: string }) => urn);
        return urns.map((urn) => urn.slice(urn.lastIndexOf(":") + 1));
    }

    const isOurs = (name: string) => places.some((place) => name.startsWith(`${place}-`));

    function assertWords(operation: Operation, errors: [string, string][]): void {
        const expected = Object.entries(kinds).flatMap(([kind, { words }]) =>
            Object.entries(words(operation) ?? {}).map(([place, text]) => [`${place}-${kind}`, text]),
        );
        const found = new Map(errors);
        assert.deepEqual([...found.keys()].sort(), expected.map(([name]) => name).sort());
        for (const [name, text] of expected) {
            assert.ok(found.get(name ?? "")?.includes(text ?? ""), `${operation} of ${name}: ${found.get(name ?? "")}`);
        }
    }

    describe("that leaves the cloud alive", () => {
        const NAMES = Object.keys(kinds).join();
        const all = NAMES.split(",").flatMap((name) => places.map((place) => `${place}-${name}`));

        before(() =>
            start(
                operations.flatMap((operation) =>
                    Object.entries(kinds).flatMap(([name, { plan }]) =>
                        places.flatMap((place) => faults(name, place, operation, plan(operation))),
                    ),
                ),
            ),
        );

        it("names resource and cause of a create; the next one makes what is missing", async () => {
            await program.preview({ NAMES: "error" }); // the API server is up then, for those with a timeout
            assert.deepEqual(happened, [], "nothing goes wrong in a preview");
            assertWords("create", await program.errors("up", { NAMES }));
            const kept = all.filter((name) => keptByFailedCreate.some((kind) => name.endsWith(kind)));
            assert.deepEqual((await inState()).filter(isOurs).sort(), kept.sort());
            await program.up({ NAMES });
            assert.deepEqual((await inState()).filter(isOurs).sort(), all.sort());
        });

        it("names resource and cause of an update; the next one makes it again", async () => {
            const changed = { NAMES, ROUND: "2" };
            assertWords("update", await program.errors("up", changed));
            await program.up(changed);
            assert.deepEqual(await program.preview(changed), {});
        });

        it("names resource and cause of a read; nothing has changed", async () => {
            assertWords("read", await program.errors("refresh", { NAMES }));
            await program.pulumi({ NAMES }, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
        });

        it("names resource and cause of a delete; the next one deletes the rest", async () => {
            assertWords("delete", await program.errors("destroy"));
            await program.destroy();
            assert.deepEqual(await inState(), []);
        });

        it("has happened, once", () => {
            const count = 3 * operations.flatMap((op) => Object.values(kinds).filter(({ plan }) => plan(op))).length;
            assert.deepEqual(
                happened.sort((one, other) => one - other),
                Array.from({ length: count }, (_, index) => index + 1),
            );
        });
    });

    describe("that kills the cloud after it is done", () => {
        const NAMES = "crash";
        const changed = { NAMES, ROUND: "2" };
        const crash = (place: Place, operation: Operation) =>
            start(faults("crash", place, operation, { fault: "crash" }));

        async function assertDies(name: string, errors: Promise<[string, string][]>): Promise<void> {
            const words = (await errors).find(([failed]) => failed === name)?.[1];
            assert.match(words ?? "", /Unavailable|error reading from server|connection (refused|reset)|EOF/);
            assert.deepEqual(happened, [1]);
        }

        it("leaves what was created to whoever imports it", async () => {
            await crash("kubernetes", "create");
            await assertDies("kubernetes-crash", program.errors("up", { NAMES }));
            assert.ok(!(await inState()).includes("kubernetes-crash"));

            await crash("entra", "update");
            const [[, words] = []] = await program.errors("up", { NAMES });
            assert.match(words ?? "", /configmaps "crash" already exists/);
            await program.up({ NAMES, IMPORT: "1" });
        });

        it("is repaired by the next deployment after an update, and by the next refresh after a read", async () => {
            await assertDies("entra-crash", program.errors("up", changed));
            await crash("azure", "read");
            await program.up(changed);
            await assertDies("azure-crash", program.errors("refresh"));
            await crash("kubernetes", "delete");
            await program.pulumi({}, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
        });

        it("is repaired by the next destruction after a delete", async () => {
            await assertDies("kubernetes-crash", program.errors("destroy"));
            await start([]);
            await program.destroy();
            assert.deepEqual(await inState(), []);
        });
    });
});
