import type { Properties } from "../../provider/provider";
import { boolean, each, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt, textsAt } from "../../provider/values";
import { applications, partsOf } from "../applications/application";
import { redirectLists } from "../applications/redirect-uris";
import type { Directory } from "../directory";
import { alreadyExists } from "../existing";
import { doing, GraphError, notFound } from "../graph-error";
import { applicationIds, servicePrincipalIds } from "../ids";
import { completed } from "../plan";
import type { ResourceType } from "../resource-type";
import { computed, defaulted, list, replaces, set } from "../schema";
import { guid, nonEmpty, webAddress, withLength } from "../texts";
import { servicePrincipalsOf, withAssignments } from "./principals";
import { featuresOf, tagsOf } from "./tags";

/** What stands for an application in the tenant: users and groups are assigned to it. */
export const servicePrincipal: ResourceType = {
    token: "azuread:index/servicePrincipal:ServicePrincipal",
    fields: {
        clientId: replaces(required(guid)),
        accountEnabled: defaulted(boolean, true),
        ...each(boolean, "appRoleAssignmentRequired", "useExisting"),
        ...each(set(nonEmpty), "alternativeNames", "notificationEmailAddresses"),
        owners: set(guid),
        description: withLength(0, 1024),
        notes: withLength(0, 1024),
        loginUrl: webAddress,
        preferredSingleSignOnMode: oneOf("", "notSupported", "oidc", "password", "saml"),
        tags: computed(set(string)),
        featureTags: computed(list(object(each(boolean, "customSingleSignOn", "enterprise", "gallery", "hide")))),
        ...notModelled("features", "samlSingleSignOn"), // an old name of featureTags; SAML
        ...readOnly("appRoleIds", "appRoles", "applicationTenantId", "displayName", "homepageUrl", "logoutUrl"),
        ...readOnly("oauth2PermissionScopeIds", "oauth2PermissionScopes", "objectId", "redirectUris"),
        ...readOnly("samlMetadataUrl", "servicePrincipalNames", "signInAudience", "type"),
    },
    combinations: [{ kind: "at-most-one", names: ["featureTags", "tags"] }],
    schemaVersion: 1,
    minutes: { create: 10, read: 5, update: 10, delete: 5 },
    // no published figures; the provider sees the object gone five times, 5 seconds apart, before a deletion ends
    seconds: { create: 4, update: 2, delete: 20 },

    async create({ inputs, graph, retry }) {
        const clientId = textAt(inputs, "clientId") ?? "";
        const [existing] = servicePrincipalsOf(graph, clientId);
        if (existing) {
            if (inputs.useExisting !== true) {
                throw alreadyExists("azuread_service_principal", textAt(existing.body, "objectId") ?? "");
            }
            await put(graph, existing.path, inputs);
            return existing.path;
        }
        return await doing("Could not create service principal", () =>
            retry(async () => {
                backingApplication(graph, clientId);
                const path = servicePrincipalIds.format(graph.newGuid("servicePrincipal", clientId));
                await put(graph, path, inputs);
                return path;
            }),
        );
    },

    read(id, graph) {
        const body = graph.find(servicePrincipalIds.format(...servicePrincipalIds.parse(id)));
        return body && { ...answer(body), ...ofApplication(graph, textAt(body, "clientId") ?? "") };
    },

    async update({ inputs, graph, id }) {
        await doing(`Updating ${describe(id)}`, async () => {
            graph.get(id);
            await put(graph, id, inputs);
        });
    },

    async remove({ inputs, graph, id }) {
        const [objectId] = servicePrincipalIds.parse(id);
        if (graph.find(id) === undefined && inputs.useExisting === true) {
            return;
        }
        await doing(`[id] Deleting ${describe(id)}`, async () => {
            graph.get(id);
            await graph.remove(withAssignments(graph, id), [objectId]);
        });
    },
};

function describe(id: string): string {
    return `Service Principal (Service Principal: "${servicePrincipalIds.parse(id)[0]}")`;
}

/** Throws what Graph says as long as the application is not known everywhere. */
function backingApplication(graph: Directory, clientId: string): void {
    const application = applications(graph).find((each) => textAt(each, "clientId") === clientId.toLowerCase());
    if (!application || !graph.isReplicated(applicationIds.format(textAt(application, "objectId") ?? ""))) {
        throw new GraphError(
            400,
            "NoBackingApplicationObject",
            `The appId '${clientId}' of the service principal does not reference a valid application object.`,
            true,
        );
    }
}

async function put(graph: Directory, path: string, inputs: Properties): Promise<void> {
    const [objectId] = servicePrincipalIds.parse(path);
    const strangers = textsAt(inputs, "owners").filter((owner) => graph.principal(owner) === undefined);
    if (strangers[0] !== undefined) {
        throw notFound(strangers[0]);
    }
    const clientId = textAt(inputs, "clientId") ?? "";
    const body = { ...completed(servicePrincipal.fields, inputs), tags: tagsOf(inputs), objectId };
    const name = textAt(ofApplication(graph, clientId), "displayName") ?? "";
    await graph.put(path, body, { principal: { objectId, name } });
}

/** Sets that are empty are not in Terraform's state. */
function answer(body: Properties): Properties {
    const filled = Object.entries(body).filter(([name, value]) => {
        const isSet = servicePrincipal.fields[name]?.unordered === true && name !== "tags";
        return !(isSet && Array.isArray(value) && value.length === 0);
    });
    return { ...Object.fromEntries(filled), featureTags: [featuresOf(textsAt(body, "tags"))] };
}

/** What a service principal shows of its application. */
function ofApplication(graph: Directory, clientId: string): Properties {
    const application = applications(graph).find((each) => textAt(each, "clientId") === clientId.toLowerCase()) ?? {};
    const { appRoles, oauth2PermissionScopes, identifierUris } = partsOf(application);
    return {
        appRoleIds: idsByValue(appRoles),
        appRoles: appRoles.map(({ isEnabled = false, ...role }) => ({ ...role, enabled: isEnabled })),
        applicationTenantId: graph.seed.tenantId,
        displayName: application.displayName ?? "",
        homepageUrl: application.homepageUrl ?? "",
        logoutUrl: application.logoutUrl ?? "",
        oauth2PermissionScopeIds: idsByValue(oauth2PermissionScopes),
        oauth2PermissionScopes: oauth2PermissionScopes.map(({ isEnabled = false, ...scope }) => ({
            ...scope,
            enabled: isEnabled,
        })),
        redirectUris: Object.values(redirectLists).flatMap((list) => textsAt(application, list)),
        samlMetadataUrl: "",
        servicePrincipalNames: identifierUris,
        signInAudience: application.signInAudience ?? "",
        type: "Application",
    };
}

function idsByValue(permissions: Properties[]): Properties {
    const withValue = permissions.filter(({ value }) => value !== "");
    return Object.fromEntries(withValue.map(({ value, id = "" }) => [String(value), id]));
}
