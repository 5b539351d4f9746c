import { defineRule, everyType, unless } from "../../engine";
import { sdkVersions } from "./sdk-versions";

/** Resources are managed through versions of the Azure API that stay. Those that the SDK pins have no other choice. */
export default defineRule({
    id: "gov-api-lifecycle",
    title: "Resources use a lasting version of the Azure API",
    severity: "medium",
    level: "advisory",
    practices: ["12.2"],
    references: {},
    url: "https://learn.microsoft.com/azure/key-vault/general/access-control-default",
    types: [everyType],
    reads: [],
    parameters: {
        allowedPreviews: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "Types of azure-native that may use a preview version other than the one of the SDK, such as monitor:ActionGroup.",
        },
    },
    why: "A retired version answers no more, and a preview may change or end within months; in either case nobody can change the resource until its program is rewritten. Versions of the Key Vault API before 2026-02-01 retire on 2027-02-27.",
    fix: "For Key Vault, run pulumi package add azure-native keyvault v20260201 and use the resources of that package. Elsewhere use a version that is no preview, or name the type in allowedPreviews of gov-api-lifecycle in the policy configuration.",
    check: (_, { resource: { type, token }, parameters: { allowedPreviews } }) => {
        const pinned = (sdkVersions[type] ?? "").replaceAll("-", "");
        const version = versionIn(token) ?? pinned;
        const isPreview = /[a-z]/.test(version);
        return [
            ...unless(
                !type.startsWith("keyvault:") || version >= "20260201",
                "",
                "this version of the Key Vault API retires on 2027-02-27",
            ),
            ...unless(
                !isPreview || version === pinned || allowedPreviews.includes(type),
                "",
                "this version of the Azure API is a preview",
            ),
        ];
    },
    examples: {
        compliant: [
            { type: "azure-native_keyvault_v20260201:keyvault:Vault" },
            { type: "azure-native:network:VirtualNetwork" },
            { type: "azure-native:containerregistry:Registry" },
            { type: "azure-native:containerregistry/v20230101preview:Registry" },
        ],
        violating: [
            { type: "azure-native:keyvault:Vault" },
            { type: "azure-native:keyvault/v20230701:Vault" },
            { type: "azure-native:containerregistry/v20250301preview:Registry" },
            { type: "azure-native_monitor_v20250101preview:monitor:ActionGroup" },
        ],
    },
});

/** The version that a token says, such as `20230701preview`; undefined when it leaves it to the SDK. */
function versionIn(token: string): string | undefined {
    const [, ofPackage, ofModule] = /^azure-native(?:_\w+_v(\w+))?:\w+(?:\/v(\w+))?:/.exec(token) ?? [];
    return ofPackage ?? ofModule;
}
