import { defineRule, unless } from "../../engine";
import { partsIn } from "../network/parts";
import { clusterType, inPools, isConfidential, type NodePool, poolTypes, sandboxed } from "./node-pool";

const reads = {
    address: "enableNodePublicIP",
    boot: "securityProfile.enableSecureBoot",
    tpm: "securityProfile.enableVTPM",
    ssh: "securityProfile.sshAccess",
    runtime: "workloadRuntime",
    size: "vmSize",
};

/**
 * Nodes start only what is signed, and have no address outside of the network.
 *
 * Azure refuses Trusted Launch in pools that sandbox pods and in confidential ones, so these must have none:
 * https://learn.microsoft.com/azure/aks/use-trusted-launch and https://learn.microsoft.com/azure/aks/use-cvm
 */
export default defineRule({
    id: "aks-node-hardening",
    title: "Nodes have Trusted Launch and no public address",
    severity: "high",
    level: "mandatory",
    practices: ["10.1"],
    references: { mcsb: ["NS-2", "PV-3"], azurePolicy: ["28257686"], checkov: ["CKV_AZURE_143"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/use-trusted-launch",
    types: poolTypes,
    reads: inPools(Object.values(reads)),
    // inside a cluster of the other type, and a pool that says neither is a plain one without addresses
    optional: inPools(Object.values(reads)).filter((path) => ![reads.boot, reads.tpm, reads.ssh].includes(path)),
    parameters: {
        disableSsh: {
            type: "boolean",
            default: true,
            description:
                "Whether nodes must take no SSH. Azure has that in preview: turn it off for subscriptions without the feature DisableSSHPreview.",
        },
    },
    why: "Whoever breaks out of a container stays for good by changing what the node starts with, and a node with a public address can be attacked past the firewall.",
    fix: `Leave enableNodePublicIP out, and set securityProfile.enableSecureBoot and securityProfile.enableVTPM to true and securityProfile.sshAccess to "Disabled"; leave the first two out where workloadRuntime is "${sandboxed}" or vmSize is a confidential one.`,
    check: (inputs, { resource: { type }, parameters: { disableSsh } }) =>
        partsIn(inputs, type).flatMap(({ part, at }: { part: NodePool; at: string }) => {
            const { enableNodePublicIP, securityProfile, vmSize, workloadRuntime } = part;
            const isLaunchRefused = workloadRuntime === sandboxed || isConfidential(vmSize);
            const isLaunched = (value: boolean | undefined, path: string) =>
                unless(
                    (value === true) !== isLaunchRefused,
                    `${at}${path}`,
                    "Trusted Launch must be on, but for pools that sandbox pods and confidential ones, which Azure refuses then",
                    [`${at}${reads.runtime}`, `${at}${reads.size}`],
                );
            return [
                ...unless(!enableNodePublicIP, `${at}${reads.address}`, "the internet reaches these nodes"),
                ...isLaunched(securityProfile?.enableSecureBoot, reads.boot),
                ...isLaunched(securityProfile?.enableVTPM, reads.tpm),
                ...unless(
                    !disableSsh || securityProfile?.sshAccess === "Disabled",
                    `${at}${reads.ssh}`,
                    "these nodes take SSH",
                ),
            ];
        }),
    examples: {
        compliant: [
            { inputs: pool({}) },
            { inputs: { ...pool({}), enableNodePublicIP: false } },
            { inputs: { workloadRuntime: sandboxed, securityProfile: { sshAccess: "Disabled" } } },
            { inputs: { vmSize: "Standard_DC4as_v5", securityProfile: { sshAccess: "Disabled" } } },
            { type: clusterType, inputs: { agentPoolProfiles: [pool({})] } },
        ],
        violating: [
            { inputs: { ...pool({}), enableNodePublicIP: true } },
            { inputs: pool({ enableSecureBoot: false }) },
            { inputs: pool({ enableVTPM: false }) },
            { inputs: pool({ sshAccess: "LocalUser" }) },
            { inputs: { ...pool({}), workloadRuntime: sandboxed } },
            { inputs: { ...pool({}), vmSize: "Standard_DC4as_v5" } },
            ...[
                pool({ enableVTPM: false }),
                { ...pool({}), enableNodePublicIP: true },
                { ...pool({}), workloadRuntime: sandboxed },
                { ...pool({}), vmSize: "Standard_DC4as_v5" },
            ].map((wrong) => ({ type: clusterType, inputs: { agentPoolProfiles: [pool({}), wrong] } })),
        ],
    },
});

function pool(changes: object) {
    return { securityProfile: { enableSecureBoot: true, enableVTPM: true, sshAccess: "Disabled", ...changes } };
}
