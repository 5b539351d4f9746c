import type { Properties } from "../../provider/provider";
import { readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { Directory } from "../directory";
import { doing, GraphError } from "../graph-error";
import { applicationIds, idForm } from "../ids";
import { completed } from "../plan";
import type { ResourceType } from "../resource-type";
import { list, replaces } from "../schema";
import { applicationId, nonEmpty, withLength } from "../texts";
import { describe } from "./registration";

const ids = idForm<[objectId: string, credentialId: string]>("{}/federatedIdentityCredential/{}");

/** https://learn.microsoft.com/graph/api/resources/federatedidentitycredentials-overview */
const maximumPerApplication = 20;

/** Trust in tokens of another issuer, instead of a secret. */
export const federatedIdentityCredential: ResourceType = {
    token: "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
    fields: {
        applicationId: replaces(required(applicationId)),
        audiences: required(list(nonEmpty, { maxItems: 1 })),
        displayName: replaces(required(withLength(1, 120))),
        issuer: required(string),
        subject: required(string),
        description: string,
        ...readOnly("credentialId"),
    },
    minutes: { create: 15, read: 5, update: 5, delete: 5 },
    // no published figures; the provider sees the credential five times, or five times not, before it goes on
    seconds: { create: 6, update: 1, delete: 20 },
    turn: ({ inputs }) => textAt(inputs, "applicationId"),

    async create({ inputs, graph }) {
        const [objectId] = applicationIds.parse(textAt(inputs, "applicationId") ?? "");
        await doing(`retrieving ${describe(objectId)}`, () => graph.get(applicationIds.format(objectId)));
        const id = graph.newGuid("credential", objectId);
        await doing(`Adding federated identity credential for ${describe(objectId)}`, () =>
            put(graph, objectId, id, inputs),
        );
        return ids.format(objectId, id);
    },

    read(id, graph) {
        const [objectId, credentialId] = ids.parse(id);
        const found = graph.find(pathOf(objectId, credentialId));
        return found && { ...found, applicationId: applicationIds.format(objectId), credentialId };
    },

    async update({ inputs, graph, id }) {
        const [objectId, credentialId] = ids.parse(id);
        const what = `Updating federated identity credential with ID "${credentialId}" for application with object ID "${objectId}"`;
        await doing(what, async () => {
            graph.get(pathOf(objectId, credentialId));
            await put(graph, objectId, credentialId, inputs);
        });
    },

    async remove({ graph, id }) {
        const [objectId, credentialId] = ids.parse(id);
        const kind = "Application Id Federated Identity Credential";
        const what = `Removing ${kind} (Application: "${objectId}"\nFederated Identity Credential: "${credentialId}")`;
        await doing(what, async () => {
            graph.get(pathOf(objectId, credentialId));
            await graph.remove([pathOf(objectId, credentialId)]);
        });
    },
};

function pathOf(objectId: string, credentialId: string): string {
    return `${applicationIds.format(objectId)}/federatedIdentityCredentials/${credentialId}`;
}

async function put(graph: Directory, objectId: string, credentialId: string, inputs: Properties): Promise<void> {
    const path = pathOf(objectId, credentialId);
    const others = graph
        .below(`${applicationIds.format(objectId)}/federatedIdentityCredentials`)
        .filter((other) => other.path !== path)
        .map(({ body }) => body);
    const refusal = nameIsTaken(inputs, others) ?? subjectIsTaken(inputs, others) ?? thereAreTooMany(others);
    if (refusal) {
        throw refusal;
    }
    const { applicationId: _, ...body } = completed(federatedIdentityCredential.fields, inputs);
    await graph.put(path, body, { id: ids.format(objectId, credentialId) });
}

function nameIsTaken({ displayName }: Properties, others: Properties[]): GraphError | undefined {
    return others.some((other) => other.displayName === displayName)
        ? new GraphError(
              409,
              "Request_MultipleObjectsWithSameKeyValue",
              `FederatedIdentityCredential with name ${displayName} already exists.`,
          )
        : undefined;
}

function subjectIsTaken({ issuer, subject }: Properties, others: Properties[]): GraphError | undefined {
    return others.some((other) => other.issuer === issuer && other.subject === subject)
        ? new GraphError(
              400,
              "InvalidFederatedIdentityCredentialValue",
              `The combination of issuer and subject must be unique for the application. Issuer ${issuer} and Subject: ${subject} already exist. paramName: FederatedIdentityCredential.Subject, paramValue: ${subject}, objectType: Microsoft.Online.DirectoryServices.Application`,
          )
        : undefined;
}

/** The limit is published, the text is ours. */
function thereAreTooMany(others: Properties[]): GraphError | undefined {
    return others.length >= maximumPerApplication
        ? new GraphError(
              400,
              "Request_BadRequest",
              `An application can have at most ${maximumPerApplication} federated identity credentials.`,
          )
        : undefined;
}
