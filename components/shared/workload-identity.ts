import * as managedidentity from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import { tokenExchangeAudience } from "./aks";
import { parseArmId } from "./arm-id";
import { createIdentity, type ManagedIdentity } from "./managed-identity";
import type { PlacementArgs } from "./placement";
import type { ComponentKind } from "./tags";
import { checked } from "./validation";

/** An identity that pods have. */
export interface WorkloadIdentity extends ManagedIdentity {
    /** What makes them have it: pods that need the identity when they start wait for this. */
    credential: pulumi.Resource;
}

/** Whose pods have the identity. */
interface ServiceAccount {
    /** Issuer of the cluster's service account tokens, a URL. */
    oidcIssuerUrl: pulumi.Input<string>;
    namespace: string;
    serviceAccount: string;
}

/**
 * An identity of exactly one service account of one cluster, without any secret: its tokens are exchanged for those of the
 * identity. It may do nothing until a role is assigned to it. Serves practices 2.2 and 10.2.
 */
export function createWorkloadIdentity(
    name: string,
    placement: PlacementArgs,
    component: ComponentKind,
    { oidcIssuerUrl, namespace, serviceAccount }: ServiceAccount,
    parent: pulumi.Resource,
): WorkloadIdentity {
    const identity = createIdentity(name, placement, component, parent);
    const credential = new managedidentity.FederatedIdentityCredential(
        `${name}-identity-credential`,
        {
            federatedIdentityCredentialResourceName: "service-account",
            resourceName: identity.id.apply((id) => parseArmId(id)?.names[0] ?? ""),
            resourceGroupName: placement.resourceGroupName,
            issuer: checked(oidcIssuerUrl, issuerProblem),
            subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
            audiences: [tokenExchangeAudience],
        },
        { parent },
    );
    return { ...identity, credential };
}

/** A problem when the text cannot be the issuer of a cluster's tokens. */
export function issuerProblem(url: string): string | undefined {
    return /^https:\/\/[^\s?#]+$/.test(url)
        ? undefined
        : `oidcIssuerUrl is "${url}"; it must be an HTTPS address without query.`;
}
