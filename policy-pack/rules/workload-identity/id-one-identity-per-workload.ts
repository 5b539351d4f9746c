import {
    areAlike,
    defineRelation,
    nameAt,
    type Reference,
    type Resource,
    type Stack,
    someAlike,
    text,
    unless,
} from "../../engine";
import { credentialType, isServiceAccount } from "./federated-credential";

/**
 * What an identity may do, one workload may do, and the log says which it was.
 *
 * A workload that runs in two clusters has a credential for each of the two issuers. That an identity has no more
 * credentials than Azure allows, Azure says itself.
 */
export default defineRelation({
    id: "id-one-identity-per-workload",
    title: "An identity belongs to one service account, and a service account has one identity",
    severity: "high",
    level: "mandatory",
    practices: ["10.2"],
    references: { mcsb: ["IM-3", "PA-7"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/workload-identity-overview",
    types: [credentialType],
    reads: ["resourceName", "subject"],
    related: { [credentialType]: { required: ["resourceName", "subject"] } },
    why: "Servers that share an identity share its rights: whoever takes over the weakest of them has what the others may do, and the log cannot tell them apart.",
    fix: "Give each server a managedidentity.UserAssignedIdentity of its own, with one federated credential for its service account.",
    check: (credential, stack) => [
        ...unless(
            !someAlike(
                byIdentity,
                credential,
                stack,
                (other) => text(other, "subject") !== text(credential, "subject"),
            ),
            "resourceName",
            "this identity belongs to another subject, too",
        ),
        ...unless(!hasOtherIdentity(credential, stack), "subject", "this service account has another identity, too"),
    ],
    examples: {
        compliant: [
            { orders: credential("orders", "orders"), payments: credential("payments", "payments") },
            { blue: credential("orders", "orders"), green: credential("orders", "orders") },
        ],
        violating: [
            { orders: credential("orders", "orders"), payments: credential("orders", "payments") },
            { orders: credential("orders", "orders"), admin: credential("orders-admin", "orders") },
        ],
    },
});

const byIdentity: Reference = { type: credentialType, input: "resourceName", names: nameAt("resourceName") };
const bySubject: Reference = { type: credentialType, names: nameAt("subject") };

/** Identities of a pipeline may each be for another task. */
function hasOtherIdentity(credential: Resource, stack: Stack): boolean {
    return (
        isServiceAccount(text(credential, "subject")) &&
        someAlike(bySubject, credential, stack, (other) => !areAlike(byIdentity, credential, other, stack))
    );
}

function credential(identity: string, account: string) {
    return {
        type: credentialType,
        inputs: {
            resourceName: `id-${identity}`,
            issuer: "https://westeurope.oic.prod-aks.azure.com/22222222-2222-4222-8222-222222222222/00000000-0000-4000-8000-000000000001/",
            subject: `system:serviceaccount:mcp-${account}:${account}`,
            audiences: ["api://AzureADTokenExchange"],
        },
    };
}
