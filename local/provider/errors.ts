import { Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure, Refusal } from "./provider";
import { toStruct } from "./wire";

/**
 * What the engine is told about an operation that failed: the words of a {@link Refusal} as they are, the half-made
 * resource of a {@link PartialFailure}; anything else is a bug of the local cloud, whose stack goes to the log.
 */
export function failedStatus(error: unknown, operation: string, log: (line: string) => void): Partial<StatusObject> {
    if (error instanceof PartialFailure) {
        return { code: status.UNKNOWN, details: error.message, metadata: partialFailureDetails(error) };
    }
    if (error instanceof Refusal) {
        return { code: status.UNKNOWN, details: error.message };
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    log(`${operation}: ${stack}`);
    return {
        code: status.INTERNAL,
        details: `internal error of the local cloud in ${operation}: ${message} (its log has the stack)`,
    };
}

/** The engine looks for the resource in the rich error model (https://grpc.io/docs/guides/error/#richer-error-model). */
function partialFailureDetails({ message, resource, reasons }: PartialFailure): Metadata {
    const failed = new ErrorResourceInitFailed()
        .setId(resource.id)
        .setInputs(toStruct(resource.inputs))
        .setProperties(toStruct(resource.outputs))
        .setReasonsList(reasons);
    const detail = new Any();
    detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const details = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([detail]);
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
    return metadata;
}
