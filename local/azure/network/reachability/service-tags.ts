import { addressRange, allAddresses, type Range, without } from "./ranges";

/**
 * Tags of Azure services that the platform's rules name. The real ranges change every week, so each tag stands for a /24 of
 * its own in the range for benchmarks, 198.18.0.0/15 (https://www.rfc-editor.org/rfc/rfc2544): rules tell tags apart, and
 * that is all that matters here. https://learn.microsoft.com/azure/virtual-network/service-tags-overview
 */
const services = [
    "ApiManagement",
    "AppServiceManagement",
    "AzureActiveDirectory",
    "AzureBackup",
    "AzureContainerRegistry",
    "AzureFrontDoor.FirstParty",
    "AzureKeyVault",
    "AzureMonitor",
    "AzureResourceManager",
    "CognitiveServicesFrontend",
    "CognitiveServicesManagement",
    "EventHub",
    "GatewayManager",
    "GuestAndHybridManagement",
    "MicrosoftContainerRegistry",
    "MicrosoftDefenderForEndpoint",
    "ServiceBus",
    "Sql",
    "Storage",
];

/** The address of the platform in each network, which answers names and sends the probes of load balancers. */
export const platformAddress = "168.63.129.16";

const azure = "198.18.0.0/15";
/** An address that belongs to nobody in particular: https://www.rfc-editor.org/rfc/rfc5737 */
export const internetAddress = "192.0.2.1";

/** Ranges that Azure routes nowhere unless a network or a route has them. */
export const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(range);

/** Everything outside of networks, Azure's own public addresses included. */
const internet = without([allAddresses], [...privateRanges, range(`${platformAddress}/32`), range("169.254.0.0/16")]);

/** Ends of private names in the public DNS, and the tag that has their addresses. */
const tagOfSuffix: Record<string, string> = {
    "azure-api.net": "ApiManagement",
    "azurecr.io": "AzureContainerRegistry",
    "blob.core.windows.net": "Storage",
    "cognitiveservices.azure.com": "CognitiveServicesFrontend",
    "database.windows.net": "Sql",
    "login.microsoftonline.com": "AzureActiveDirectory",
    "management.azure.com": "AzureResourceManager",
    "mcr.microsoft.com": "MicrosoftContainerRegistry",
    "monitor.azure.com": "AzureMonitor",
    "opinsights.azure.com": "AzureMonitor",
    "servicebus.windows.net": "EventHub",
    "vault.azure.net": "AzureKeyVault",
};

/**
 * Addresses of a tag. A tag of a region has the lower half of its service, whatever the region: one environment has one.
 * `VirtualNetwork` depends on who asks, so it is given.
 *
 * @throws An error for a tag that the table does not have.
 */
export function tagRanges(tag: string, virtualNetwork: Range[]): Range[] {
    switch (tag.toLowerCase()) {
        case "virtualnetwork":
            return virtualNetwork;
        case "azureloadbalancer":
            return [range(`${platformAddress}/32`)];
        case "internet":
            return without(
                internet,
                virtualNetwork.filter((one) => one.last - one.first < allAddresses.last),
            );
        case "azurecloud":
            return [range(azure)];
    }
    const whole = services.findIndex((service) => service.toLowerCase() === tag.toLowerCase());
    if (whole >= 0) {
        return [range(`198.18.${whole}.0/24`)];
    }
    const [name = ""] = tag.split(".");
    if (name.toLowerCase() === "azurecloud") {
        return services.map((_, index) => range(`198.18.${index}.0/25`));
    }
    const regional = services.findIndex((service) => service.toLowerCase() === name.toLowerCase());
    if (regional >= 0 && name !== tag) {
        return [range(`198.18.${regional}.0/25`)];
    }
    throw new Error(
        `The service tag ${tag} is not modelled: add it to the table in local/azure/network/reachability/service-tags.ts.`,
    );
}

/** Whether the text is a tag, or a tag of a region, which is longer than the end of a host's name. */
export function isTag(text: string): boolean {
    const [, service = text] = /^(\w+)\.[a-z0-9]{5,}$/i.exec(text) ?? [];
    const known = [...services, "AzureCloud", "AzureLoadBalancer", "Internet", "VirtualNetwork"];
    return known.some((tag) => [text, service].some((part) => part.toLowerCase() === tag.toLowerCase()));
}

/** The address that the public DNS has for a name. */
export function publicAddress(fqdn: string): number {
    const suffix = Object.keys(tagOfSuffix).find((end) => fqdn === end || fqdn.endsWith(`.${end}`));
    const [tag] = suffix === undefined ? [] : tagRanges(tagOfSuffix[suffix] ?? "", []);
    return (tag ?? range(`${internetAddress}/32`)).first;
}

function range(text: string): Range {
    const found = addressRange(text);
    if (!found) {
        throw new Error(`${text} is no range of addresses.`);
    }
    return found;
}
