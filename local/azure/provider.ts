import { type Properties, type ProviderInstance, Refusal } from "../provider/provider";
import { check } from "./check";
import type { Cloud } from "./cloud";
import { diff } from "./diff";
import { driftedInputs, importedInputs } from "./drift";
import { invoke } from "./invoke";
import * as operations from "./operations";
import { previewOutputs } from "./preview-outputs";
import { typeOf } from "./registry";

/** One configured azure-native provider, talking to the local cloud instead of Azure. */
export function azureProvider(config: Record<string, string>, cloud: Cloud): ProviderInstance {
    const { seed } = cloud;
    const { subscriptionId = seed.subscriptionId, tenantId = seed.tenantId, location } = config;
    if (tenantId !== seed.tenantId) {
        throw new Refusal(
            `AADSTS90002: Tenant '${tenantId}' not found. The local cloud has one tenant, ${seed.tenantId} (local/seed.yaml).`,
        );
    }
    return {
        check: async (request) => check(typeOf(request.type), request, { subscriptionId, location }, cloud),

        diff: async (request) => diff(typeOf(request.type), request),

        async create({ type: token, urn, inputs, preview, signal }) {
            const type = typeOf(token);
            if (preview) {
                return { id: "", outputs: previewOutputs(type, inputs) };
            }
            const { id, body } = await operations.create(type, urn, inputs, subscriptionId, cloud, signal);
            return { id, outputs: operations.outputsOf(type, body) };
        },

        async update({ type: token, id, inputs, oldOutputs, preview, signal }) {
            const type = typeOf(token);
            if (preview) {
                return { ...previewOutputs(type, inputs), ...stable(oldOutputs) };
            }
            const { body } = await operations.update(type, id, inputs, cloud, signal);
            return operations.outputsOf(type, body);
        },

        delete: ({ type, id, signal }) => operations.remove(typeOf(type), id, cloud, signal),

        async read({ type: token, id, oldInputs, oldOutputs }) {
            const type = typeOf(token);
            const resource = operations.read(type, id, cloud);
            const imported = importedInputs(type, id, resource?.body ?? {}); // an id of another type fails here
            if (!resource) {
                return undefined;
            }
            const outputs = operations.outputsOf(type, resource.body);
            const inputs = oldInputs ? driftedInputs(type, oldInputs, oldOutputs ?? {}, outputs) : imported;
            return { id, inputs, outputs };
        },

        invoke: async (token, args) => invoke(token, args, subscriptionId, cloud),
    };
}

/** Outputs that no update changes: a preview of one knows them. */
function stable({ name, location }: Properties): Properties {
    return { ...(name !== undefined && { name }), ...(location !== undefined && { location }) };
}
