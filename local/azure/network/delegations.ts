/**
 * Services that a subnet can be delegated to, as far as a private platform needs them, with the length of the longest
 * prefix that leaves them enough addresses. https://learn.microsoft.com/azure/virtual-network/subnet-delegation-overview
 */
export const delegations: Record<string, number> = {
    // workload profiles: https://learn.microsoft.com/azure/container-apps/custom-virtual-networks#subnet
    "Microsoft.App/environments": 27,
    "Microsoft.ContainerInstance/containerGroups": 29,
    // the API server in the network: https://learn.microsoft.com/azure/aks/api-server-vnet-integration
    "Microsoft.ContainerService/managedClusters": 28,
    "Microsoft.DBforPostgreSQL/flexibleServers": 28,
    // https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#size-of-the-subnet
    "Microsoft.Network/applicationGateways": 29,
    "Microsoft.Network/dnsResolvers": 28,
    "Microsoft.Web/hostingEnvironments": 28,
    "Microsoft.Web/serverFarms": 28,
};
