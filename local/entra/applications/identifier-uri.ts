import { required } from "../../provider/schema";
import { partAlreadyExists } from "../existing";
import { idForm } from "../ids";
import { replaces } from "../schema";
import { applicationId, nonEmpty } from "../texts";
import { partOfApplication, wordsOf } from "./part";

const encode = (uri: string) => Buffer.from(uri).toString("base64");
const decode = (key: string) => Buffer.from(key, "base64").toString();

/** A name of the API: what clients ask a token for. */
export const identifierUri = partOfApplication<string>(
    {
        token: "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri",
        fields: { identifierUri: replaces(required(nonEmpty)) },
        list: "identifierUris",
        ids: idForm("/applications/{}/identifierUris/{}"),
        keyOf: ({ identifierUri }) => encode(String(identifierUri)),
        has: (item, key) => item === decode(key),
        toItem: ({ identifierUri }) => String(identifierUri),
        toInputs: (item) => ({ identifierUri: item }),
        exists: (id) => partAlreadyExists("azuread_application_identifier_uri", id),
        words: wordsOf("Application IdentifierUri", "IdentifierUri ID", "identifier URI"),
        neverUpdated: true,
        minutes: { create: 10, read: 5, delete: 5 },
        // no published figures; one PATCH
        seconds: { create: 1, update: 1, delete: 1 },
    },
    { applicationId: replaces(required(applicationId)) },
);
