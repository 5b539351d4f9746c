import { STATUS_CODES } from "node:http";
import { Refusal } from "../provider/provider";

/** An error answer of Microsoft Graph, in the words of the azuread provider. */
export class GraphError extends Refusal {
    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        /** The provider takes it for a delay of replication and tries again. */
        readonly passes = false,
    ) {
        super(`unexpected status ${status} (${status} ${STATUS_CODES[status]}) with error: ${code}: ${message}`);
    }
}

/** Graph's answer about an object that is not there, or not there yet. */
export function notFound(objectId: string, passes = false): GraphError {
    return new GraphError(
        404,
        "Request_ResourceNotFound",
        `Resource '${objectId}' does not exist or one of its queried reference-property objects are not present.`,
        passes,
    );
}

/** Runs calls of Graph; what the provider was doing goes before the error of Graph. */
export async function doing<T>(what: string, calls: () => Promise<T> | T): Promise<T> {
    try {
        return await calls();
    } catch (error) {
        throw error instanceof GraphError ? new Refusal(`${what}: ${error.message}`) : error;
    }
}
