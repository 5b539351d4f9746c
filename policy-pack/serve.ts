import { PolicyPack } from "@pulumi/policy";
import { policies } from "./engine/pack";
import { configuredPolicies, readInputsOnce } from "./engine/sdk";
import { rules } from "./rules";

readInputsOnce();
new PolicyPack("zero-trust-mcp", {
    displayName: "Zero trust for MCP servers on Azure",
    description: "Stops resources that break a practice of the MCP Security Best Practices 2025.",
    provider: "azure-native",
    enforcementLevel: "mandatory",
    policies: policies(rules, { configuredPolicies, now: () => new Date() }),
});
