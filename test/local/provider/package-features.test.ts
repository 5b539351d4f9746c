// Does not prove that the engine acts on the answers: test/engine/kubernetes.test.ts does.
import assert from "node:assert/strict";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
    CheckRequest,
    ConfigureRequest,
    CreateRequest,
    DiffRequest,
    DiffResponse,
    ReadRequest,
    UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ProviderPackage } from "../../../local/provider/provider";
import { serveProvider } from "../../../local/provider/server";
import { asSecret, toStruct } from "../../../local/provider/wire";
import { EngineClient } from "./engine-client";
import { fakePackage, type Seen } from "./fake-package";

describe("a package", () => {
    const open: { close(): unknown }[] = [];
    afterEach(async () => {
        for (const each of open.splice(0).reverse()) {
            await each.close();
        }
    });

    async function connect(
        change: Partial<ProviderPackage>,
        log?: (line: string) => void,
    ): Promise<{ engine: EngineClient; seen: Seen[] }> {
        const { pkg, seen } = fakePackage();
        const server = await serveProvider({ ...pkg, ...change }, 0, { log });
        const engine = new EngineClient(server.port);
        open.push(server, engine);
        return { engine, seen };
    }

    describe("that accepts secrets", () => {
        const inputs = toStruct({ a: asSecret("b"), c: { d: [asSecret("e")], f: "g" } });
        const secrets = { a: true, c: { d: true } };
        const plain = { a: "b", c: { d: ["e"], f: "g" } };

        it("says so, and is told which inputs are secret, with their plain values", async () => {
            const { engine, seen } = await connect({ acceptSecrets: true });
            assert.equal((await engine.call("configure", new ConfigureRequest())).getAcceptsecrets(), true);
            await engine.call("check", new CheckRequest().setNews(inputs));
            await engine.call("create", new CreateRequest().setProperties(inputs));
            await engine.call("update", new UpdateRequest().setNews(inputs));
            await engine.call("read", new ReadRequest().setInputs(inputs));
            const told = seen.map(({ request }) => [request.secrets, request.inputs ?? request.oldInputs]);
            assert.deepEqual(told, Array(4).fill([secrets, plain]));
        });

        it("is the exception: others get plain values and know nothing of secrets", async () => {
            const { engine, seen } = await connect({});
            assert.equal((await engine.call("configure", new ConfigureRequest())).getAcceptsecrets(), false);
            await engine.call("check", new CheckRequest().setNews(inputs));
            const { request } = seen[0] as Seen;
            assert.deepEqual(["secrets" in request, request.inputs], [false, plain]);
        });
    });

    it("is told which changes do not count, when there are any", async () => {
        const { engine, seen } = await connect({});
        await engine.configure();
        await engine.call("diff", new DiffRequest().setIgnorechangesList(["a.b"]));
        await engine.call("update", new UpdateRequest().setIgnorechangesList(["a.b"]));
        await engine.call("diff", new DiffRequest());
        assert.deepEqual(
            seen.map(({ request }) => request.ignoreChanges),
            [["a.b"], ["a.b"], undefined],
        );
    });

    it("can refuse its configuration and say what another one replaces", async () => {
        const { engine } = await connect({
            checkConfig: ({ a }) => [`a is ${a}`],
            diffConfig: (olds, news) => ({ changes: olds.a === news.a ? [] : ["a"], replaces: ["b"] }),
        });
        const checked = await engine.call("checkConfig", new CheckRequest().setNews(toStruct({ a: 1 })));
        assert.deepEqual(
            checked.getFailuresList().map((failure: { getReason(): string }) => failure.getReason()),
            ["a is 1"],
        );
        const request = (a: number) => new DiffRequest().setOlds(toStruct({ a: 1 })).setNews(toStruct({ a }));
        const changed = await engine.call("diffConfig", request(2));
        assert.equal(changed.getChanges(), DiffResponse.DiffChanges.DIFF_SOME);
        assert.deepEqual([changed.getDiffsList(), changed.getReplacesList()], [["a"], ["b"]]);
        const same = await engine.call("diffConfig", request(1));
        assert.equal(same.getChanges(), DiffResponse.DiffChanges.DIFF_NONE);
    });

    describe("that warns", () => {
        const urn = "urn:pulumi:dev::project::fake:index:Thing::thing";
        const warning: Partial<ProviderPackage> = {
            configure: (config, warn) => ({
                ...fakePackage().pkg.configure(config),
                async create({ inputs }) {
                    warn?.(urn, "look");
                    return { id: "id-1", outputs: inputs };
                },
            }),
        };

        it("is heard by the engine before the answer", async () => {
            const heard: string[] = [];
            const server = new Server();
            server.addService(EngineService, {
                log({ request }: ServerUnaryCall<LogRequest, Empty>, respond: sendUnaryData<Empty>) {
                    setImmediate(() => {
                        heard.push(`${request.getSeverity()} ${request.getUrn()} ${request.getMessage()}`);
                        respond(null, new Empty());
                    });
                },
            });
            const port = await new Promise<number>((resolve, reject) => {
                server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
                    error ? reject(error) : resolve(bound),
                );
            });
            open.push({ close: () => server.forceShutdown() });
            const { engine } = await connect(warning);
            await engine.call("attach", new PluginAttach().setAddress(`127.0.0.1:${port}`));
            await engine.configure();
            await engine.call("create", new CreateRequest());
            assert.deepEqual(heard, [`2 ${urn} look`]);
        });

        it("is in the log when no engine listens, and goes on", async () => {
            const lines: string[] = [];
            const { engine } = await connect(warning, (line) => lines.push(line));
            await engine.configure();
            assert.equal((await engine.call("create", new CreateRequest())).getId(), "id-1");
            assert.deepEqual(lines, [`${urn}: look`]);
        });
    });
});
