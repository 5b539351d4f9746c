import { defineRule } from "../../engine";
import { examplePolicy, lines } from "./example-policy";
import {
    findingsIn,
    fragmentType,
    type PolicyDocument,
    policyReads,
    policyTypes,
    type Section,
} from "./policy-document";
import { steps } from "./policy-steps";

const [globalType = ""] = policyTypes;

/**
 * Policies are documents that can be judged, and take over what the scopes above them demand.
 *
 * A backend section has one of two: `<base />`, or a `forward-request` of its own, as an API needs that streams. With
 * both, the request would be forwarded twice.
 */
export default defineRule({
    id: "apim-policy-base",
    title: "Policies are well-formed and keep what wider scopes demand",
    severity: "medium",
    level: "mandatory",
    practices: ["MUST-2"],
    references: { azurePolicy: ["d5448c98"], psrule: ["APIM.PolicyBase"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/set-edit-policies",
    types: [...policyTypes, fragmentType],
    ...policyReads,
    why: "The global policy refuses callers that did not come through the edge and hides what lies behind: a section without <base /> leaves that out, and a document that only API Management can read is judged by nobody.",
    fix: 'Send the document inline with format "xml", and escape ampersands, angle brackets and quotes of expressions as XML wants it. Below the global scope, put <base /> directly into inbound, outbound and on-error, and into backend unless that has its own forward-request.',
    check: (inputs, { resource: { type } }) =>
        findingsIn(inputs, (document) => ([globalType, fragmentType].includes(type) ? [] : gaps(document))),
    examples: {
        compliant: [
            { type: "apimanagement:ApiPolicy", inputs: examplePolicy({}) },
            {
                type: "apimanagement:ApiPolicy",
                inputs: examplePolicy({ backend: '<forward-request timeout="230" buffer-response="false" />' }),
            },
            { type: "apimanagement:ApiOperationPolicy", inputs: { ...examplePolicy({}), format: "rawxml" } },
            { inputs: examplePolicy({ inbound: "", backend: "<forward-request />", outbound: "", onError: "" }) },
            {
                type: fragmentType,
                inputs: {
                    format: "xml",
                    value: '<fragment><set-header name="Server" exists-action="delete" /></fragment>',
                },
            },
        ],
        violating: [
            ...[
                examplePolicy({ inbound: "" }),
                examplePolicy({ outbound: "" }),
                examplePolicy({ onError: "" }),
                examplePolicy({ backend: "" }),
                examplePolicy({ backend: lines("<forward-request />") }),
                // runs for some requests only
                examplePolicy({ inbound: '<choose><when condition="@(true)"><base /></when></choose>' }),
                { format: "xml", value: "<policies><inbound><base /></policies>" },
                { format: "xml", value: examplePolicy({}).value.replaceAll("policies", "rules") },
                { format: "xml-link", value: examplePolicy({}).value },
                { format: "xml", value: "<inbound><base /></inbound>" },
                {
                    format: "xml",
                    value: `${examplePolicy({}).value.replace("</policies>", "<inbound><base /></inbound></policies>")}`,
                },
                { format: "xml", value: `${examplePolicy({}).value.replace("</policies>", "<always /></policies>")}` },
                {
                    format: "rawxml",
                    value: '<fragment><set-variable name="a" value="@(1 < 2 && "a" != "")" /></fragment>',
                },
                { format: "xml-link", value: "https://stcontoso.blob.core.windows.net/policies/orders.xml" },
                { format: "rawxml-link", value: "https://stcontoso.blob.core.windows.net/policies/orders.xml" },
            ].map((inputs) => ({ type: "apimanagement:ApiPolicy", inputs })),
            { inputs: { format: "xml", value: "" } },
        ],
    },
});

function gaps(document: PolicyDocument): string[] {
    const inherits = (section: Section) => document[section].some(({ name }) => name === "base");
    const forwards = steps(document.backend).some(({ statement }) => statement.name === "forward-request");
    return [
        ...(["inbound", "outbound", "on-error"] as const)
            .filter((section) => !inherits(section))
            .map((section) => `${section} leaves out what wider scopes demand, for it has no <base />`),
        ...(inherits("backend") === forwards
            ? ["backend must have either <base /> or a forward-request, and not both"]
            : []),
    ];
}
