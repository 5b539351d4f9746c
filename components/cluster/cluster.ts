import * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { knownAfter, registerFeature, validate } from "../shared";
import { admit } from "./cluster-access";
import type { ClusterArgs } from "./cluster-args";
import { createClusterIdentities } from "./cluster-identities";
import { collectLogs } from "./cluster-logs";
import { assignRestrictedPods, enforceSafeguards } from "./cluster-policy";
import { clusterProblems } from "./cluster-problems";
import { createDiskEncryption } from "./disk-encryption";
import { followRepository } from "./flux";
import { certificateAuthorityOf, kubeconfig } from "./kubeconfig";
import { scheduleMaintenance } from "./maintenance";
import { createManagedCluster, type ManagedCluster } from "./managed-cluster";
import { createNodePools } from "./node-pools";

/**
 * A Kubernetes cluster (AKS) that only the network reaches and only Entra identities enter, whose pods reach what network
 * policies and the firewall let through, and in which each MCP server runs in a virtual machine of its own.
 *
 * - The API server is in the network. Local accounts and the way to run commands through Azure are off.
 * - What Kubernetes keeps is encrypted with a key in a vault of its own, disks with another one, and what lies on the hosts
 *   as well. Nodes have no public address and no shell, and nobody but Azure changes what they consist of.
 * - Everything that goes out takes the route to the firewall; what comes in from the network takes the internal ingress
 *   gateway of Istio.
 * - Azure Policy denies pods that are not restricted, and deployment safeguards what disregards the practices of AKS.
 * - Requests to the API server, output of containers and alerts of Defender go to the workspace.
 * - Patches and images of nodes are installed every week, in the maintenance window.
 *
 * What is in the cluster, other components deliver.
 *
 * Before: the feature EncryptionAtHost of Microsoft.Compute is registered in the subscription, and of
 * Microsoft.ContainerService, as long as Azure asks for them, DisableSSHPreview and NRGLockdownPreview. The firewall lets
 * nodes reach what AKS needs.
 *
 * Serves practices 2.1, 2.2, 3.2, 4.3, 5.1, 5.2, 6.1, 6.2, 10.1, 10.2, 10.3, 11.1, 12.1, ZT-1 and ZT-2.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class Cluster extends pulumi.ComponentResource {
    /** ARM id of the cluster. */
    readonly clusterId: pulumi.Output<string>;
    /** Name of the cluster. */
    readonly clusterName: pulumi.Output<string>;
    /** Issuer of the tokens of service accounts, a URL, which federated credentials name. */
    readonly oidcIssuerUrl: pulumi.Output<string>;
    /** Full name of the API server's host, which the network resolves. */
    readonly privateFqdn: pulumi.Output<string>;
    /**
     * How to reach the cluster, with kubelogin and without any secret, once its nodes are there and deliverers have their
     * roles; empty without `login`.
     */
    readonly kubeconfig: pulumi.Output<string>;
    /** Object id of the identity of the nodes. */
    readonly kubeletPrincipalId: pulumi.Output<string>;
    /** Group of what Azure makes for the cluster, such as nodes and load balancers. */
    readonly nodeResourceGroupName: pulumi.Output<string>;

    constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Cluster", name, {}, opts);
        validate(this, name, clusterProblems(name, args));

        const diskEncryptionSetId = createDiskEncryption(name, args, this);
        const identities = createClusterIdentities(name, diskEncryptionSetId, args, this);
        const registrations = registerHostEncryption(name, args, this);
        const cluster = createManagedCluster(name, identities, diskEncryptionSetId, args, this, registrations);
        const pools = createNodePools(name, cluster, args, this);
        const access = admit(name, cluster, args, this);
        scheduleMaintenance(name, cluster, args, this);
        collectLogs(name, cluster, args, this);
        assignRestrictedPods(name, cluster, args, this);
        const safeguards = enforceSafeguards(name, cluster, this, pools);
        if (args.flux !== undefined) followRepository(name, args.flux, cluster, args, this, [safeguards]);

        this.clusterId = cluster.id;
        this.clusterName = cluster.name;
        this.oidcIssuerUrl = issuerUrl(cluster.resource);
        this.privateFqdn = cluster.resource.privateFQDN;
        this.kubeconfig = knownAfter([...pools, ...access], kubeconfigOf(cluster, args, this));
        this.kubeletPrincipalId = identities.kubeletPrincipalId;
        this.nodeResourceGroupName = cluster.nodeResourceGroupName;
        this.registerOutputs({
            clusterId: this.clusterId,
            clusterName: this.clusterName,
            oidcIssuerUrl: this.oidcIssuerUrl,
            privateFqdn: this.privateFqdn,
            kubeconfig: this.kubeconfig,
            kubeletPrincipalId: this.kubeletPrincipalId,
            nodeResourceGroupName: this.nodeResourceGroupName,
        });
    }
}

/** Without this feature, Azure refuses the pools: https://learn.microsoft.com/azure/aks/enable-host-encryption */
function registerHostEncryption(name: string, args: ClusterArgs, parent: pulumi.Resource): pulumi.Resource[] {
    if (!args.registerHostEncryption) return [];
    const feature = { providerNamespace: "Microsoft.Compute", featureName: "EncryptionAtHost" };
    return [registerFeature(`${name}-host-encryption`, feature, args, parent)];
}

function issuerUrl({ id, name, oidcIssuerProfile }: containerservice.ManagedCluster): pulumi.Output<string> {
    // the id makes it unknown in a preview, which takes what is asked of the issuer for all that it is
    return pulumi.all([oidcIssuerProfile, name, id]).apply(([issuer, clusterName]) => {
        if (issuer?.issuerURL) return issuer.issuerURL;
        throw new pulumi.RunError(`Azure gave no issuer of tokens of ${clusterName}; is its state Succeeded?`);
    });
}

/** Azure tells the certificate of the API server only together with a kubeconfig, whose way to sign in is for people. */
function kubeconfigOf(
    { resource, name }: ManagedCluster,
    { login, tenantId, resourceGroupName }: ClusterArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    if (login === undefined) return pulumi.output("");
    const given = containerservice.listManagedClusterUserCredentialsOutput(
        {
            resourceGroupName,
            // the id makes it unknown in the preview of a cluster that Azure could not tell anything about
            resourceName: pulumi.all([name, resource.id]).apply(([known]) => known),
            format: "exec",
        },
        { parent },
    );
    return pulumi.all([name, resource.privateFQDN, given]).apply(([clusterName, host, { kubeconfigs }]) => {
        const text = Buffer.from(kubeconfigs[0]?.value ?? "", "base64").toString();
        const certificateAuthority = certificateAuthorityOf(text);
        if (certificateAuthority === undefined) {
            throw new pulumi.RunError(
                `Azure gave no certificate of the API server of ${clusterName}; is its state Succeeded?`,
            );
        }
        return kubeconfig({ name: clusterName, host, certificateAuthority, tenantId, login });
    });
}
