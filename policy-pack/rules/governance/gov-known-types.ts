import { defineRule, everyType, unless } from "../../engine";
import { azureTypes, otherTypes } from "./known-types";

const knownTypes = new Set([...Object.keys(azureTypes), ...otherTypes]);

/** An environment consists of types that were looked at; what the pack does not know, it cannot judge. */
export default defineRule({
    id: "gov-known-types",
    title: "Every resource is of a known type",
    severity: "high",
    level: "mandatory",
    practices: ["11.1", "12.2"],
    references: { mcsb: ["AM-2"], azurePolicy: ["a08ec900"] },
    url: "https://learn.microsoft.com/security/benchmark/azure/mcsb-asset-management",
    types: [everyType],
    reads: [],
    presence: true,
    parameters: {
        additionalTypes: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "Further types that the environment may have, such as network:NatGateway of azure-native or a whole token of another package.",
        },
    },
    why: "No rule judges a type that the pack does not know: one such resource can undo what all the others protect.",
    fix: "Use a type that the pack knows. Where there is none, have somebody review the type and add it to additionalTypes of gov-known-types in the policy configuration.",
    check: (_, { resource: { type, custom }, parameters: { additionalTypes } }) => {
        // components exist in the program only, and providers are judged by what they create
        const isNothingInAzure = !custom || type.startsWith("pulumi:providers:");
        return unless(
            isNothingInAzure || knownTypes.has(type) || additionalTypes.includes(type),
            "",
            "no rule knows this type",
        );
    },
    examples: {
        compliant: [
            { type: "keyvault:Vault" },
            { type: "azure-native_keyvault_v20260201:keyvault:Vault" },
            { type: "kubernetes:core/v1:Namespace" },
            { type: "pulumi:providers:azure-native" },
        ],
        violating: [
            { type: "sql:Server" },
            { type: "azure:keyvault/keyVault:KeyVault" },
            { type: "kubernetes:networking.istio.io/v1alpha3:EnvoyFilter" },
        ],
    },
});
