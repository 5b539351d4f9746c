import { areAll, defineRelation, elements, type Resource, someReferring, text, unless } from "../../engine";
import { inSentinel, onboardingType, sampleOnboarding } from "./sentinel";

const anomalies = "securityinsights:Anomalies";
const entityAnalytics = "securityinsights:EntityAnalytics";
const ueba = "securityinsights:Ueba";

/** Microsoft Sentinel learns how users, hosts and applications behave, and says when one of them behaves otherwise. */
export default defineRelation({
    id: "sen-ueba-anomalies",
    title: "Microsoft Sentinel learns what is usual",
    severity: "medium",
    level: "mandatory",
    practices: ["4.2", "5.2", "ZT-4"],
    references: { mcsb: ["LT-1"] },
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/enable-entity-behavior-analytics",
    types: [onboardingType],
    reads: ["workspaceName"],
    related: {
        [anomalies]: { required: ["workspaceName"] },
        [entityAnalytics]: { required: ["workspaceName", "entityProviders"] },
        [ueba]: { required: ["workspaceName", "dataSources"] },
    },
    presence: true,
    why: "A rule finds what somebody has thought of; a stolen account that does nothing forbidden shows only in that it does something else than before.",
    fix: "Create a securityinsights.EntityAnalytics with entityProviders, a securityinsights.Ueba with dataSources and a securityinsights.Anomalies, each with the name of the workspace.",
    check: (onboarding, stack) => [
        ...unless(
            someReferring(ofEntities, onboarding, stack, (each) => isListed(each, "entityProviders")),
            "",
            "nothing knows users and hosts: entity analytics is off",
        ),
        ...unless(
            someReferring(ofBehaviour, onboarding, stack, (each) => isListed(each, "dataSources")),
            "",
            "nothing learns how they behave: user and entity behaviour analytics is off",
        ),
        ...unless(
            someReferring(ofAnomalies, onboarding, stack),
            "",
            "nothing looks for what is unusual: anomalies are off",
        ),
    ],
    examples: {
        compliant: [sample()],
        violating: [
            { sentinel: sampleOnboarding() },
            sample({ entities: { workspaceName: "log-elsewhere", entityProviders: ["AzureActiveDirectory"] } }),
            sample({ entities: { workspaceName: "log-contoso", entityProviders: [] } }),
            sample({ behaviour: { workspaceName: "log-elsewhere", dataSources: ["AuditLogs"] } }),
            sample({ behaviour: { workspaceName: "log-contoso", dataSources: [] } }),
            sample({ unusual: { workspaceName: "log-elsewhere" } }),
        ],
    },
});

const ofEntities = inSentinel(entityAnalytics);
const ofBehaviour = inSentinel(ueba);
const ofAnomalies = inSentinel(anomalies);

function isListed(resource: Resource, path: string): boolean {
    return areAll(elements(resource, path), (element) => text(resource, element) !== "");
}

function sample({
    entities = { workspaceName: "log-contoso", entityProviders: ["AzureActiveDirectory"] },
    behaviour = { workspaceName: "log-contoso", dataSources: ["AuditLogs", "AzureActivity", "SigninLogs"] },
    unusual = { workspaceName: "log-contoso" },
} = {}) {
    return {
        sentinel: sampleOnboarding(),
        entities: { type: entityAnalytics, inputs: entities },
        behaviour: { type: ueba, inputs: behaviour },
        unusual: { type: anomalies, inputs: unusual },
    };
}
