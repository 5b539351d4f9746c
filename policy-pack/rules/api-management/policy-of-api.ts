import { get, type Link, type Naming, namesOf, type Resource, text, type Values } from "../../engine";
import { documentOf, type PolicyDocument, unreadable } from "./policy-document";
import { steps } from "./policy-steps";

export const apiPolicyType = "apimanagement:ApiPolicy";

/** Names of APIs are those of their service only. */
const api: Naming = (resource) =>
    namesOf(["apiId"], (path) => `${text(resource, "serviceName")}/${text(resource, path)}`);

/** From the policy of an API to the API. */
export const toApi: Link = {
    type: apiPolicyType,
    input: "apiId",
    names: api,
    to: "apimanagement:Api",
    nameOf: api,
};

/** Backends that the document of a policy names. */
const backendsIn: Naming = (policy) => {
    const statements = beforeForwarding(documentIn(policy));
    const chosen = statements.filter(({ name }) => name === "set-backend-service");
    const ids = chosen.flatMap(({ attributes }) => attributes["backend-id"] ?? []);
    return namesOf(ids, (id) => `${text(policy, "serviceName")}/${id}`);
};

const backend: Naming = (resource) =>
    namesOf(["backendId"], (path) => `${text(resource, "serviceName")}/${text(resource, path)}`);

/** From the policy of an API to the backends that it forwards to. */
export const toBackend: Link = {
    type: apiPolicyType,
    input: "value",
    names: backendsIn,
    to: "apimanagement:Backend",
    nameOf: backend,
};

/**
 * The document of a policy, one that says nothing when it is none.
 *
 * @throws Undecided when it is not known.
 */
export function documentIn(policy: Resource): PolicyDocument {
    get(policy, "value");
    // the same object at every call, by which its document is kept
    return documentOf(policy.inputs as Values) ?? unreadable;
}

/** Statements that may run before a request is forwarded. */
export function beforeForwarding({ inbound, backend }: PolicyDocument) {
    return [...steps(inbound), ...steps(backend)].map(({ statement }) => statement);
}
