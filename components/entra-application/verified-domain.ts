import { getDomainsOutput } from "@pulumi/azuread/getDomains";
import * as pulumi from "@pulumi/pulumi";

/**
 * Domains of Microsoft's services, which are nobody else's to verify.
 * https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
 */
const microsoftDomains = [
    "azure-api.net",
    "azurecontainerapps.io",
    "azurefd.net",
    "azurewebsites.net",
    "cloudapp.azure.com",
    "devtunnels.ms",
    "onmicrosoft.com",
    "trafficmanager.net",
];

/** A problem when no tenant can have verified the domain of an endpoint. */
export function domainProblem(endpoint: string, argument: string): string | undefined {
    const domain = microsoftDomains.find((each) => isWithin(hostOf(endpoint), each));
    return domain === undefined
        ? undefined
        : `${argument} is "${endpoint}"; ${domain} belongs to Microsoft, and Entra takes a URL as identifier URI only below a domain that the tenant has verified: use a custom domain.`;
}

/**
 * The endpoint itself, once the tenant has told that its domain is verified; a preview asks, too. Entra would refuse the
 * identifier URI in the middle of a deployment.
 */
export function onVerifiedDomain(endpoint: string, parent: pulumi.Resource): pulumi.Output<string> {
    return getDomainsOutput({}, { parent }).apply(({ domains }) => {
        const names = domains.filter(({ verified }) => verified).map(({ domainName }) => domainName);
        if (names.some((name) => isWithin(hostOf(endpoint), name.toLowerCase()))) return endpoint;
        throw new pulumi.RunError(
            `endpoint is "${endpoint}", whose domain the tenant has not verified; it must be one of ${names.join(", ")}, or below one of them. Verify the domain first: docs/entra.md.`,
        );
    });
}

function hostOf(endpoint: string): string {
    return /^https:\/\/([^/]+)/.exec(endpoint)?.[1] ?? "";
}

function isWithin(host: string, domain: string): boolean {
    return host === domain || host.endsWith(`.${domain}`);
}
