import { required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { partAlreadyExists } from "../existing";
import { doing, notFound } from "../graph-error";
import { applicationIds, idForm } from "../ids";
import type { ResourceType } from "../resource-type";
import { replaces } from "../schema";
import { applicationId, guid } from "../texts";

const ids = idForm<[objectId: string, ownerId: string]>("/applications/{}/owners/{}");

/** Somebody who may change an application. */
export const owner: ResourceType = {
    token: "azuread:index/applicationOwner:ApplicationOwner",
    fields: { applicationId: replaces(required(applicationId)), ownerObjectId: replaces(required(guid)) },
    minutes: { create: 10, read: 5, delete: 5 },
    // no published figures; one POST of a reference, one DELETE
    seconds: { create: 1, update: 1, delete: 1 },
    turn: ({ inputs }) => textAt(inputs, "applicationId"),

    async create({ inputs, graph, retry }) {
        const [objectId] = applicationIds.parse(textAt(inputs, "applicationId") ?? "");
        const ownerId = textAt(inputs, "ownerObjectId") ?? "";
        const id = ids.format(objectId, ownerId);
        if (graph.find(id) !== undefined) {
            throw partAlreadyExists("azuread_application_owner", id);
        }
        // the provider waits for either, as for objects that are new
        return await doing(`adding ${describe(objectId, ownerId)}`, () =>
            retry(async () => {
                const missing = graph.find(applicationIds.format(objectId)) === undefined ? objectId : ownerId;
                if (missing === objectId || graph.principal(ownerId) === undefined) {
                    throw notFound(missing, true);
                }
                await graph.put(id, { ownerObjectId: ownerId });
                return id;
            }),
        );
    },

    read(id, graph) {
        const [objectId, ownerId] = ids.parse(id);
        const isThere = graph.find(id) !== undefined && graph.principal(ownerId) !== undefined;
        return isThere ? { applicationId: applicationIds.format(objectId), ownerObjectId: ownerId } : undefined;
    },

    async remove({ graph, id }) {
        const [objectId, ownerId] = ids.parse(id);
        await doing(`removing Application Owner (Application ID: "${objectId}", Owner ID: "${ownerId}")`, async () => {
            if (graph.find(id) === undefined) {
                throw notFound(ownerId);
            }
            await graph.remove([id]);
        });
    },
};

function describe(objectId: string, ownerId: string): string {
    return `Application Id Owner (Application: "${objectId}"\nDirectory Object: "${ownerId}")`;
}
