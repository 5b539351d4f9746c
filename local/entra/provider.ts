import { PartialFailure, type Properties, type ProviderInstance, Refusal } from "../provider/provider";
import { check } from "./check";
import { diff } from "./diff";
import type { Directory } from "./directory";
import { invoke } from "./invoke";
import * as operations from "./operations";
import { plannedOutputs } from "./plan";
import { importedInputs, refreshedInputs } from "./refresh";
import { typeOf } from "./registry";
import type { ResourceType } from "./resource-type";
import { inputsOf, withoutNotes } from "./schema";

/** One configured azuread provider, talking to the local cloud instead of Microsoft Graph. */
export function entraProvider(config: Record<string, string>, context: operations.Context): ProviderInstance {
    const { graph } = context;
    checkTenant(config.tenantId, graph);
    return {
        check: async (request) => check(typeOf(request.type), request),

        async diff(request) {
            const type = typeOf(request.type);
            refusePlan(type, request.inputs, request.urn);
            return diff(type, request);
        },

        async create({ type: token, urn, inputs, preview, signal }) {
            const type = typeOf(token);
            refusePlan(type, inputs, urn);
            if (preview) {
                return { id: "", outputs: plannedOutputs(type.fields, inputs) };
            }
            return await inTerraformsWords(() => operations.create(type, inputs, context, signal));
        },

        async update({ type: token, urn, id, inputs, oldInputs, oldOutputs, preview, signal }) {
            const type = typeOf(token);
            const planned = plannedOutputs(type.fields, inputs, oldOutputs);
            if (preview) {
                return planned;
            }
            try {
                return await inTerraformsWords(() => operations.update(type, id, inputs, context, signal));
            } catch (error) {
                // Terraform keeps what it has planned, and the engine plans the update again
                throw error instanceof Refusal
                    ? new PartialFailure({ id, inputs: oldInputs, outputs: { ...oldOutputs, ...planned } }, [
                          `updating ${urn}: ${error.message}`,
                      ])
                    : error;
            }
        },

        async delete({ type: token, urn, id, oldInputs, oldOutputs, signal }) {
            const type = typeOf(token);
            // Terraform reads the state, not the program
            const state = Object.fromEntries(
                inputsOf(type.fields).map(([name]) => [name, oldOutputs[name] ?? oldInputs[name] ?? null]),
            );
            await inTerraformsWords(
                () => operations.remove(type, id, state, context, signal),
                (message) => `deleting ${urn}: ${message}`,
            );
        },

        async read({ type: token, id, oldInputs }) {
            const type = typeOf(token);
            const outputs = operations.read(type, id, graph);
            if (outputs === undefined) {
                return undefined;
            }
            const inputs = oldInputs
                ? refreshedInputs(oldInputs, outputs)
                : importedInputs(type.fields, withoutNotes(outputs));
            return { id, inputs, outputs };
        },

        invoke: async (token) => invoke(token, graph),
    };
}

function checkTenant(tenantId: string | undefined, { seed }: Directory): void {
    if (tenantId !== undefined && tenantId !== seed.tenantId) {
        throw new Refusal(
            `AADSTS90002: Tenant '${tenantId}' not found. The local cloud has one tenant, ${seed.tenantId} (local/seed.yaml).`,
        );
    }
}

function refusePlan(type: ResourceType, inputs: Properties, urn: string): void {
    const problem = type.refuse?.(inputs);
    if (problem !== undefined) {
        throw new Refusal(`diffing ${urn}: ${list(problem)}`);
    }
}

async function inTerraformsWords<T>(work: () => Promise<T>, context = (message: string) => message): Promise<T> {
    try {
        return await work();
    } catch (error) {
        throw error instanceof Refusal ? new Refusal(context(list(error.message))) : error;
    }
}

/** Errors as Terraform lists them. */
function list(message: string): string {
    return `1 error occurred:\n\t* ${message}\n\n`;
}
