import type { Properties } from "../../provider/provider";
import { each, readOnly, required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { applications, partsOf } from "../applications/application";
import type { Directory } from "../directory";
import { doing, GraphError, notFound } from "../graph-error";
import { idForm, servicePrincipalIds } from "../ids";
import type { ResourceType } from "../resource-type";
import { replaces } from "../schema";
import { guid } from "../texts";

const ids = idForm<[resourceObjectId: string, assignmentId: string]>("/servicePrincipals/{}/appRoleAssignedTo/{}");

/** Access without a role, to an application that declares none. */
const defaultAccess = "00000000-0000-0000-0000-000000000000";

/** A user, group or service principal has a role of an application. */
export const appRoleAssignment: ResourceType = {
    token: "azuread:index/appRoleAssignment:AppRoleAssignment",
    fields: {
        ...each(replaces(required(guid)), "appRoleId", "principalObjectId", "resourceObjectId"),
        ...readOnly("principalDisplayName", "principalType", "resourceDisplayName"),
    },
    schemaVersion: 1,
    minutes: { create: 5, read: 5, delete: 5 },
    // no published figures; one POST
    seconds: { create: 2, update: 1, delete: 1 },

    async create({ inputs, graph, retry }) {
        const resourceId = textAt(inputs, "resourceObjectId") ?? "";
        const what = `[principal_object_id] Service principal not found for resource (Object ID: "${resourceId}")`;
        await doing(what, () => graph.get(servicePrincipalIds.format(resourceId)));
        return await doing("Could not create app role assignment", () =>
            retry(async () => {
                const refusal = refuse(inputs, graph);
                if (refusal) {
                    throw refusal;
                }
                const id = ids.format(resourceId, graph.newAssignmentId(resourceId));
                await graph.put(id, inputs);
                return id;
            }),
        );
    },

    read(id, graph) {
        const body = graph.find(ids.format(...ids.parse(id)));
        const principal = graph.principal(textAt(body, "principalObjectId") ?? "");
        const resource = graph.principal(textAt(body, "resourceObjectId") ?? "");
        return (
            body && {
                ...body,
                principalDisplayName: principal?.name ?? "",
                principalType: principal?.type ?? "",
                resourceDisplayName: resource?.name ?? "",
            }
        );
    },

    async remove({ graph, id }) {
        const [resourceId, assignmentId] = ids.parse(id);
        const kind = "Service Principal Id App Role Assigned To";
        const name = `${kind} (Service Principal: "${resourceId}"\nApp Role Assignment: "${assignmentId}")`;
        await doing(`[id] Deleting ${name}`, async () => {
            graph.get(id);
            await graph.remove([id]);
        });
    },
};

/** Objects that are new may not be known everywhere; the provider waits for them, and for those that never come. */
function refuse(inputs: Properties, graph: Directory): GraphError | undefined {
    const [resourceId, principalId] = [String(inputs.resourceObjectId), String(inputs.principalObjectId)];
    const isUnknown = (objectId: string) =>
        graph.principal(objectId) === undefined || !graph.isReplicated(servicePrincipalIds.format(objectId));
    const missing = [resourceId, principalId].find(isUnknown);
    return missing === undefined
        ? (roleIsMissing(inputs, graph) ?? assignmentIsRepeated(inputs, graph))
        : notFound(missing, true);
}

function roleIsMissing({ appRoleId, resourceObjectId }: Properties, graph: Directory): GraphError | undefined {
    const clientId = textAt(graph.find(servicePrincipalIds.format(String(resourceObjectId))), "clientId");
    const application = applications(graph).find((each) => textAt(each, "clientId") === clientId) ?? {};
    const { appRoles } = partsOf(application);
    const isThere = appRoleId === defaultAccess ? appRoles.length === 0 : appRoles.some(({ id }) => id === appRoleId);
    return isThere
        ? undefined
        : new GraphError(
              400,
              "Request_BadRequest",
              `Permission being assigned was not found on application '${clientId}'.`,
          );
}

function assignmentIsRepeated(inputs: Properties, graph: Directory): GraphError | undefined {
    const names = ["appRoleId", "principalObjectId", "resourceObjectId"];
    const isSame = (body: Properties) => names.every((name) => body[name] === inputs[name]);
    return graph.below(servicePrincipalIds.format(String(inputs.resourceObjectId))).some(({ body }) => isSame(body))
        ? new GraphError(400, "Request_BadRequest", "Permission being assigned already exists on the object.")
        : undefined;
}
