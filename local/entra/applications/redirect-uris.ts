import type { Properties } from "../../provider/provider";
import { oneOf, required, string } from "../../provider/schema";
import { textAt, textsAt } from "../../provider/values";
import type { Directory } from "../directory";
import { partAlreadyExists } from "../existing";
import { doing } from "../graph-error";
import { applicationIds, idForm } from "../ids";
import type { ResourceType } from "../resource-type";
import { type Field, replaces, set } from "../schema";
import { applicationId } from "../texts";
import { patchApplication } from "./application";
import { describe } from "./registration";

const ids = idForm<[objectId: string, type: string]>("/applications/{}/redirectUris/{}");

/** Where an application keeps the URIs of each kind; Graph has each in an object of its own. */
export const redirectLists = {
    PublicClient: "publicClientRedirectUris",
    SPA: "spaRedirectUris",
    Web: "webRedirectUris",
} as const;

/** A kind of redirect URI, which says what a client has to do for a token. */
export type RedirectKind = keyof typeof redirectLists;

/** The redirect URIs of an application by kind. */
export type RedirectUris = Record<RedirectKind, string[]>;

/** The redirect URIs that an application has. */
export function redirectUrisOf(application: Properties): RedirectUris {
    return {
        PublicClient: textsAt(application, redirectLists.PublicClient),
        SPA: textsAt(application, redirectLists.SPA),
        Web: textsAt(application, redirectLists.Web),
    };
}

const redirectUri: Field = {
    ...string,
    problems: (value, key) => {
        const problem = redirectUriProblem(value);
        return problem === undefined ? [] : [`${problem} for "${key}"`];
    },
};

function redirectUriProblem(uri: string): string | undefined {
    if (uri === "") return "URI must not be empty";
    if (/^urn:[^:]*:/.test(uri)) return undefined;
    if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(uri)) return "URI has no host";
    return uri.length > 256 ? "URI must be 256 characters or less" : undefined;
}

/** Where Entra sends people after a sign-in: all URIs of one kind. */
export const redirectUris: ResourceType = {
    token: "azuread:index/applicationRedirectUris:ApplicationRedirectUris",
    fields: {
        applicationId: replaces(required(applicationId)),
        type: replaces(required(oneOf("PublicClient", "SPA", "Web"))),
        redirectUris: required(set(redirectUri)),
    },
    minutes: { create: 10, read: 5, update: 10, delete: 5 },
    // no published figures; one PATCH
    seconds: { create: 1, update: 1, delete: 1 },
    turn: ({ inputs }) => textAt(inputs, "applicationId"),

    async create({ inputs, graph }) {
        const [objectId] = applicationIds.parse(textAt(inputs, "applicationId") ?? "");
        const type = textAt(inputs, "type") ?? "";
        const id = ids.format(objectId, type);
        await doing(`retrieving ${describe(objectId)}`, () => graph.get(applicationIds.format(objectId)));
        if (urisOf(graph, objectId, type).length > 0) {
            throw partAlreadyExists("azuread_application_redirect_uris", id);
        }
        await doing(`creating ${named(objectId, type)}`, () =>
            patchApplication(graph, objectId, { [listOf(type)]: textsAt(inputs, "redirectUris") }, id),
        );
        return id;
    },

    read(id, graph) {
        const [objectId, type] = ids.parse(id);
        const uris = urisOf(graph, objectId, type);
        return uris.length === 0
            ? undefined
            : { applicationId: applicationIds.format(objectId), type, redirectUris: uris };
    },

    async update({ inputs, graph, id }) {
        const [objectId, type] = ids.parse(id);
        await doing(`updating ${named(objectId, type)}`, () =>
            patchApplication(graph, objectId, { [listOf(type)]: textsAt(inputs, "redirectUris") }),
        );
    },

    async remove({ graph, id }) {
        const [objectId, type] = ids.parse(id);
        await doing(`deleting ${named(objectId, type)}`, () =>
            patchApplication(graph, objectId, { [listOf(type)]: [] }),
        );
    },
};

function urisOf(graph: Directory, objectId: string, type: string): string[] {
    return textsAt(graph.find(applicationIds.format(objectId)), listOf(type));
}

function listOf(type: string): string {
    return redirectLists[type as keyof typeof redirectLists];
}

function named(objectId: string, type: string): string {
    return `Application Redirect URIs (Application ID: "${objectId}", URI Type: "${type}")`;
}
