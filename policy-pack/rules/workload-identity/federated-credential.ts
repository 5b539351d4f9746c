import { type Link, nameAt, type Resource, type Stack, someReferring, text } from "../../engine";

export const identityType = "managedidentity:UserAssignedIdentity";
export const credentialType = "managedidentity:FederatedIdentityCredential";

/** From a federated credential to its identity. */
export const ofIdentity: Link = {
    type: credentialType,
    input: "resourceName",
    names: nameAt("resourceName"),
    to: identityType,
    nameOf: nameAt("resourceName"),
};

/** What the subject of a service account begins with: https://learn.microsoft.com/azure/aks/workload-identity-overview */
const serviceAccount = "system:serviceaccount:";

/** The subject of a service account. */
export function subjectOf(namespace: string, name: string): string {
    return `${serviceAccount}${namespace}:${name}`;
}

/** Whether the subject of a federated credential is a service account. */
export function isServiceAccount(subject: string): boolean {
    return subject.startsWith(serviceAccount);
}

/** Whether a service account acts as an identity. */
export function isFederated(identity: Resource, stack: Stack): boolean {
    return someReferring(ofIdentity, identity, stack, (each) => isServiceAccount(text(each, "subject")));
}
