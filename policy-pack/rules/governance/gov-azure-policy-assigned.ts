import {
    defineRelation,
    elements,
    every,
    get,
    haveCommon,
    type Link,
    type Naming,
    nameAt,
    namesOf,
    proves,
    type Resource,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";

const assignmentType = "authorization:PolicyAssignment";

// for the examples
const benchmark = "/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8";
const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";

/**
 * Azure judges every resource of the environment itself, for as long as it exists: at the group, or at its subscription,
 * which a stack cannot tell from another one.
 */
export default defineRelation({
    id: "gov-azure-policy-assigned",
    title: "Azure judges every resource group by a benchmark",
    severity: "medium",
    level: "mandatory",
    practices: ["ZT-4"],
    references: { mcsb: ["PV-1", "PV-2"] },
    component: "ResourceGroup",
    url: "https://learn.microsoft.com/azure/governance/policy/samples/azure-security-benchmark",
    types: ["resources:ResourceGroup"],
    reads: ["resourceGroupName"],
    related: {
        [assignmentType]: {
            required: ["scope", "policyDefinitionId"],
            optional: ["enforcementMode", "notScopes[]", "resourceSelectors"],
        },
    },
    presence: true,
    parameters: {
        initiatives: {
            type: "array",
            items: { type: "string" },
            default: [benchmark],
            description:
                "Ids of the initiatives that must all be assigned; the default is the Microsoft cloud security benchmark.",
        },
    },
    why: "A policy pack sees what a program declares; Azure Policy sees what is there, whoever made it and however it has changed since.",
    fix: "Create an authorization.PolicyAssignment of each initiative at the id of the group, with enforcementMode Default, without resourceSelectors, and without notScopes in the group.",
    check: (group, stack, { parameters: { initiatives } }) =>
        initiatives.flatMap((initiative) =>
            unless(
                someReferring(assignmentOf(initiative), group, stack, (each) => assigns(each, initiative, group)),
                "",
                `the initiative ${initiative.split("/").at(-1)} does not judge this group`,
            ),
        ),
    examples: {
        compliant: [
            { group: group(), benchmark: assignment({}) },
            { group: group(), benchmark: assignment({ scope: subscription }) },
        ],
        violating: [
            { group: group() },
            { group: group(), benchmark: assignment({ enforcementMode: "DoNotEnforce" }) },
            { group: group(), benchmark: assignment({ scope: `${subscription}/resourceGroups/rg-other` }) },
            { group: group(), benchmark: assignment({ notScopes: [`${subscription}/resourceGroups/rg-contoso`] }) },
            { group: group(), other: assignment({ policyDefinitionId: benchmark.replace("1f3afdf9", "00000000") }) },
        ],
    },
});

const groupName = nameAt("resourceGroupName");
const initiativeId = nameAt("policyDefinitionId");

/** From an assignment of an initiative to the group that it is at, or to every group when it is at a subscription. */
function assignmentOf(initiative: string): Link {
    return {
        type: assignmentType,
        input: "scope",
        names: placeAndInitiative,
        to: "resources:ResourceGroup",
        nameOf: (group) => {
            const { known, ...rest } = groupName(group);
            return { known: [...known, wholeSubscription].map((place) => key(place, initiative)), ...rest };
        },
    };
}

const placeAndInitiative: Naming = (assignment) =>
    namesOf(["scope"], (path) => key(placeOf(text(assignment, path)), text(assignment, "policyDefinitionId")));

function key(place: string, initiative: string): string {
    return `${place} ${initiative}`;
}

const wholeSubscription = "/";

/** Name of the group, or what stands for a subscription; empty for other scopes. */
function placeOf(scope: string): string {
    const [, name] = /^\/subscriptions\/[^/]+(?:\/resourceGroups\/([^/]+))?$/i.exec(scope) ?? ["", ""];
    return name ?? wholeSubscription;
}

/** Whether an assignment has all of a group that is in its scope judged by an initiative. */
function assigns(assignment: Resource, initiative: string, group: Resource): boolean {
    const isExcluded = (scope: string) =>
        haveCommon(
            namesOf([scope], (path) => groupAround(text(assignment, path))),
            groupName(group),
        );
    return every(
        [
            () => haveCommon(initiativeId(assignment), { known: [initiative] }),
            () => get(assignment, "enforcementMode") === "Default",
            () => elements(assignment, "resourceSelectors").length === 0,
            () => !some(elements(assignment, "notScopes"), isExcluded),
        ],
        proves,
    );
}

/** Name of the group in its id, or in that of something in it; empty for other texts. */
function groupAround(id: string): string {
    return /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? "";
}

function group() {
    return { type: "resources:ResourceGroup", inputs: { resourceGroupName: "rg-contoso" } };
}

function assignment(changes: object) {
    return {
        type: assignmentType,
        inputs: {
            scope: `${subscription}/resourceGroups/rg-contoso`,
            policyDefinitionId: benchmark,
            enforcementMode: "Default",
            ...changes,
        },
    };
}
