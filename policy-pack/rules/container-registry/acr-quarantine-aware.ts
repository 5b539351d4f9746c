import { defineRelation, someReferring, text, unless } from "../../engine";
import { assignedAt, imageDutyOf, registryType } from "./registry";

const status = "policies.quarantinePolicy.status";

/** Quarantine is on only where a scanner can end it: it holds each image until somebody with that role releases it. */
export default defineRelation({
    id: "acr-quarantine-aware",
    title: "Quarantine of images has somebody who ends it",
    severity: "low",
    level: "advisory",
    practices: ["12.1"],
    references: { checkov: ["CKV_AZURE_166"], psrule: ["ACR.Quarantine"] },
    component: "Registry",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-faq",
    types: [registryType],
    reads: ["registryName", status],
    optional: [status],
    related: { [assignedAt.type]: { required: ["scope", "roleDefinitionId"] } },
    why: "Where nobody releases images from quarantine, none can be pulled, and the next node that starts has nothing to run.",
    fix: 'Set policies.quarantinePolicy.status to "disabled", or give the scanner that releases images the role AcrQuarantineWriter at the registry.',
    check: (registry, stack) =>
        unless(
            text(registry, status) !== "enabled" ||
                someReferring(assignedAt, registry, stack, (assignment) => imageDutyOf(assignment) === "quarantine"),
            status,
            "nobody can release images from quarantine",
        ),
    examples: {
        compliant: [
            { registry: registry("disabled") },
            { registry: registry("enabled"), scanner: assignment("c8d4ff99-41c3-41a8-9f60-21dfdad59608") },
        ],
        violating: [
            { registry: registry("enabled") },
            { registry: registry("enabled"), puller: assignment("7f951dda-4ed3-4680-a7ca-43fe172d538d") },
        ],
    },
});

function registry(quarantine: string) {
    return {
        type: registryType,
        inputs: { registryName: "crcontoso", policies: { quarantinePolicy: { status: quarantine } } },
    };
}

function assignment(role: string) {
    const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
    return {
        type: assignedAt.type,
        inputs: {
            scope: `${subscription}/resourceGroups/rg-contoso/providers/Microsoft.ContainerRegistry/registries/crcontoso`,
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        },
    };
}
