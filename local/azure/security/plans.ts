/** A plan of Microsoft Defender for Cloud. */
export interface Plan {
    name: string;
    /** The first one is the default. */
    subPlans?: string[];
    extensions?: string[];
    /** The plan that has its place now. */
    replacedBy?: string;
}

/** https://learn.microsoft.com/rest/api/defenderforcloud/pricings/update */
export const plans: Plan[] = [
    { name: "AI", extensions: ["AIPromptEvidence", "AIPromptSharingWithPurview"] },
    { name: "Api", subPlans: ["P1", "P2", "P3", "P4", "P5"] },
    { name: "AppServices" },
    { name: "Arm", subPlans: ["PerSubscription", "PerApiCall"] },
    {
        name: "CloudPosture",
        extensions: [
            "AgentlessDiscoveryForKubernetes",
            "AgentlessVmScanning",
            "ApiPosture",
            "ContainerRegistriesVulnerabilityAssessments",
            "EntraPermissionsManagement",
            "SensitiveDataDiscovery",
        ],
    },
    { name: "ContainerRegistry", replacedBy: "Containers" },
    {
        name: "Containers",
        extensions: [
            "AgentlessDiscoveryForKubernetes",
            "AgentlessVmScanning",
            "ContainerRegistriesVulnerabilityAssessments",
            "ContainerSensor",
        ],
    },
    { name: "CosmosDbs" },
    { name: "Dns", replacedBy: "VirtualMachines" },
    { name: "KeyVaults", subPlans: ["PerKeyVault", "PerTransaction"] },
    { name: "KubernetesService", replacedBy: "Containers" },
    { name: "OpenSourceRelationalDatabases" },
    { name: "SqlServers" },
    { name: "SqlServerVirtualMachines" },
    {
        name: "StorageAccounts",
        subPlans: ["DefenderForStorageV2", "PerStorageAccount", "PerTransaction"],
        extensions: ["OnUploadMalwareScanning", "SensitiveDataDiscovery"],
    },
    {
        name: "VirtualMachines",
        subPlans: ["P2", "P1"],
        extensions: ["AgentlessVmScanning", "FileIntegrityMonitoring", "MdeDesignatedSubscription"],
    },
];
