import { defineRule, unless } from "../../engine";

const reads = {
    url: "url",
    type: "type",
    chain: "tls.validateCertificateChain",
    name: "tls.validateCertificateName",
};
const url = "https://orders.mcp.contoso.internal";

/** A server is who its certificate says that it is. A pool of backends has no address of its own. */
export default defineRule({
    id: "apim-backend-tls",
    title: "Certificates of backends are checked",
    severity: "critical",
    level: "mandatory",
    practices: ["3.1"],
    references: {
        mcsb: ["IM-4"],
        azurePolicy: ["92bb331d"],
        checkov: ["CKV_AZURE_215"],
        psrule: ["APIM.HTTPBackend"],
    },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/backends",
    types: ["apimanagement:Backend"],
    reads: Object.values(reads),
    optional: [reads.type, reads.chain, reads.name],
    why: "Whoever answers for the name of a server gets every call, the gateway's token for it included.",
    fix: "Set url to an address with https, and remove tls.validateCertificateChain and tls.validateCertificateName or set them to true; give the root of a private authority to certificates of the service.",
    check: (backend) => [
        ...unless(
            backend.type === "Pool" || /^https:\/\//i.test(backend.url ?? ""),
            reads.url,
            "the backend is called in the clear",
            [reads.type],
        ),
        ...unless(backend.tls?.validateCertificateChain !== false, reads.chain, "any certificate is taken"),
        ...unless(backend.tls?.validateCertificateName !== false, reads.name, "a certificate of any name is taken"),
    ],
    examples: {
        compliant: [
            { inputs: { url, tls: { validateCertificateChain: true, validateCertificateName: true } } },
            { inputs: { url, type: "Single" } },
            { inputs: { type: "Pool" } },
        ],
        violating: [
            { inputs: { url: "http://orders.mcp.contoso.internal" } },
            { inputs: { type: "Single" } },
            { inputs: { url, tls: { validateCertificateChain: false } } },
            { inputs: { url, tls: { validateCertificateName: false } } },
        ],
    },
});
