// Does not prove that the engine understands the answers: the tests on the real engine do.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { logVerbosity, setLogVerbosity, status } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
    CheckRequest,
    ConfigureRequest,
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    DiffResponse,
    InvokeRequest,
    PropertyDiff,
    ProviderHandshakeRequest,
    ReadRequest,
    UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
    PartialFailure,
    type Properties,
    type ProviderInstance,
    Refusal,
    unknown,
} from "../../../local/provider/provider";
import { type ProviderServer, type ProviderServerOptions, serveProvider } from "../../../local/provider/server";
import { toProperties, toStruct } from "../../../local/provider/wire";
import { EngineClient, failedResource } from "./engine-client";
import { fakePackage } from "./fake-package";

const urn = "urn:pulumi:dev::project::fake:index:Thing::thing";
const subject = { urn, type: "fake:index:Thing", name: "thing" };

interface AboutResource {
    setUrn(urn: string): unknown;
    setType(type: string): unknown;
    setName(name: string): unknown;
}

function about<T extends AboutResource>(request: T): T {
    request.setUrn(subject.urn);
    request.setType(subject.type);
    request.setName(subject.name);
    return request;
}

const createRequest = (inputs: Properties = {}) => about(new CreateRequest()).setProperties(toStruct(inputs));

describe("serveProvider", () => {
    const open: { close(): unknown }[] = [];
    afterEach(async () => {
        for (const each of open.splice(0).reverse()) {
            await each.close();
        }
    });

    async function serve(answers: Partial<ProviderInstance> = {}, options: ProviderServerOptions = {}) {
        const { pkg, seen } = fakePackage(answers);
        const server = await serveProvider(pkg, 0, options);
        open.push(server);
        return { server, seen };
    }

    function connect({ port }: ProviderServer): EngineClient {
        const client = new EngineClient(port);
        open.push(client);
        return client;
    }

    async function configured(answers: Partial<ProviderInstance> = {}, options: ProviderServerOptions = {}) {
        const { server, seen } = await serve(answers, options);
        return { server, seen, engine: await connect(server).configure() };
    }

    describe("before it is configured", () => {
        it("leaves the handshake to Configure", async () => {
            const engine = connect((await serve()).server);
            await assert.rejects(engine.call("handshake", new ProviderHandshakeRequest()), {
                code: status.UNIMPLEMENTED,
            });
        });

        it("lets itself be attached and tells its version", async () => {
            const engine = connect((await serve()).server);
            await engine.call("attach", new PluginAttach().setAddress("127.0.0.1:1"));
            assert.equal((await engine.call("getPluginInfo", new Empty())).getVersion(), "1.2.3");
        });

        it("echoes its configuration, and leaves it to the engine to compare two", async () => {
            const engine = connect((await serve()).server);
            const news = toStruct({ version: "1.2.3", location: unknown });
            const checked = await engine.call("checkConfig", new CheckRequest().setNews(news));
            assert.deepEqual(toProperties(checked.getInputs()), { version: "1.2.3", location: unknown });
            const diff: DiffResponse = await engine.call("diffConfig", new DiffRequest().setNews(news));
            assert.deepEqual([diff.getChanges(), diff.getReplacesList()], [DiffResponse.DiffChanges.DIFF_UNKNOWN, []]);
        });

        it("declares previews and autonaming, and nothing else", async () => {
            const { server, seen } = await serve();
            const engine = connect(server);
            assert.deepEqual((await engine.call("configure", new ConfigureRequest())).toObject(), {
                acceptsecrets: false,
                supportspreview: true,
                acceptresources: false,
                acceptoutputs: false,
                supportsAutonamingConfiguration: true,
            });
            assert.deepEqual(seen, []);
        });
    });

    describe("Check", () => {
        it("passes inputs, old inputs and seed, and answers inputs and failures", async () => {
            const { engine, seen } = await configured({
                check: async () => ({ inputs: { name: "a" }, failures: ["missing required property 'b'", "c"] }),
            });
            const request = about(new CheckRequest())
                .setOlds(toStruct({ name: "old" }))
                .setNews(toStruct({ name: unknown }))
                .setRandomseed(new Uint8Array([1, 2, 3]));
            const response = (await engine.call("check", request)).toObject();
            assert.deepEqual(seen[0]?.request, {
                ...subject,
                oldInputs: { name: "old" },
                inputs: { name: unknown },
                randomSeed: new Uint8Array([1, 2, 3]),
            });
            assert.deepEqual(response.failuresList, [
                { property: "", reason: "missing required property 'b'" },
                { property: "", reason: "c" },
            ]);
            assert.deepEqual(response.inputs?.fieldsMap.length, 1);
        });

        it("has no old inputs for a new resource", async () => {
            const { engine, seen } = await configured();
            await engine.call("check", about(new CheckRequest()).setOlds(toStruct({})));
            assert.equal(seen[0]?.request.oldInputs, undefined);
        });

        it("refuses autonaming from the stack configuration, which nothing here honours", async () => {
            const { engine } = await configured();
            const request = about(new CheckRequest()).setAutonaming(
                new CheckRequest.AutonamingOptions().setProposedName("x"),
            );
            await assert.rejects(engine.call("check", request), {
                details:
                    "the local cloud does not model the stack configuration pulumi:autonaming; " +
                    "remove it, or name the resource",
            });
        });
    });

    describe("Diff", () => {
        const request = () =>
            about(new DiffRequest())
                .setId("id-1")
                .setOldInputs(toStruct({ a: 1 }))
                .setOlds(toStruct({ a: 1, b: 2 }))
                .setNews(toStruct({ a: 2 }));

        it("passes old inputs, old outputs and inputs; without changes it answers just that", async () => {
            const { engine, seen } = await configured();
            const response: DiffResponse = await engine.call("diff", request());
            assert.deepEqual(seen[0]?.request, {
                ...subject,
                id: "id-1",
                oldInputs: { a: 1 },
                oldOutputs: { a: 1, b: 2 },
                inputs: { a: 2 },
            });
            assert.equal(response.getChanges(), DiffResponse.DiffChanges.DIFF_NONE);
            assert.equal(response.getHasdetaileddiff(), false);
        });

        it("asks for an update without changes", async () => {
            const diff = async () => ({ changes: {}, always: true, deleteBeforeReplace: false });
            const { engine } = await configured({ diff });
            const response: DiffResponse = await engine.call("diff", request());
            assert.equal(response.getChanges(), DiffResponse.DiffChanges.DIFF_SOME);
            assert.equal(response.getHasdetaileddiff(), true);
            assert.equal(response.getDetaileddiffMap().getLength(), 0);
            assert.deepEqual(response.getReplacesList(), []);
        });

        it("answers changes in detail", async () => {
            const { engine } = await configured({
                diff: async () => ({
                    changes: {
                        "properties.sku.name": "update-replace",
                        "properties.tags": "add",
                        "rules[0].name": "delete",
                        '["a.b"].c': "update",
                        list: "add-replace",
                        location: "delete-replace",
                    },
                    deleteBeforeReplace: true,
                }),
            });
            const response: DiffResponse = await engine.call("diff", request());
            assert.equal(response.getChanges(), DiffResponse.DiffChanges.DIFF_SOME);
            assert.deepEqual(response.getDiffsList(), ["properties", "rules", "a.b", "list", "location"]);
            assert.deepEqual(response.getReplacesList(), ["properties.sku.name", "list", "location"]);
            assert.equal(response.getDeletebeforereplace(), true);
            assert.equal(response.getHasdetaileddiff(), true);
            const { Kind } = PropertyDiff;
            const details: Record<string, PropertyDiff.AsObject> = {};
            response.getDetaileddiffMap().forEach((change, path) => {
                details[path] = change.toObject();
            });
            assert.deepEqual(details, {
                "properties.sku.name": { kind: Kind.UPDATE_REPLACE, inputdiff: true },
                "properties.tags": { kind: Kind.ADD, inputdiff: true },
                "rules[0].name": { kind: Kind.DELETE, inputdiff: true },
                '["a.b"].c': { kind: Kind.UPDATE, inputdiff: true },
                list: { kind: Kind.ADD_REPLACE, inputdiff: true },
                location: { kind: Kind.DELETE_REPLACE, inputdiff: true },
            });
        });
    });

    describe("operations", () => {
        it("creates", async () => {
            const { engine, seen } = await configured();
            const response = await engine.call("create", createRequest({ a: 1 }));
            const { signal, ...request } = seen[0]?.request ?? {};
            assert.deepEqual(request, { ...subject, inputs: { a: 1 }, preview: false });
            assert.equal(signal.aborted, false);
            assert.equal(response.getId(), "id-1");
            assert.deepEqual(toProperties(response.getProperties()), { a: 1 });
        });

        it("previews a creation, with unknown values both ways", async () => {
            const { engine, seen } = await configured({
                create: async ({ inputs }) => ({ id: "", outputs: { ...inputs, etag: unknown } }),
            });
            const response = await engine.call("create", createRequest({ a: unknown }).setPreview(true));
            assert.equal(seen[0]?.request.preview, true);
            assert.equal(response.getId(), "");
            assert.deepEqual(toProperties(response.getProperties()), { a: unknown, etag: unknown });
        });

        it("updates", async () => {
            const { engine, seen } = await configured();
            const request = about(new UpdateRequest())
                .setId("id-1")
                .setOldInputs(toStruct({ a: 1 }))
                .setOlds(toStruct({ a: 1, b: 1 }))
                .setNews(toStruct({ a: 2 }))
                .setPreview(true);
            const response = await engine.call("update", request);
            const { signal: _, ...rest } = seen[0]?.request ?? {};
            assert.deepEqual(rest, {
                ...subject,
                id: "id-1",
                oldInputs: { a: 1 },
                oldOutputs: { a: 1, b: 1 },
                inputs: { a: 2 },
                preview: true,
            });
            assert.deepEqual(toProperties(response.getProperties()), { a: 2 });
        });

        it("deletes", async () => {
            const { engine, seen } = await configured();
            const request = about(new DeleteRequest())
                .setId("id-1")
                .setOldInputs(toStruct({ a: 1 }))
                .setProperties(toStruct({ a: 1, b: 1 }));
            await engine.call("delete", request);
            const { signal: _, ...rest } = seen[0]?.request ?? {};
            assert.deepEqual(rest, { ...subject, id: "id-1", oldInputs: { a: 1 }, oldOutputs: { a: 1, b: 1 } });
        });

        it("reads what exists", async () => {
            const { engine, seen } = await configured({
                read: async () => ({ id: "id-2", inputs: { a: 1 }, outputs: { b: 2 } }),
            });
            const request = about(new ReadRequest())
                .setId("id-1")
                .setInputs(toStruct({}))
                .setProperties(toStruct({ b: 1 }));
            const response = await engine.call("read", request);
            const { signal: _, ...rest } = seen[0]?.request ?? {};
            assert.deepEqual(rest, { ...subject, id: "id-1", oldInputs: {}, oldOutputs: { b: 1 } });
            assert.equal(response.getId(), "id-2");
            assert.deepEqual(toProperties(response.getInputs()), { a: 1 });
            assert.deepEqual(toProperties(response.getProperties()), { b: 2 });
        });

        it("reads without inputs for an import, and answers no id for what is gone", async () => {
            const { engine, seen } = await configured();
            const response = await engine.call("read", about(new ReadRequest()).setId("id-1"));
            const { signal: _, ...rest } = seen[0]?.request ?? {};
            assert.deepEqual(rest, { ...subject, id: "id-1", oldInputs: undefined, oldOutputs: undefined });
            assert.equal(response.getId(), "");
        });

        it("invokes", async () => {
            const { engine } = await configured();
            const request = new InvokeRequest().setTok("fake:index:get").setArgs(toStruct({ a: 1 }));
            const response = await engine.call("invoke", request);
            assert.deepEqual(toProperties(response.getReturn()), { token: "fake:index:get", args: { a: 1 } });
        });

        it("takes and gives messages far above gRPC's usual 4 MB", async () => {
            const { engine } = await configured();
            const text = "x".repeat(10_000_000);
            const response = await engine.call("create", createRequest({ text }));
            assert.equal(toProperties(response.getProperties()).text, text);
        });
    });

    describe("errors", () => {
        const failing = (error: unknown) => ({
            create: async () => {
                throw error;
            },
        });

        it("shows a refusal in its own words, and writes no log", async () => {
            const log: string[] = [];
            const text = 'Status=409 Code="Conflict" Message="Schlüssel 100 % belegt"\nzweite Zeile';
            const { engine } = await configured(failing(new Refusal(text)), { log: (line) => log.push(line) });
            await assert.rejects(engine.call("create", createRequest()), { code: status.UNKNOWN, details: text });
            assert.deepEqual(log, []);
        });

        it("gives the engine a half-made resource to keep", async () => {
            const resource = {
                id: "half",
                inputs: { a: 1 },
                outputs: { a: 1, big: "x".repeat(10_000) },
            };
            const { engine } = await configured(failing(new PartialFailure(resource, ["one", "twö"])));
            const error = await engine.call("create", createRequest()).catch((reason) => reason);
            assert.equal(error.code, status.UNKNOWN);
            assert.equal(error.details, "one; twö");
            const failed = failedResource(error);
            assert.equal(failed.getId(), "half");
            assert.deepEqual(failed.getReasonsList(), ["one", "twö"]);
            assert.deepEqual(toProperties(failed.getInputs()), resource.inputs);
            assert.deepEqual(toProperties(failed.getProperties()), resource.outputs);
        });

        it("calls anything else an internal error, with the stack in the log, and goes on", async () => {
            const log: string[] = [];
            const { engine } = await configured(failing(new TypeError("x is not a function")), {
                log: (line) => log.push(line),
            });
            await assert.rejects(engine.call("create", createRequest()), {
                code: status.INTERNAL,
                details: `internal error of the local cloud in Create ${urn}: x is not a function (its log has the stack)`,
            });
            assert.equal(log.length, 1);
            assert.match(log[0] ?? "", /^Create urn:pulumi:dev::.*: TypeError: x is not a function\n {4}at /);
            assert.equal((await engine.call("read", about(new ReadRequest()))).getId(), "");
        });

        it("refuses a configuration in the package's words", async () => {
            const { pkg } = fakePackage();
            const configure = () => {
                throw new Refusal("Tenant 'x' not found.");
            };
            const server = await serveProvider({ ...pkg, configure }, 0);
            open.push(server);
            await assert.rejects(connect(server).configure(), {
                code: status.UNKNOWN,
                details: "Tenant 'x' not found.",
            });
        });

        it("answers an output that is no value as an internal error", async () => {
            const outputs = { key: 1n } as unknown as Properties;
            const { engine } = await configured({ create: async () => ({ id: "a", outputs }) }, { log: () => {} });
            await assert.rejects(engine.call("create", createRequest()), { code: status.INTERNAL });
        });
    });

    describe("connections", () => {
        const invoke = () => new InvokeRequest().setTok("fake:index:get");

        it("keeps the configurations of two connections apart", async () => {
            const { server, seen } = await serve();
            const west = await connect(server).configure({ "fake:config:location": "westeurope", "other:key": "1" });
            const north = await connect(server).configure({ "fake:config:location": "northeurope" });
            await west.call("invoke", invoke());
            await north.call("invoke", invoke());
            await west.call("invoke", invoke());
            assert.deepEqual(
                seen.map(({ config }) => config),
                [
                    { location: "westeurope", "other:key": "1" },
                    { location: "northeurope" },
                    { location: "westeurope", "other:key": "1" },
                ],
            );
        });

        it("recognises a connection that was opened anew as long as there is one configuration only", async () => {
            const { server, seen } = await serve({}, { log: () => {} });
            await connect(server).configure({ "fake:config:location": "westeurope" });
            await connect(server).configure({ "fake:config:location": "westeurope" });
            await connect(server).call("invoke", invoke());
            assert.deepEqual(seen[0]?.config, { location: "westeurope" });

            await connect(server).configure({ "fake:config:location": "northeurope" });
            await assert.rejects(connect(server).call("invoke", invoke()), /sent no Configure, and 4 configurations/);
        });

        it("refuses a connection when nothing was ever configured", async () => {
            const { server } = await serve({}, { log: () => {} });
            await assert.rejects(connect(server).call("invoke", invoke()), /sent no Configure, and 0 configurations/);
        });
    });

    describe("cancellation", () => {
        const untilAborted: Partial<ProviderInstance> = {
            create: ({ signal }) =>
                new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
        };
        const cancelled = { code: status.UNKNOWN, details: "operation cancelled" };

        /** Waits until so many operations are under way. */
        async function underWay(seen: unknown[], count: number): Promise<void> {
            while (seen.length < count) {
                await new Promise((resolve) => setImmediate(resolve));
            }
        }

        it("ends the operations of its own connection, now and later, and no others", async () => {
            const { server, seen } = await serve(untilAborted);
            const first = await connect(server).configure();
            const second = await connect(server).configure();
            const ofFirst = Promise.allSettled([
                first.call("create", createRequest()),
                first.call("create", createRequest().setTimeout(3600)),
            ]);
            const ofSecond = assert.rejects(second.call("create", createRequest({ second: true })), cancelled);
            await underWay(seen, 3);
            await first.cancel();
            for (const result of await ofFirst) {
                assert.equal(result.status === "rejected" && result.reason.details, cancelled.details);
            }
            await assert.rejects(first.call("create", createRequest()), cancelled);
            const { signal } = seen.find(({ request }) => request.inputs.second)?.request ?? {};
            assert.equal(signal.aborted, false);
            await second.cancel();
            await ofSecond;
        });

        it("leaves the server running for the next run", async () => {
            const { server, engine } = await configured();
            await engine.cancel();
            const next = await connect(server).configure();
            assert.equal((await next.call("create", createRequest())).getId(), "id-1");
        });

        it("is harmless on a connection that was never configured", async () => {
            const engine = connect((await serve()).server);
            await engine.cancel();
        });

        it("ends an operation that takes longer than its timeout, in seconds of the cloud", async () => {
            const waits: number[] = [];
            const clock = {
                now: () => 0,
                wait: async (seconds: number) => {
                    waits.push(seconds);
                },
            };
            const { engine } = await configured(untilAborted, { clock });
            await assert.rejects(engine.call("create", createRequest().setTimeout(90)), {
                code: status.UNKNOWN,
                details: "operation timed out",
            });
            assert.deepEqual(waits, [90]);
        });

        it("stops the time when an operation is done", async () => {
            const signals: AbortSignal[] = [];
            const clock = {
                now: () => 0,
                wait: (_: number, signal?: AbortSignal) => {
                    signals.push(signal as AbortSignal);
                    return new Promise<void>(() => {});
                },
            };
            const { engine } = await configured({}, { clock });
            await engine.call("create", createRequest().setTimeout(90));
            await engine.call("create", createRequest());
            assert.deepEqual(
                signals.map(({ aborted }) => aborted),
                [true],
            );
        });
    });

    describe("port", () => {
        it("takes the port that it is given", async () => {
            const free = (await serve()).server;
            await free.close();
            const server = await serveProvider(fakePackage().pkg, free.port);
            open.push(server);
            assert.equal(server.port, free.port);
            await connect(server).configure();
        });

        it("says which port is taken, and what to do", async () => {
            const other = createServer();
            await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
            open.push(other);
            const { port } = other.address() as { port: number };
            setLogVerbosity(logVerbosity.NONE);
            await assert.rejects(serveProvider(fakePackage().pkg, port), {
                message:
                    `The provider fake cannot listen on port ${port} of 127.0.0.1: another program uses it. ` +
                    "Give another first port with --port, or leave --port out to take free ones.",
            });
            setLogVerbosity(logVerbosity.ERROR);
        });

        it("cancels what is under way when it is closed", async () => {
            const { server, engine, seen } = await configured({
                create: ({ signal }) =>
                    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
            });
            const creation = assert.rejects(engine.call("create", createRequest()), { details: "operation cancelled" });
            while (seen.length === 0) {
                await new Promise((resolve) => setImmediate(resolve));
            }
            await server.close();
            await creation;
        });
    });
});
