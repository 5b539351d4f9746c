import { ClusterTier } from "../components/cluster/cluster-args";
import { WeekDay } from "../components/cluster/maintenance";
import { ClusterDelivery } from "./cluster-delivery";
import {
    addressRange,
    certificate,
    guid,
    list,
    object,
    oneOf,
    pinnedImage,
    text,
    trueOrFalse,
    wholeNumber,
} from "./field";

const pool = (
    min: number,
    what: string,
    ofSize = "Another one makes a new pool, and pods move before the old one goes.",
) =>
    object({
        vmSize: text(/^Standard_[A-Za-z0-9_]+$/, "the size of a virtual machine, for example Standard_D4s_v5").describe(
            `Size of its machines. ${ofSize}`,
        ),
        minNodes: wholeNumber(min, 1000, "nodes").describe("Fewest nodes."),
        maxNodes: wholeNumber(min, 1000, "nodes").describe("Most nodes."),
    }).describe(what);

/** The cluster that the servers run in: how much of it, and how objects get into it. */
export const cluster = object({
    kubernetesVersion: text(/^1\.[0-9]{2}$/, 'the minor version of Kubernetes in quotes, for example "1.34"').describe(
        "Version of Kubernetes. AKS installs its patches; a higher one upgrades the cluster in place.",
    ),
    delivery: oneOf(Object.values(ClusterDelivery))
        .optional()
        .describe(
            "How objects get into the cluster: this process sends them, from inside the network, or it writes " +
                "manifests for the team's own GitOps. Default: direct.",
        ),
    manifestFolder: text(/\S/, "a folder")
        .optional()
        .describe(
            "Folder for the manifests, absolute or relative to `infra/`, for example in a clone of the repository " +
                "that GitOps follows. Only with `delivery: rendered`. Default: ../rendered/<environment>.",
        ),
    flux: object({
        url: text(/^https:\/\/[^\s@]+$/, "the HTTPS address of a Git repository, without credentials").describe(
            "Repository that the rendered manifests are pushed to.",
        ),
        branch: text(/^\w[\w./-]{0,199}$/, "the name of a branch").describe(
            "Branch that Flux follows: whoever writes to it decides what runs in the cluster.",
        ),
        path: text(/^[\w.-]+(\/[\w.-]+)*$/, "a folder in the repository, without a slash at its ends")
            .optional()
            .describe("Folder of the manifests. Default: the whole repository."),
        credentialsName: text(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "the name of a Kubernetes secret")
            .optional()
            .describe(
                "Secret in the namespace flux-system, made by hand, with the credentials of a private repository. " +
                    "Default: it is public.",
            ),
    })
        .optional()
        .describe("Has Flux in the cluster apply the manifests of a repository. Only with `delivery: rendered`."),
    meshRevisions: list(
        text(/^asm-1-[0-9]{1,3}$/, "a revision of Istio, for example asm-1-27"),
        "a list of one revision of Istio, or two during an upgrade",
        1,
    )
        .optional()
        .describe(
            "Revisions of Istio: `az aks mesh get-revisions --location <region>`. Default: the one that Azure chooses " +
                "when it creates the cluster.",
        ),
    tier: oneOf(Object.values(ClusterTier))
        .optional()
        .describe(
            "What Azure promises: Free promises nothing, Standard costs about 70 a month, Premium supports a version for " +
                "two years. Default: Standard.",
        ),
    serviceRange: addressRange
        .optional()
        .describe("Addresses of the cluster's services, in 100.64.0.0/10. Default: 100.127.240.0/20."),
    maintenance: object({
        day: oneOf(Object.values(WeekDay)).describe("Day of the week on which it begins, in UTC."),
        startHour: wholeNumber(0, 23, "hours").describe("Hour in UTC at which it begins."),
        durationHours: wholeNumber(4, 24, "hours").optional().describe("Hours that it lasts. Default: 8."),
    }).describe("When Azure installs patches of Kubernetes and new images of the nodes."),
    registerHostEncryption: trueOrFalse()
        .optional()
        .describe(
            "Whether this environment registers the subscription for encryption on the hosts of its machines. " +
                "Default: false; it is registered already.",
        ),
    administratorGroupId: guid().describe("Object id of the Entra group that administers the cluster."),
    responderGroupId: guid()
        .optional()
        .describe("Object id of the Entra group that responds to incidents in the cluster. Default: nobody."),
    ingressCertificate: certificate
        .optional()
        .describe("Certificate of `*.<gateway.internalDomain>`. Default: mcp-ingress."),
    clientCertificate: certificate
        .optional()
        .describe("Certificate by which the ingress gateway is known to the servers. Default: mcp-ingress-client."),
    certificateAuthority: certificate
        .optional()
        .describe(
            "Secret with the PEM of the authority of both ends, ingress gateway and servers. Default: mcp-authority.",
        ),
    proxyImage: pinnedImage.describe("Image of Envoy, which guards each server in its pod."),
    utilityImage: pinnedImage.describe(
        "Image of Node.js 20 or later, in which the tool definitions of each server are checked.",
    ),
    systemPool: pool(2, "Nodes of Kubernetes itself.", "Azure refuses another one later."),
    userPool: pool(1, "Nodes of the ingress gateway and the add-ons."),
    toolPool: pool(1, "Nodes of the MCP servers, each pod in a virtual machine of its own."),
}).describe("Cluster that the servers run in.");
