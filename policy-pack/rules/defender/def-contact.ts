import { defineRule, unless } from "../../engine";

const reads = {
    enabled: "isEnabled",
    emails: "emails",
    state: "notificationsByRole.state",
    roles: "notificationsByRole.roles",
    sources: "notificationsSources",
};

interface Source {
    sourceType?: string;
    minimalSeverity?: string;
    minimalRiskLevel?: string;
}

/** People hear of alerts and attack paths that Defender for Cloud finds, by name and as owners of the subscription. */
export default defineRule({
    id: "def-contact",
    title: "People are told what Defender for Cloud finds",
    severity: "low",
    level: "mandatory",
    practices: ["5.4"],
    references: {
        mcsb: ["IR-2"],
        cis: ["3.1.12", "3.1.13", "3.1.14", "3.1.15"],
        azurePolicy: ["4f4f78b8", "6e2593d9"],
        checkov: ["CKV_AZURE_20", "CKV_AZURE_21", "CKV_AZURE_22", "CKV_AZURE_131"],
        psrule: ["DefenderCloud.Contact"],
    },
    component: "Governance",
    url: "https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications",
    types: ["security:SecurityContact"],
    reads: Object.values(reads),
    why: "Defender for Cloud writes to nobody unless a contact says to whom, and an alert in a portal that nobody has open is none.",
    fix: "Set isEnabled true, emails to addresses, notificationsByRole to state On with the role Owner, and notificationsSources to Alert with minimalSeverity Medium or Low and AttackPath with minimalRiskLevel High or lower.",
    check: ({ isEnabled, emails = "", notificationsByRole: { state, roles = [] } = {}, notificationsSources = [] }) => [
        ...unless(isEnabled === true, reads.enabled, "nobody is told, because the contact is off"),
        ...unless(areAddresses(emails), reads.emails, "it names no address, or what is none"),
        ...unless(state === "On", reads.state, "nobody is told by role"),
        ...unless(roles.includes("Owner"), reads.roles, "owners of the subscription are not told"),
        ...unless(
            notificationsSources.some(tellsOfAlerts),
            reads.sources,
            "nobody is told of alerts of medium severity and above",
        ),
        ...unless(
            notificationsSources.some(tellsOfAttackPaths),
            reads.sources,
            "nobody is told of attack paths of high risk and above",
        ),
    ],
    examples: {
        compliant: [
            contact({}),
            contact({
                emails: "one@contoso.com;two@contoso.com",
                notificationsSources: [alert("Low"), attackPath("Critical"), attackPath("Low")],
            }),
        ],
        violating: [
            contact({ isEnabled: false }),
            contact({ emails: "" }),
            contact({ emails: "one@contoso.com;two" }),
            contact({ notificationsByRole: { state: "Off", roles: ["Owner"] } }),
            contact({ notificationsByRole: { state: "On", roles: ["Contributor"] } }),
            contact({ notificationsSources: [alert("Medium")] }),
            contact({ notificationsSources: [attackPath("High")] }),
            contact({ notificationsSources: [alert("High"), attackPath("High")] }),
            contact({ notificationsSources: [alert("Medium"), attackPath("Critical")] }),
        ],
    },
});

function areAddresses(emails: string): boolean {
    return /^[^\s@;]+@[^\s@;]+(?:;[^\s@;]+@[^\s@;]+)*$/.test(emails);
}

function tellsOfAlerts({ sourceType, minimalSeverity = "" }: Source): boolean {
    return sourceType === "Alert" && ["Low", "Medium"].includes(minimalSeverity);
}

function tellsOfAttackPaths({ sourceType, minimalRiskLevel = "" }: Source): boolean {
    return sourceType === "AttackPath" && ["Low", "Medium", "High"].includes(minimalRiskLevel);
}

function contact(changes: object) {
    return {
        inputs: {
            isEnabled: true,
            emails: "security@contoso.com",
            notificationsByRole: { state: "On", roles: ["Owner"] },
            notificationsSources: [alert("Medium"), attackPath("High")],
            ...changes,
        },
    };
}

function alert(minimalSeverity: string) {
    return { sourceType: "Alert", minimalSeverity };
}

function attackPath(minimalRiskLevel: string) {
    return { sourceType: "AttackPath", minimalRiskLevel };
}
