import { PartialFailure, type Properties, Refusal } from "../provider/provider";
import { plannedOutputs } from "./plan";
import type { ResourceType } from "./resource-type";

/** Errors as Terraform lists them. */
export function listed(message: string): string {
    return `1 error occurred:\n\t* ${message}\n\n`;
}

export interface FailedUpdate {
    urn: string;
    id: string;
    inputs: Properties;
    oldInputs: Properties;
    oldOutputs: Properties;
}

/** Terraform keeps what it has planned, and the engine plans the update again. */
export function updateFailed(type: ResourceType, update: FailedUpdate, message: string): PartialFailure {
    const { urn, id, inputs, oldInputs, oldOutputs } = update;
    const planned = plannedOutputs(type.fields, inputs, oldOutputs);
    return new PartialFailure({ id, inputs: oldInputs, outputs: { ...oldOutputs, ...planned } }, [
        `updating ${urn}: ${listed(message)}`,
    ]);
}

export function deletionFailed(urn: string, message: string): Refusal {
    return new Refusal(`deleting ${urn}: ${listed(message)}`);
}
