import { defineRule, unless } from "../../engine";

/** APIs are called over HTTPS, and call nothing in the clear. */
export default defineRule({
    id: "apim-https-only",
    title: "APIs speak HTTPS on both sides",
    severity: "critical",
    level: "mandatory",
    practices: ["3.1"],
    references: { mcsb: ["DP-3"], azurePolicy: ["ee7495e7"], psrule: ["APIM.HTTPEndpoint"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/edit-api",
    types: ["apimanagement:Api"],
    reads: ["protocols", "serviceUrl"],
    optional: ["serviceUrl"],
    why: "Each call carries a token: one that was sent in the clear once is no longer its owner's.",
    fix: 'Set protocols to ["https"], and serviceUrl to an address with https, or leave it out and name a backend in the policy.',
    check: ({ protocols, serviceUrl }) => [
        ...unless(
            Array.isArray(protocols) && protocols.length === 1 && protocols[0] === "https",
            "protocols",
            "clients must come over https and nothing else",
        ),
        ...unless(
            serviceUrl === undefined || /^https:\/\//i.test(serviceUrl),
            "serviceUrl",
            "the API forwards in the clear",
        ),
    ],
    examples: {
        compliant: [
            { inputs: { protocols: ["https"] } },
            { inputs: { protocols: ["https"], serviceUrl: "https://orders.mcp.contoso.internal" } },
        ],
        violating: [
            { inputs: { protocols: ["http"] } },
            { inputs: { protocols: ["http", "https"] } },
            { inputs: { protocols: ["https", "wss"] } },
            { inputs: { protocols: [] } },
            { inputs: { protocols: ["https"], serviceUrl: "http://orders.mcp.contoso.internal" } },
        ],
    },
});
