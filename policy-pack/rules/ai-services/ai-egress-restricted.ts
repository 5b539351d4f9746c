import { defineRule, unless } from "../../engine";

const reads = { restricted: "properties.restrictOutboundNetworkAccess", hosts: "properties.allowedFqdnList" };

/** An account of Azure AI services calls the hosts that are listed, and no others. */
export default defineRule({
    id: "ai-egress-restricted",
    title: "AI services call listed hosts only",
    severity: "medium",
    level: "mandatory",
    practices: ["ZT-1"],
    references: { mcsb: ["NS-2"], checkov: ["CKV_AZURE_247"] },
    component: "ContentSafety",
    url: "https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention",
    types: ["cognitiveservices:Account"],
    reads: Object.values(reads),
    why: "A service that fetches what an input names carries data out in the address that it fetches.",
    fix: "Set properties.restrictOutboundNetworkAccess to true and properties.allowedFqdnList to the full names of the hosts that the service may call, or to an empty list.",
    check: ({ properties }) => [
        ...unless(
            properties?.restrictOutboundNetworkAccess === true,
            reads.restricted,
            "this account may call any host",
        ),
        ...unless(
            Array.isArray(properties?.allowedFqdnList) &&
                properties.allowedFqdnList.every((host: unknown) => !String(host).includes("*")),
            reads.hosts,
            "the hosts that this account may call must be listed by their full names",
        ),
    ],
    examples: {
        compliant: [
            { inputs: { properties: { restrictOutboundNetworkAccess: true, allowedFqdnList: [] } } },
            {
                inputs: {
                    properties: { restrictOutboundNetworkAccess: true, allowedFqdnList: ["images.contoso.com"] },
                },
            },
        ],
        violating: [
            { inputs: { properties: { restrictOutboundNetworkAccess: false, allowedFqdnList: [] } } },
            { inputs: { properties: { restrictOutboundNetworkAccess: true } } },
            {
                inputs: {
                    properties: {
                        restrictOutboundNetworkAccess: true,
                        allowedFqdnList: ["images.contoso.com", "*.contoso.com"],
                    },
                },
            },
        ],
    },
});
