import { defineRule, unless } from "../../engine";

const reads = {
    version: "apiVersionConstraint.minApiVersion",
    legacyApi: "configurationApi.legacyApi",
    portal: "developerPortalStatus",
    legacyPortal: "legacyPortalStatus",
};

/** Versions before it answered with secrets: https://learn.microsoft.com/azure/api-management/breaking-changes/api-version-retirement-sep-2023 */
const oldest = "2021-08-01";

/** API Management is managed through Resource Manager, and in no other way. */
export default defineRule({
    id: "apim-management-plane",
    title: "API Management is managed through Resource Manager only",
    severity: "high",
    level: "mandatory",
    practices: ["2.1"],
    references: { azurePolicy: ["b741306c", "df73bd95", "ffe25541"], psrule: ["APIM.MinAPIVersion"] },
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/configure-service-update-settings",
    types: ["apimanagement:ApiManagementService"],
    reads: Object.values(reads),
    why: "The legacy API takes a key that never asks who uses it, old versions of the new one answer with secrets, and a portal is a page on which people sign up by themselves.",
    fix: `Set apiVersionConstraint.minApiVersion to "${oldest}" or later, and configurationApi.legacyApi, developerPortalStatus and legacyPortalStatus to "Disabled".`,
    check: ({ apiVersionConstraint, configurationApi, developerPortalStatus, legacyPortalStatus }) => [
        ...unless(
            /^\d{4}-\d\d-\d\d/.test(apiVersionConstraint?.minApiVersion) &&
                apiVersionConstraint.minApiVersion.slice(0, oldest.length) >= oldest,
            reads.version,
            "versions of the API are taken that answer with secrets",
        ),
        ...unless(
            configurationApi?.legacyApi === "Disabled",
            reads.legacyApi,
            "a key manages the service, besides Resource Manager",
        ),
        ...unless(developerPortalStatus === "Disabled", reads.portal, "people sign up on a portal"),
        ...unless(legacyPortalStatus === "Disabled", reads.legacyPortal, "people sign up on the old portal"),
    ],
    examples: {
        compliant: [{ inputs: service({}) }, { inputs: service(since("2024-06-01-preview")) }],
        violating: [
            ...[
                since("2019-12-01"),
                since("later"),
                { configurationApi: { legacyApi: "Enabled" } },
                { developerPortalStatus: "Enabled" },
                { legacyPortalStatus: "Enabled" },
            ].map((changes) => ({ inputs: service(changes) })),
            { inputs: {} },
        ],
    },
});

function since(minApiVersion: string) {
    return { apiVersionConstraint: { minApiVersion } };
}

function service(changes: object) {
    return {
        ...since(oldest),
        configurationApi: { legacyApi: "Disabled" },
        developerPortalStatus: "Disabled",
        legacyPortalStatus: "Disabled",
        ...changes,
    };
}
