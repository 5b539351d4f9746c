import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../provider/provider";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import type { Directory } from "../directory";
import { GraphError } from "../graph-error";
import { applicationIds } from "../ids";
import { identifierUriProblem } from "./identifier-uri-rules";

/** Graph keeps these parts of an application in the application itself, and writes each list as a whole. */
export interface Parts {
    identifierUris: string[];
    oauth2PermissionScopes: Properties[];
    appRoles: Properties[];
    preAuthorizedApplications: Properties[];
    requiredResourceAccess: Properties[];
}

export const noParts: Properties & Parts = {
    identifierUris: [],
    oauth2PermissionScopes: [],
    appRoles: [],
    preAuthorizedApplications: [],
    requiredResourceAccess: [],
};

export function partsOf(application: Properties): Parts {
    return {
        identifierUris: textsAt(application, "identifierUris"),
        oauth2PermissionScopes: objectsAt(application, "oauth2PermissionScopes"),
        appRoles: objectsAt(application, "appRoles"),
        preAuthorizedApplications: objectsAt(application, "preAuthorizedApplications"),
        requiredResourceAccess: objectsAt(application, "requiredResourceAccess"),
    };
}

/** Applications that exist; parts that are objects of their own lie below them. */
export function applications(graph: Directory): Properties[] {
    return graph
        .below("/applications")
        .filter(({ path, body }) => path === applicationIds.format(textAt(body, "objectId") ?? ""))
        .map(({ body }) => body);
}

/**
 * A PATCH of an application. Throws what Graph refuses.
 *
 * @param id - Id of the resource that it is for. Default: that of the application.
 */
export async function patchApplication(
    graph: Directory,
    objectId: string,
    change: Properties,
    id?: string,
): Promise<void> {
    const path = applicationIds.format(objectId);
    const before = graph.get(path);
    const after = { ...before, ...change };
    const refusal = refuse(graph, before, after);
    if (refusal) {
        throw refusal;
    }
    await graph.put(path, after, { id });
}

function refuse(graph: Directory, before: Properties, after: Properties): GraphError | undefined {
    const [olds, news] = [partsOf(before), partsOf(after)];
    return (
        newUriIsWrong(graph, before, olds, news) ??
        permissionIsRepeated(news.oauth2PermissionScopes) ??
        permissionIsRepeated(news.appRoles) ??
        enabledPermissionChanges(olds.oauth2PermissionScopes, news.oauth2PermissionScopes) ??
        enabledPermissionChanges(olds.appRoles, news.appRoles) ??
        (isDeepStrictEqual(olds.preAuthorizedApplications, news.preAuthorizedApplications)
            ? undefined
            : preAuthorizedPermissionIsMissing(news))
    );
}

function newUriIsWrong(graph: Directory, application: Properties, olds: Parts, news: Parts): GraphError | undefined {
    const added = news.identifierUris.filter((uri) => !olds.identifierUris.includes(uri));
    const all = [...applications(graph), ...graph.deletedApplications()];
    const taken = new Set(all.flatMap((other) => partsOf(other).identifierUris));
    return (
        added
            .map((uri) => identifierUriProblem(uri, textAt(application, "clientId") ?? "", graph.seed))
            .find(Boolean) ??
        (added.some((uri) => taken.has(uri))
            ? new GraphError(
                  400,
                  "Request_BadRequest",
                  "Another object with the same value for property identifierUris already exists.",
              )
            : undefined)
    );
}

function permissionIsRepeated(permissions: Properties[]): GraphError | undefined {
    const values = permissions.map((permission) => textAt(permission, "value") ?? "").filter(Boolean);
    return new Set(values).size < values.length
        ? new GraphError(400, "DuplicateValue", "Request contains a property with duplicate values.")
        : undefined;
}

function enabledPermissionChanges(olds: Properties[], news: Properties[]): GraphError | undefined {
    const changes = olds.some((old) => {
        const { isEnabled, ...rest } = old;
        const { isEnabled: _, ...other } = news.find(({ id }) => id === old.id) ?? {};
        return isEnabled && !isDeepStrictEqual(rest, other);
    });
    return changes
        ? new GraphError(
              400,
              "CannotDeleteOrUpdateEnabledEntitlement",
              "Permission (scope or role) cannot be deleted or updated unless disabled first.",
          )
        : undefined;
}

function preAuthorizedPermissionIsMissing({ preAuthorizedApplications, ...parts }: Parts): GraphError | undefined {
    const scopes = parts.oauth2PermissionScopes.map(({ id }) => id);
    const wanted = preAuthorizedApplications.flatMap((client) => textsAt(client, "delegatedPermissionIds"));
    return wanted.every((id) => scopes.includes(id))
        ? undefined
        : new GraphError(
              400,
              "InvalidValue",
              "Property api.preAuthorizedApplications.delegatedPermissionIds has a Permission Id that cannot be found in the AppPermissions sets.",
          );
}
