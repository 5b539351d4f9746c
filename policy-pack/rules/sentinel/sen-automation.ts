import {
    defineRelation,
    elements,
    every,
    get,
    idPart,
    type Link,
    nameAt,
    namesOf,
    proves,
    type Resource,
    refers,
    type Stack,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";
import { broadRoles, roleOf, sampleRole, sampleScopes } from "../authorization/role-assignment";
import { targetNamed, targetOf } from "../logging/target";
import { identityType } from "../workload-identity/federated-credential";
import { alertRuleType, automationRuleType, workflowType } from "./sentinel";

const assignmentType = "authorization:RoleAssignment";

// https://learn.microsoft.com/azure/sentinel/roles
const responder = "3e150937-b8fe-4cfb-8069-0eaf05ecd056";
const automationContributor = "f4c81013-99ee-4d62-a7ee-b3f1f648599a";

/**
 * What is grave is answered at once, by playbooks that Sentinel may start and that may write into the incident.
 *
 * An automation rule answers a detection when it starts a playbook as soon as there is an incident, on no other condition
 * than that it is of this detection or of its severity. Whose a role is, is known where the program takes the principal
 * from an identity; a principal that is written out may be anybody's, and counts as the playbook's for the role that it
 * needs.
 */
export default defineRelation({
    id: "sen-automation",
    title: "Grave incidents start a playbook, which can answer",
    severity: "high",
    level: "mandatory",
    practices: ["4.2", "5.4", "8.3", "IR-2"],
    references: { mcsb: ["IR-2", "IR-5", "PA-7"] },
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/automation/automate-responses-with-playbooks",
    types: [automationRuleType, alertRuleType, workflowType],
    reads: ["actions", "triggeringLogic", "ruleId", "enabled", "severity", "workflowName"],
    // of one of the types each
    optional: ["actions", "triggeringLogic", "ruleId", "enabled", "severity", "workflowName"],
    related: {
        [automationRuleType]: { required: ["actions", "triggeringLogic"] },
        [alertRuleType]: { required: ["ruleId", "enabled", "severity"] },
        [workflowType]: {
            required: ["workflowName", "resourceGroupName"],
            optional: ["identity.userAssignedIdentities"],
        },
        [identityType]: { required: ["resourceName"] },
        [assignmentType]: { required: ["principalId", "roleDefinitionId", "scope"] },
    },
    presence: true,
    parameters: {
        severities: {
            type: "array",
            items: { type: "string" },
            default: ["High", "Medium"],
            description: "Severities of the detections whose incidents must start a playbook.",
        },
    },
    why: "A stolen token is used within minutes, at night as well; a playbook that is missing, or lacks a role, is noticed when nothing happens.",
    fix: "Create a securityinsights.AutomationRule with triggersOn Incidents, triggersWhen Created, the ids of the detections as IncidentRelatedAnalyticRuleIds, and an action RunPlaybook with the id of a logic.Workflow. Give the identity of the workflow Microsoft Sentinel Responder with the id of the workspace as scope and no broad role, and Azure Security Insights Microsoft Sentinel Automation Contributor on the resource group of the workflow.",
    check: (resource, stack, { parameters: { severities } }) => {
        switch (resource.type) {
            case automationRuleType:
                return unless(
                    startsExisting(resource, stack),
                    "actions",
                    "a playbook that it starts is not in the stack",
                );
            case alertRuleType:
                return unless(
                    !mustBeAnswered(resource, severities) || isAnswered(resource, stack),
                    "severity",
                    "no playbook starts when this grave detection fires",
                );
            default:
                return someReferring(starts, resource, stack) ? roleFindings(resource, stack) : [];
        }
    },
    examples: {
        compliant: [
            sample({}),
            sample({
                detection: detection({ severity: "Low" }),
                automation: automation({ triggersWhen: "Updated" }),
            }),
            sample({ automation: automation({ conditions: [severityIs("High")] }) }),
        ],
        violating: [
            { detection: detection({}) },
            { automation: automation({}) },
            sample({ automation: automation({ isEnabled: false }) }),
            sample({ automation: automation({ triggersWhen: "Updated" }) }),
            sample({ automation: automation({ conditions: [ofRules("00000000-0000-4000-8000-000000000009")] }) }),
            sample({ automation: automation({ conditions: [severityIs("High", "NotEquals")] }) }),
            sample({ responder: assignment(responder, sampleScopes.group) }),
            sample({ starter: assignment(automationContributor, sampleScopes.vault) }),
        ],
    },
});

/** From an automation rule to the workflows that it starts. */
const starts: Link = {
    type: automationRuleType,
    input: "actions",
    names: (rule) =>
        namesOf(playbookActions(rule), (action) => {
            const { armType, name } = targetOf(text(rule, `${action}.actionConfiguration.logicAppResourceId`));
            return `${armType} ${name}`;
        }),
    to: workflowType,
    nameOf: targetNamed("Microsoft.Logic/workflows", "workflowName"),
};

function playbookActions(rule: Resource): string[] {
    return elements(rule, "actions").filter((action) => text(rule, `${action}.actionType`) === "RunPlaybook");
}

/** @throws Undecided when an id is unknown and comes from no workflow. */
function startsExisting(rule: Resource, stack: Stack): boolean {
    const { known, undecided } = starts.names(rule);
    const sources = stack.sourcesOf(rule, "actions").filter(({ type }) => type === workflowType);
    const isThere = (name: string) => {
        const { named, open } = stack.named(workflowType, starts.nameOf, { known: [name] });
        if (named.length > 0 || open.some((one) => sources.includes(one))) return true;
        for (const one of open) text(one, "workflowName");
        return false;
    };
    const areOthers = () => {
        if (undecided !== undefined && sources.length === 0) throw undecided;
        return true;
    };
    return every([() => every(known, isThere), areOthers], proves);
}

function mustBeAnswered(detection: Resource, severities: readonly string[]): boolean {
    return every(
        [() => get(detection, "enabled") === true, () => severities.includes(text(detection, "severity"))],
        proves,
    );
}

function isAnswered(detection: Resource, stack: Stack): boolean {
    return some(stack.ofType(automationRuleType), (rule) =>
        every(
            [
                () => get(rule, "triggeringLogic.isEnabled") === true,
                () => text(rule, "triggeringLogic.triggersOn") === "Incidents",
                () => text(rule, "triggeringLogic.triggersWhen") === "Created",
                () => playbookActions(rule).length > 0,
                () => every(elements(rule, "triggeringLogic.conditions"), (path) => includes(rule, path, detection)),
            ],
            proves,
        ),
    );
}

/** Whether a condition holds for every incident of a detection; one of another kind may not. */
function includes(rule: Resource, condition: string, detection: Resource): boolean {
    const at = `${condition}.conditionProperties`;
    const values = elements(rule, `${at}.propertyValues`);
    if (!["Contains", "Equals"].includes(text(rule, `${at}.operator`))) return false;
    switch (text(rule, `${at}.propertyName`)) {
        case "IncidentRelatedAnalyticRuleIds":
            return some(values, (value) => isRule(text(rule, value), text(detection, "ruleId")));
        case "IncidentSeverity":
            return some(values, (value) => text(rule, value) === text(detection, "severity"));
        default:
            return false;
    }
}

function isRule(id: string, name: string): boolean {
    return id.toLowerCase().endsWith(`/alertRules/${name}`.toLowerCase());
}

function roleFindings(workflow: Resource, stack: Stack) {
    const held = (holds: (assignment: Resource) => boolean) => some(stack.ofType(assignmentType), holds);
    const hasRole = (assignment: Resource, roles: readonly string[]) =>
        roles.includes(roleOf(text(assignment, "roleDefinitionId")));
    const isIncidents = (assignment: Resource) =>
        targetOf(text(assignment, "scope")).armType === "Microsoft.OperationalInsights/workspaces";
    const isGroup = (assignment: Resource) =>
        text(assignment, "scope")
            .toLowerCase()
            .endsWith(`/resourcegroups/${text(workflow, "resourceGroupName")}`.toLowerCase());
    return [
        ...unless(
            held((one) =>
                every(
                    [() => hasRole(one, [responder]), () => isIncidents(one), () => mayBeOf(one, workflow, stack)],
                    proves,
                ),
            ),
            "",
            "its identity cannot write into incidents: it lacks Microsoft Sentinel Responder on the workspace",
        ),
        ...unless(
            held((one) => every([() => hasRole(one, [automationContributor]), () => isGroup(one)], proves)),
            "",
            "Sentinel cannot start it: nobody has Microsoft Sentinel Automation Contributor on its group",
        ),
        ...unless(
            !held((one) => every([() => hasRole(one, broadRoles), () => isOf(one, workflow, stack)], proves)),
            "",
            "its identity may do almost everything somewhere",
        ),
    ];
}

/** From a workflow to the identities that it acts as. */
const actsAs: Link = {
    type: workflowType,
    input: "identity",
    names: (workflow) =>
        namesOf(elements(workflow, "identity.userAssignedIdentities"), (path) =>
            idPart(text(workflow, path), "userAssignedIdentities"),
        ),
    to: identityType,
    nameOf: nameAt("resourceName"),
};

/** Whether the principal of a role is taken from an identity of a workflow. */
function isOf(assignment: Resource, workflow: Resource, stack: Stack): boolean {
    return some(
        stack.sourcesOf(assignment, "principalId"),
        (source) => source === workflow || refers(actsAs, workflow, source, stack),
    );
}

/** The same, or it is written out. */
function mayBeOf(assignment: Resource, workflow: Resource, stack: Stack): boolean {
    const sources = stack.sourcesOf(assignment, "principalId");
    return sources.length === 0 ? get(assignment, "principalId") !== undefined : isOf(assignment, workflow, stack);
}

function sample(changes: object) {
    return {
        detection: detection({}),
        automation: automation({}),
        playbook: {
            type: workflowType,
            inputs: {
                workflowName: "logic-block",
                resourceGroupName: "rg-contoso",
                identity: {
                    userAssignedIdentities: [
                        `${sampleScopes.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-block`,
                    ],
                },
            },
        },
        identity: { type: identityType, inputs: { resourceName: "id-block" } },
        responder: assignment(responder, workspaceId()),
        starter: assignment(automationContributor, sampleScopes.group),
        ...changes,
    };
}

function detection(changes: object) {
    const inputs = { ruleId: "00000000-0000-4000-8000-000000000001", enabled: true, severity: "High", ...changes };
    return { type: alertRuleType, inputs };
}

function automation(changes: object) {
    return {
        type: automationRuleType,
        inputs: {
            triggeringLogic: {
                isEnabled: true,
                triggersOn: "Incidents",
                triggersWhen: "Created",
                conditions: [ofRules("00000000-0000-4000-8000-000000000001")],
                ...changes,
            },
            actions: [
                {
                    actionType: "RunPlaybook",
                    order: 1,
                    actionConfiguration: {
                        logicAppResourceId: `${sampleScopes.group}/providers/Microsoft.Logic/workflows/logic-block`,
                    },
                },
            ],
        },
    };
}

function ofRules(ruleId: string) {
    const id = `${workspaceId()}/providers/Microsoft.SecurityInsights/alertRules/${ruleId}`;
    return condition("IncidentRelatedAnalyticRuleIds", "Contains", id);
}

function severityIs(severity: string, operator = "Equals") {
    return condition("IncidentSeverity", operator, severity);
}

function condition(propertyName: string, operator: string, value: string) {
    return { conditionType: "Property", conditionProperties: { propertyName, operator, propertyValues: [value] } };
}

function workspaceId() {
    return `${sampleScopes.group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`;
}

function assignment(role: string, scope: string) {
    return {
        type: assignmentType,
        inputs: { principalId: "33333333-3333-4333-8333-000000000051", roleDefinitionId: sampleRole(role), scope },
    };
}
