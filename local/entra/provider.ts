import { type Properties, type ProviderInstance, Refusal } from "../provider/provider";
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
import { deletionFailed, listed, updateFailed } from "./terraform-words";

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
            return await inTerraformsWords(
                () => operations.create(type, urn, inputs, context, signal),
                (message) => new Refusal(listed(message)),
            );
        },

        async update(request) {
            const { type: token, id, inputs, oldOutputs, preview, signal } = request;
            const type = typeOf(token);
            if (preview) {
                return plannedOutputs(type.fields, inputs, oldOutputs);
            }
            return await inTerraformsWords(
                () => operations.update(type, id, inputs, context, signal),
                (message) => updateFailed(type, request, message),
            );
        },

        async delete({ type: token, urn, id, oldInputs, oldOutputs, signal }) {
            const type = typeOf(token);
            // Terraform reads the state, not the program
            const state = Object.fromEntries(
                inputsOf(type.fields).map(([name]) => [name, oldOutputs[name] ?? oldInputs[name] ?? null]),
            );
            await inTerraformsWords(
                () => operations.remove(type, id, state, context, signal),
                (message) => deletionFailed(urn, message),
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

        invoke: async (token, args) => invoke(token, args, graph),
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
        throw new Refusal(`diffing ${urn}: ${listed(problem)}`);
    }
}

async function inTerraformsWords<T>(work: () => Promise<T>, failed: (message: string) => Error): Promise<T> {
    try {
        return await work();
    } catch (error) {
        throw error instanceof Refusal ? failed(error.message) : error;
    }
}
