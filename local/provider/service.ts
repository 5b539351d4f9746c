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
import { failedStatus } from "./errors";
import { type Properties, type ProviderPackage, Refusal, type Subject } from "./provider";
import { toProperties, toStruct } from "./wire";

/**
 * The calls of the engine that a package answers. The others are not implemented, as in the real providers; above all
 * Handshake, whose answer would make the engine ignore the features that Configure declares.
 */
export function service({ name, version }: ProviderPackage, connections: Connections, log: (line: string) => void) {
    function unary<Request, Response>(
        answer: (request: Request, peer: string) => Promise<Response>,
    ): handleUnaryCall<Request, Response> {
        return (call, respond) => {
            answer(call.request, call.getPeer()).then(
                (response) => respond(null, response),
                (error) => respond(failedStatus(error, describe(call.getPath(), call.request), log)),
            );
        };
    }

    return {
        attach: unary(async () => new Empty()),

        getPluginInfo: unary(async () => new PluginInfo().setVersion(version)),

        checkConfig: unary(async (request) => new CheckResponse().setInputs(request.getNews())),

        // the engine then compares the inputs itself: a changed configuration is an update, never a replacement
        diffConfig: unary(async () => new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_UNKNOWN)),

        configure: unary(async (request, peer) => {
            const prefix = `${name}:config:`;
            const variables = request
                .getVariablesMap()
                .getEntryList()
                .map(([key, value]): [string, string] => [key.replace(prefix, ""), value]);
            connections.configure(peer, Object.fromEntries(variables));
            return new ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
        }),

        check: unary(async (request, peer) => {
            if (request.hasAutonaming()) {
                throw new Refusal(
                    "the local cloud does not model the stack configuration pulumi:autonaming; remove it, or name the resource",
                );
            }
            const { inputs, failures } = await connections.of(peer).instance.check({
                ...subject(request),
                oldInputs: unlessEmpty(toProperties(request.getOlds())),
                inputs: toProperties(request.getNews()),
                randomSeed: request.getRandomseed_asU8(),
            });
            return new CheckResponse()
                .setInputs(toStruct(inputs))
                .setFailuresList(failures.map((failure) => new CheckFailure().setReason(failure)));
        }),

        diff: unary(async (request, peer) =>
            diffResponse(
                await connections.of(peer).instance.diff({
                    ...subject(request),
                    id: request.getId(),
                    oldInputs: toProperties(request.getOldInputs()),
                    oldOutputs: toProperties(request.getOlds()),
                    inputs: toProperties(request.getNews()),
                }),
            ),
        ),

        create: unary(async (request, peer) => {
            const connection = connections.of(peer);
            const { id, outputs } = await connection.operate(request.getTimeout(), (signal) =>
                connection.instance.create({
                    ...subject(request),
                    inputs: toProperties(request.getProperties()),
                    preview: request.getPreview(),
                    signal,
                }),
            );
            return new CreateResponse().setId(id).setProperties(toStruct(outputs));
        }),

        read: unary(async (request, peer) => {
            const found = await connections.of(peer).instance.read({
                ...subject(request),
                id: request.getId(),
                oldInputs: ifSent(request.getInputs()),
                oldOutputs: ifSent(request.getProperties()),
            });
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
