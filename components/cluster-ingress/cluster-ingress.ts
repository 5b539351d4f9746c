import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checked,
    createObject,
    createObjects,
    createWorkloadIdentity,
    ingressGateway,
    ingressNamespace,
    type KubernetesObject,
    type Principal,
    patchObject,
    validate,
    waitingFor,
} from "../shared";
import { certificateKeeper, keeperName } from "./certificate-keeper";
import { addressProblem, type ClusterIngressArgs, clusterIngressProblems } from "./cluster-ingress-args";
import { meshRules } from "./mesh-rules";

/**
 * What the internal ingress gateway of a cluster needs before the first server: a fixed address, its certificates, and
 * rules that let nothing pass. There is one of it in a cluster.
 *
 * - The load balancer has an address of the network alone, which the gateway in front resolves the servers to.
 * - Certificates come from a vault, read by an identity that may read those three secrets and nothing else, and renewed
 *   ones are picked up. They are in the cluster as Secrets beside the gateway, because Istio takes them from nowhere else.
 * - Nothing passes until a server adds who may call it.
 *
 * Serves practices MUST-2, 3.1, 3.3, 5.1, 6.2, 6.3, 10.2, 10.3 and ZT-1.
 *
 * @throws one error that lists all problems of the arguments. What other resources give is checked when it is known,
 * before anything uses it.
 */
export class ClusterIngress extends pulumi.ComponentResource {
    constructor(name: string, args: ClusterIngressArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:ClusterIngress", name, {}, opts);
        validate(this, name, clusterIngressProblems(name, args));

        const guarded = waitingFor(args.guards);
        createObjects(name, meshRules, this, guarded);
        patchObject(`${name}-service`, gatewayService(args.privateAddress), this, guarded);
        keepCertificates(name, args, this, guarded);

        this.registerOutputs({});
    }
}

/**
 * Fields of the Service that AKS makes. It keeps this annotation, and sets the other one to the same value itself.
 * https://learn.microsoft.com/azure/aks/istio-deploy-ingress#annotations
 *
 * Where Flux applies it from a repository, it must take neither the Service for its own to remove, nor the fields of AKS.
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
function gatewayService(privateAddress: pulumi.Input<string>): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
            name: ingressGateway,
            namespace: ingressNamespace,
            annotations: {
                "kustomize.toolkit.fluxcd.io/prune": "disabled",
                "kustomize.toolkit.fluxcd.io/ssa": "Merge",
                "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                "service.beta.kubernetes.io/azure-load-balancer-ipv4": checked(privateAddress, addressProblem),
            },
        },
    };
}

function keepCertificates(
    name: string,
    args: ClusterIngressArgs,
    parent: pulumi.Resource,
    guarded: pulumi.Output<pulumi.Resource[]>,
): void {
    const identity = createWorkloadIdentity(
        name,
        args,
        "cluster-ingress",
        {
            oidcIssuerUrl: args.oidcIssuerUrl,
            namespace: ingressNamespace,
            serviceAccount: keeperName,
        },
        parent,
    );
    const { keeper, ...before } = certificateKeeper(args, identity.clientId);
    createObject(`${name}-keeper`, keeper, parent, [
        identity.credential,
        ...readers(name, args, identity.principal, parent),
        ...createObjects(name, before, parent, guarded),
    ]);
}

function readers(
    name: string,
    { certificates, subscriptionId }: ClusterIngressArgs,
    principal: Principal,
    parent: pulumi.Resource,
): pulumi.Resource[] {
    const { vaultId, certificateName, clientCertificateName, authorityName } = certificates;
    const secrets = {
        certificate: certificateName,
        "client-certificate": clientCertificateName,
        authority: authorityName,
    };
    return Object.entries(secrets).map(([what, secret]) =>
        assignRole(
            `${name}-reads-${what}`,
            { role: "Key Vault Secrets User", scope: `${vaultId}/secrets/${secret}`, principal, subscriptionId },
            parent,
        ),
    );
}
