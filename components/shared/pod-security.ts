import type * as inputs from "@pulumi/kubernetes/types/input";

/** Whom our processes run as; numeric, for only so can the kubelet tell that it is not root. */
export const userId = 65532;

/** What the pods of ours may do: no more than an ordinary process. Serves practice 10.1. */
export const podSecurity: inputs.core.v1.PodSecurityContext = {
    runAsNonRoot: true,
    runAsUser: userId,
    runAsGroup: userId,
    // Azure Policy refuses pods that do not say which groups they have:
    // https://github.com/Azure/azure-policy/blob/master/built-in-policies/policySetDefinitions/Kubernetes/Kubernetes_PSPRestrictedStandard.json
    fsGroup: userId,
    supplementalGroups: [userId],
    seccompProfile: { type: "RuntimeDefault" },
};
