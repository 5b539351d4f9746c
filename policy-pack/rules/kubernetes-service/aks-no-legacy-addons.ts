import { defineRule, unless } from "../../engine";

const legacy = ["httpApplicationRouting", "kubeDashboard", "openServiceMesh"];
const routing = {
    enabled: "ingressProfile.webAppRouting.enabled",
    type: "ingressProfile.webAppRouting.nginx.defaultIngressControllerType",
};

const reads = [...legacy.map(pathOf), ...Object.values(routing)];

/** No add-on opens a way into the cluster that nobody declared. */
export default defineRule({
    id: "aks-no-legacy-addons",
    title: "Clusters have no add-on that opens them",
    severity: "high",
    level: "mandatory",
    practices: ["3.1"],
    references: { mcsb: ["DP-3"], checkov: ["CKV_AZURE_8", "CKV_AZURE_246"], psrule: ["AKS.HttpAppRouting"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/integrations",
    types: ["containerservice:ManagedCluster"],
    reads,
    // the type of ingress matters only where application routing is on
    optional: reads,
    why: "The retired add-ons make a public address without TLS, or a dashboard with the rights of an administrator; and the ingress of application routing is public unless it is told otherwise.",
    fix: 'Leave out httpApplicationRouting, kubeDashboard and openServiceMesh of addonProfiles, and set ingressProfile.webAppRouting.nginx.defaultIngressControllerType to "Internal" or "None" where application routing is on.',
    check: ({ addonProfiles, ingressProfile }) => {
        const { enabled, nginx } = ingressProfile?.webAppRouting ?? {};
        return [
            ...legacy.flatMap((name) =>
                unless(!addonProfiles?.[name]?.enabled, pathOf(name), "this add-on is retired and opens the cluster"),
            ),
            ...unless(
                !enabled || ["Internal", "None"].includes(nginx?.defaultIngressControllerType),
                routing.type,
                "application routing opens a public ingress",
                [routing.enabled],
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: {} },
            { inputs: { addonProfiles: Object.fromEntries(legacy.map((name) => [name, { enabled: false }])) } },
            { inputs: { ingressProfile: { webAppRouting: { enabled: false } } } },
            { inputs: withIngress("Internal") },
            { inputs: withIngress("None") },
        ],
        violating: [
            ...legacy.map((name) => ({ inputs: { addonProfiles: { [name]: { enabled: true } } } })),
            { inputs: { ingressProfile: { webAppRouting: { enabled: true } } } },
            { inputs: withIngress("AnnotationControlled") },
            { inputs: withIngress("External") },
        ],
    },
});

function pathOf(name: string): string {
    return `addonProfiles.${name}.enabled`;
}

function withIngress(defaultIngressControllerType: string) {
    return { ingressProfile: { webAppRouting: { enabled: true, nginx: { defaultIngressControllerType } } } };
}
