import { defineRule, unless } from "../../engine";
import { switches, switchesOf, switchOf } from "./gateway-property";

const name = "ManagedIdentity.DisableOverPrivilegedAccess";

/** API Management passes no firewall of another service by being a trusted one: it comes through the network. */
export default defineRule({
    id: "apim-no-trusted-bypass",
    title: "API Management passes no firewall on trust",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-1"],
    references: {},
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/breaking-changes/trusted-service-connectivity-retirement-march-2026",
    types: ["apimanagement:ApiManagementService"],
    reads: [switches],
    why: "With the bypass, a policy that somebody changed reaches vaults and storage that the network keeps from the gateway, on the strength of its token alone.",
    fix: `In customProperties, set Microsoft.WindowsAzure.ApiManagement.Gateway.${name} to "True".`,
    check: (inputs) =>
        unless(
            switchOf(inputs, name) === "True",
            switches,
            "firewalls of other services let the gateway pass on trust",
        ),
    examples: {
        compliant: [{ inputs: switchesOf({ [name]: "True" }) }],
        violating: [
            { inputs: switchesOf({ [name]: "False" }) },
            { inputs: switchesOf({ "Security.Protocols.Tls10": "False" }) },
        ],
    },
});
