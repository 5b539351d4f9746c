import type { handleUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
    CheckFailure,
    CheckResponse,
    ConfigureResponse,
    CreateResponse,
    DiffResponse,
    InvokeResponse,
    ReadResponse,
    UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Connections } from "./connections";
import { diffResponse } from "./diff-response";
import type { EngineMessages } from "./engine-messages";
import { failedStatus } from "./errors";
import { type Properties, type ProviderPackage, Refusal, type Subject } from "./provider";
import { secretsIn, toProperties, toStruct } from "./wire";

/**
 * The calls of the engine that a package answers. The others are not implemented, as in the real providers; above all
 * Handshake, whose answer would make the engine ignore the features that Configure declares.
 */
export function service(
    pkg: ProviderPackage,
    connections: Connections,
    messages: EngineMessages,
    log: (line: string) => void,
) {
    const { name, version, acceptSecrets = false } = pkg;

    function unary<Request, Response>(
        answer: (request: Request, peer: string) => Promise<Response>,
    ): handleUnaryCall<Request, Response> {
        return (call, respond) => {
            answer(call.request, call.getPeer())
                .finally(() => messages.sent())
                .then(
                    (response) => respond(null, response),
                    (error) => respond(failedStatus(error, describe(call.getPath(), call.request), log)),
                );
        };
    }

    const secrets = (struct: Struct | undefined) => (acceptSecrets ? { secrets: secretsIn(struct) } : {});

    return {
        attach: unary(async (request) => {
            messages.attach(request.getAddress());
            return new Empty();
        }),

        getPluginInfo: unary(async () => new PluginInfo().setVersion(version)),

        checkConfig: unary(async (request) => {
            const problems = pkg.checkConfig?.(toProperties(request.getNews())) ?? [];
            return new CheckResponse().setInputs(request.getNews()).setFailuresList(problems.map(asFailure));
        }),

        diffConfig: unary(async (request) => {
            const diff = pkg.diffConfig?.(toProperties(request.getOlds()), toProperties(request.getNews()));
            if (diff === undefined) {
                // the engine then compares the inputs itself
                return new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_UNKNOWN);
            }
            const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
            return new DiffResponse()
                .setChanges(diff.changes.length === 0 ? DIFF_NONE : DIFF_SOME)
                .setDiffsList(diff.changes)
                .setReplacesList(diff.replaces);
        }),

        configure: unary(async (request, peer) => {
            const prefix = `${name}:config:`;
            const variables = request
                .getVariablesMap()
                .getEntryList()
                .map(([key, value]): [string, string] => [key.replace(prefix, ""), value]);
            connections.configure(peer, Object.fromEntries(variables));
            return new ConfigureResponse()
                .setAcceptsecrets(acceptSecrets)
                .setSupportspreview(true)
                .setSupportsAutonamingConfiguration(true);
        }),

        check: unary(async (request, peer) => {
            if (request.hasAutonaming()) {
                throw new Refusal(
                    "the local cloud does not model the stack configuration pulumi:autonaming; remove it, or name the resource",
                );
            }
            const { inputs, failures } = await connections.of(peer).instance.check({
                ...subject(request),
                ...secrets(request.getNews()),
                oldInputs: unlessEmpty(toProperties(request.getOlds())),
                inputs: toProperties(request.getNews()),
                randomSeed: request.getRandomseed_asU8(),
            });
            return new CheckResponse().setInputs(toStruct(inputs)).setFailuresList(failures.map(asFailure));
        }),

        diff: unary(async (request, peer) =>
            diffResponse(
                await connections.of(peer).instance.diff({
                    ...subject(request),
                    id: request.getId(),
                    oldInputs: toProperties(request.getOldInputs()),
                    oldOutputs: toProperties(request.getOlds()),
                    inputs: toProperties(request.getNews()),
                    ...ignored(request.getIgnorechangesList()),
                }),
            ),
        ),

        create: unary(async (request, peer) => {
            const connection = connections.of(peer);
            const { id, outputs } = await connection.operate(request.getTimeout(), (signal) =>
                connection.instance.create({
                    ...subject(request),
                    inputs: toProperties(request.getProperties()),
                    ...secrets(request.getProperties()),
                    preview: request.getPreview(),
                    signal,
                }),
            );
            return new CreateResponse().setId(id).setProperties(toStruct(outputs));
        }),

        read: unary(async (request, peer) => {
            const connection = connections.of(peer);
            const found = await connection.operate(request.getTimeout(), (signal) =>
                connection.instance.read({
                    ...subject(request),
                    id: request.getId(),
                    oldInputs: ifSent(request.getInputs()),
                    oldOutputs: ifSent(request.getProperties()),
                    signal,
                    ...secrets(request.getInputs()),
                }),
            );
            return found === undefined
                ? new ReadResponse()
                : new ReadResponse()
                      .setId(found.id)
                      .setInputs(toStruct(found.inputs))
                      .setProperties(toStruct(found.outputs));
        }),

        update: unary(async (request, peer) => {
            const connection = connections.of(peer);
            const outputs = await connection.operate(request.getTimeout(), (signal) =>
                connection.instance.update({
                    ...subject(request),
                    id: request.getId(),
                    oldInputs: toProperties(request.getOldInputs()),
                    oldOutputs: toProperties(request.getOlds()),
                    inputs: toProperties(request.getNews()),
                    ...secrets(request.getNews()),
                    ...ignored(request.getIgnorechangesList()),
                    preview: request.getPreview(),
                    signal,
                }),
            );
            return new UpdateResponse().setProperties(toStruct(outputs));
        }),

        delete: unary(async (request, peer) => {
            const connection = connections.of(peer);
            await connection.operate(request.getTimeout(), (signal) =>
                connection.instance.delete({
                    ...subject(request),
                    id: request.getId(),
                    oldInputs: toProperties(request.getOldInputs()),
                    oldOutputs: toProperties(request.getProperties()),
                    signal,
                }),
            );
            return new Empty();
        }),

        invoke: unary(async (request, peer) => {
            const args = toProperties(request.getArgs());
            const result = await connections.of(peer).instance.invoke(request.getTok(), args);
            return new InvokeResponse().setReturn(toStruct(result));
        }),

        cancel: unary(async (_request, peer) => {
            connections.cancel(peer);
            return new Empty();
        }),
    } satisfies Partial<IResourceProviderServer>;
}

interface AboutResource {
    getUrn(): string;
    getType(): string;
    getName(): string;
}

function subject(request: AboutResource): Subject {
    return { urn: request.getUrn(), type: request.getType(), name: request.getName() };
}

function ignored(ignoreChanges: string[]): { ignoreChanges?: string[] } {
    return ignoreChanges.length === 0 ? {} : { ignoreChanges };
}

function asFailure(reason: string): CheckFailure {
    return new CheckFailure().setReason(reason);
}

function ifSent(struct: Struct | undefined): Properties | undefined {
    return struct && toProperties(struct);
}

function unlessEmpty(properties: Properties): Properties | undefined {
    return Object.keys(properties).length === 0 ? undefined : properties;
}

/** `Create urn:...` of `/pulumirpc.ResourceProvider/Create`. */
function describe(path: string, request: unknown): string {
    const { getUrn, getTok } = request as { getUrn?(): string; getTok?(): string };
    return [path.slice(path.lastIndexOf("/") + 1), getUrn?.call(request) ?? getTok?.call(request)].join(" ").trim();
}
