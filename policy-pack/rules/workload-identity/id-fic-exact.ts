import { defineRelation, elements, nameAt, type Resource, type Stack, text, unless } from "../../engine";
import { credentialType, isServiceAccount } from "./federated-credential";

/** What Entra asks a token to be for: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
const audience = "api://AzureADTokenExchange";

/** Names of namespaces are labels, those of service accounts may have several: https://learn.microsoft.com/azure/aks/workload-identity-overview */
const exactAccount = /^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/;

// for the examples
const pipeline = "https://token.actions.githubusercontent.com";

/**
 * An identity trusts one cluster for one service account, and nobody else.
 *
 * That an issuer is the one of a cluster is proved by the program, which takes it from the cluster: the URL of a cluster
 * in another tenant looks the same. Issuers of other stacks and of pipelines are a parameter.
 */
export default defineRelation({
    id: "id-fic-exact",
    title: "Federated credentials name one issuer, one subject and Entra's audience",
    severity: "critical",
    level: "mandatory",
    practices: ["2.3", "10.2"],
    references: { mcsb: ["IM-3"], azurePolicy: ["2571b7c3", "ae62c456", "fd1a8e20"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
    types: [credentialType],
    reads: ["issuer", "subject", "audiences"],
    related: {},
    parameters: {
        issuers: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "URLs of issuers that are no cluster of the stack, such as a pipeline or a cluster of another stack.",
        },
    },
    why: "Whoever gets a token with a matching issuer and subject is the identity: an issuer that others run, or a subject that others can be, gives it away without any secret.",
    fix: `Take the issuer from oidcIssuerProfile.issuerURL of the containerservice.ManagedCluster, or put it on the list issuers; set the subject to system:serviceaccount:<namespace>:<name>, and audiences to ["${audience}"].`,
    check: (credential, stack, { parameters: { issuers } }) => {
        const audiences = elements(credential, "audiences").map((path) => text(credential, path));
        const subject = text(credential, "subject");
        const isOfCluster = comesFromCluster(credential, stack);
        return [
            ...unless(
                isOfCluster ? areSecure(issuerOf(credential).known) : issuers.includes(text(credential, "issuer")),
                "issuer",
                "the issuer must be the cluster, or an issuer that is on the list",
            ),
            ...unless(
                isServiceAccount(subject) ? exactAccount.test(subject) : !isOfCluster && !subject.includes("*"),
                "subject",
                "the subject must be exactly one service account, or one branch or environment of a pipeline",
            ),
            ...unless(audiences.join() === audience, "audiences", "the audience must be that of Entra, and no other"),
        ];
    },
    examples: {
        parameters: { issuers: [pipeline] },
        compliant: [
            { credential: credential({}) },
            { credential: credential({ subject: "system:serviceaccount:mcp-orders:orders" }) },
        ],
        violating: [
            { credential: credential({ issuer: "https://token.attacker.example" }) },
            ...["repo:contoso/orders:*", "system:serviceaccount:mcp-orders:*", "system:serviceaccount:mcp-orders"].map(
                (subject) => ({ credential: credential({ subject }) }),
            ),
            ...[[], ["api://orders"], [audience, "api://orders"]].map((audiences) => ({
                credential: credential({ audiences }),
            })),
        ],
    },
});

const issuerOf = nameAt("issuer");

function comesFromCluster(credential: Resource, stack: Stack): boolean {
    return stack.sourcesOf(credential, "issuer").some(({ type }) => type === "containerservice:ManagedCluster");
}

/** One that is not known yet is the cluster's all the same. */
function areSecure(issuers: readonly string[]): boolean {
    return issuers.every((issuer) => issuer.startsWith("https://"));
}

function credential(changes: object) {
    return {
        type: credentialType,
        inputs: {
            resourceName: "id-orders",
            issuer: pipeline,
            subject: "repo:contoso/orders:environment:prod",
            audiences: [audience],
            ...changes,
        },
    };
}
