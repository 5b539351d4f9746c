import {
    defineRelation,
    get,
    type Link,
    type Naming,
    namesOf,
    type Resource,
    type Stack,
    some,
    someReferred,
    someReferring,
    text,
    unless,
    valueAt,
} from "../../engine";
import { credentialType, identityType, ofIdentity, subjectOf } from "../workload-identity/federated-credential";
import { exampleTypes, workload } from "./example-workload";
import { podPrefix, workloadTypes } from "./workload";

const accountType = "kubernetes:core/v1:ServiceAccount";
const annotations = "metadata.annotations";
const ofAccount = ["metadata.name", "metadata.namespace"];

/** https://learn.microsoft.com/azure/aks/workload-identity-overview#service-account-labels-and-annotations */
const clientId = "azure.workload.identity/client-id";
const use = "azure.workload.identity/use";

// for the examples
const plain = { type: accountType, inputs: { metadata: { name: "orders", namespace: "mcp-orders" } } };
const annotated = {
    type: accountType,
    inputs: {
        metadata: {
            ...plain.inputs.metadata,
            annotations: { [clientId]: "44444444-4444-4444-8444-000000000001" },
        },
    },
};

/**
 * A pod gets the identity that is meant for it, and says so.
 *
 * The id of an identity is not among its inputs, so it is the program that proves whose id an account has, by taking it
 * from the identity. That the credential trusts one account only, `id-fic-exact` judges.
 */
export default defineRelation({
    id: "k8s-wi-wiring",
    title: "Service account, identity and pods belong together",
    severity: "high",
    level: "mandatory",
    practices: ["10.2"],
    references: { mcsb: ["IM-3"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/workload-identity-overview",
    types: [accountType, ...workloadTypes],
    reads: [annotations],
    optional: [annotations],
    related: {
        ...Object.fromEntries(workloadTypes.map((type) => [type, { optional: ofPods(type) }])),
        [accountType]: { required: ofAccount, optional: [annotations] },
        [identityType]: { required: ["resourceName"] },
        [credentialType]: { required: ["resourceName", "subject"] },
    },
    why: "An account with the id of another identity waits for whoever federates the two, and a pod without its own identity is given a secret instead.",
    fix: `Take the annotation ${clientId} of the service account from clientId of its managedidentity.UserAssignedIdentity, give that identity a federated credential with the subject system:serviceaccount:<namespace>:<name>, and its pods the label ${use} "true"; give the label to no others.`,
    check: (resource, stack) => {
        if (resource.type === accountType)
            return unless(
                !hasClientId(resource) || isIdentity(resource, stack),
                annotations,
                "no identity of the stack has this id and trusts this service account",
            );
        const path = `${podPrefix(resource.type)}metadata.labels`;
        return unless(
            (Object(get(resource, path))[use] === "true") ===
                someReferred(toAccount(resource.type), resource, stack, hasClientId),
            "",
            "the pods must have the label exactly if their service account has an identity",
        );
    },
    examples: {
        compliant: [
            ...exampleTypes.map((type) => ({
                account: plain,
                workload: pods(type, {}),
            })),
            {
                account: plain,
                identity: { type: identityType, inputs: { resourceName: "id-orders" } },
                credential: {
                    type: credentialType,
                    inputs: { resourceName: "id-orders", subject: "system:serviceaccount:mcp-orders:orders" },
                },
            },
        ],
        violating: [
            { account: annotated },
            ...exampleTypes.map((type) => ({ workload: pods(type, { [use]: "true" }) })),
            ...exampleTypes.map((type) => ({ account: plain, workload: pods(type, { [use]: "true" }) })),
            ...exampleTypes.map((type) => ({ account: annotated, workload: pods(type, {}) })),
        ],
    },
});

const nameOfAccount: Naming = (account) => nameIn(account, "metadata.name");
const accountOfPods: Naming = (workload) => nameIn(workload, `${podPrefix(workload.type)}spec.serviceAccountName`);

/** What is read of workloads of a type. */
function ofPods(type: string): string[] {
    const paths = ["metadata.labels", "spec.serviceAccountName"].map((path) => podPrefix(type) + path);
    return ["metadata.namespace", ...paths];
}

/** From workloads to the service account of their pods. */
function toAccount(type: string): Link {
    return { type, input: "spec", names: accountOfPods, to: accountType, nameOf: nameOfAccount };
}

function nameIn(object: Resource, path: string) {
    return namesOf([path], () => `${text(object, "metadata.namespace")}/${text(object, path)}`);
}

/** Whether an account says whose id it has, be that known yet or not. */
function hasClientId({ inputs }: Resource): boolean {
    return valueAt(inputs, ["metadata", "annotations", clientId]) !== undefined;
}

/** Whether the id of an account comes from an identity that trusts it. */
function isIdentity(account: Resource, stack: Stack): boolean {
    const identities = stack.sourcesOf(account, "metadata").filter(({ type }) => type === identityType);
    // an id from elsewhere must be known, to be the id of something else for certain
    if (identities.length === 0) get(account, annotations);
    const subject = subjectOf(text(account, "metadata.namespace"), text(account, "metadata.name"));
    return some(identities, (identity) =>
        someReferring(ofIdentity, identity, stack, (credential) => text(credential, "subject") === subject),
    );
}

function pods(type: string, labels: object) {
    return workload(type, { serviceAccountName: "orders" }, { labels });
}
