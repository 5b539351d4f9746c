/**
 * Identifiers of each kind of entity that a rule may map columns to, and those of which it needs one.
 * https://learn.microsoft.com/azure/sentinel/entities-reference
 */
export const identifiers: Record<string, { all: string[]; oneOf: string[] }> = {
    Account: {
        all: [
            "AadTenantId",
            "AadUserId",
            "DisplayName",
            "DnsDomain",
            "FullName",
            "IsDomainJoined",
            "Name",
            "NTDomain",
            "ObjectGuid",
            "PUID",
            "Sid",
            "UPNSuffix",
        ],
        oneOf: ["AadUserId", "FullName", "Name", "ObjectGuid", "PUID", "Sid"],
    },
    AzureResource: { all: ["ResourceId"], oneOf: ["ResourceId"] },
    CloudApplication: { all: ["AppId", "InstanceName", "Name"], oneOf: ["AppId", "Name"] },
    DNS: { all: ["DomainName"], oneOf: ["DomainName"] },
    Host: {
        all: [
            "AzureID",
            "DnsDomain",
            "FullName",
            "HostName",
            "IsDomainJoined",
            "NetBiosName",
            "NTDomain",
            "OMSAgentID",
            "OSFamily",
            "OSVersion",
        ],
        oneOf: ["AzureID", "FullName", "HostName", "NetBiosName", "OMSAgentID"],
    },
    IP: { all: ["Address"], oneOf: ["Address"] },
    URL: { all: ["Url"], oneOf: ["Url"] },
};

/** Every kind of entity that Sentinel has. Of those without identifiers above, the local cloud knows the name only. */
export const entityKinds = [
    "Account",
    "AzureResource",
    "CloudApplication",
    "DNS",
    "File",
    "FileHash",
    "Host",
    "IP",
    "MailCluster",
    "MailMessage",
    "Mailbox",
    "Malware",
    "Process",
    "RegistryKey",
    "RegistryValue",
    "SecurityGroup",
    "SubmissionMail",
    "URL",
];
