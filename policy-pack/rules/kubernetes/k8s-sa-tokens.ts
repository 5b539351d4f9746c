import { defineRule, unless } from "../../engine";
import { exampleTypes, workload } from "./example-workload";
import { partialTypes } from "./partial-types";
import { inPods, type Pod, podIn, workloadTypes } from "./workload";

const account = "kubernetes:core/v1:ServiceAccount";
/** The account `default`, which Kubernetes makes, can only be patched. */
const accounts = [account, ...partialTypes([account])];
const mounts = "automountServiceAccountToken";
const name = "serviceAccountName";
const volumes = "spec.volumes";

/** Audience of a token that Entra exchanges: https://learn.microsoft.com/azure/aks/workload-identity-overview */
const entra = "api://AzureADTokenExchange";

/** Pods hold no token for the API server of their cluster, nor for anything else but the exchange of Entra. */
export default defineRule({
    id: "k8s-sa-tokens",
    title: "Pods have accounts of their own and no token for the cluster",
    severity: "high",
    level: "mandatory",
    practices: ["10.2"],
    references: { azurePolicy: ["423dd1ba"], checkov: ["CKV_K8S_38", "CKV_K8S_41", "CKV_K8S_42"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/concepts-identity",
    types: [...accounts, ...workloadTypes],
    reads: [mounts, ...inPods([`spec.${mounts}`, `spec.${name}`, volumes])],
    optional: inPods([volumes]),
    why: "Whoever reads a file in a pod otherwise holds a token of the cluster, with all that its account, which others may share, was ever given.",
    fix: "Set automountServiceAccountToken to false on the service account and in the spec of every pod, and serviceAccountName to an account that is for this workload, not default. A volume may project a token only with the audience api://AzureADTokenExchange.",
    check: (inputs, { resource: { type } }) => {
        if (accounts.includes(type))
            return unless(inputs[mounts] === false, mounts, "pods of this account hold a token of the cluster");
        const { pod, at } = podIn(inputs, type);
        return [
            ...unless(pod.spec?.[mounts] === false, `${at}spec.${mounts}`, "the pods hold a token of the cluster"),
            ...unless(
                !["", "default"].includes(pod.spec?.[name] ?? ""),
                `${at}spec.${name}`,
                "the pods share the account of all that have none",
            ),
            ...unless(
                audiencesIn(pod).every((audience) => audience === entra),
                `${at}${volumes}`,
                "a volume holds a token for the cluster, or for something else than Entra",
            ),
        ];
    },
    examples: {
        compliant: [
            { type: account, inputs: { metadata: { name: "orders" }, [mounts]: false } },
            { type: `${account}Patch`, inputs: { metadata: { name: "default" }, [mounts]: false } },
            ...exampleTypes.map((type) => workload(type, { [mounts]: false, [name]: "orders" })),
            ...exampleTypes.map((type) => projecting(type, [{ path: "token", audience: entra }])),
        ],
        violating: [
            { type: account, inputs: { metadata: { name: "orders" } } },
            { type: account, inputs: { metadata: { name: "orders" }, [mounts]: true } },
            { type: `${account}Patch`, inputs: { metadata: { name: "default" }, [mounts]: true } },
            ...exampleTypes.flatMap((type) => [
                workload(type, { [mounts]: true, [name]: "orders" }),
                workload(type, { [mounts]: false, [name]: "default" }),
                projecting(type, [{ path: "token" }]),
                projecting(type, [
                    { path: "token", audience: entra },
                    { path: "other", audience: "https://vault.azure.net" },
                ]),
            ]),
        ],
    },
});

/** Audiences of the tokens that volumes project; nothing stands for the API server. */
function audiencesIn({ spec }: Pod): (string | undefined)[] {
    const sources = spec?.volumes?.flatMap(({ projected }) => projected?.sources ?? []) ?? [];
    return sources.flatMap(({ serviceAccountToken: token }) => (token === undefined ? [] : [token.audience]));
}

function projecting(type: string, tokens: object[]) {
    const sources = tokens.map((serviceAccountToken) => ({ serviceAccountToken }));
    const others = [
        { name: "scratch", emptyDir: {} },
        { name: "files", projected: { sources: [{ configMap: {} }] } },
    ];
    return workload(type, {
        [mounts]: false,
        [name]: "orders",
        volumes: [...others, { name: "token", projected: { sources } }],
    });
}
