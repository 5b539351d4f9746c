// Does not prove that a playbook does anything: it is judged by what starts it and by its roles.
import assert from "node:assert/strict";
import { unknown, type Value, type Values } from "../../../../policy-pack/engine/value";
import { broadRoles } from "../../../../policy-pack/rules/authorization/role-assignment";
import rule from "../../../../policy-pack/rules/sentinel/sen-automation";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters?: object) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (...findings: string[]) => ({ findings, undecided: [] });
const unanswered = found("no playbook starts when this grave detection fires");
const notThere = found("a playbook that it starts is not in the stack");
const noResponder = "its identity cannot write into incidents: it lacks Microsoft Sentinel Responder on the workspace";
const noStarter = "Sentinel cannot start it: nobody has Microsoft Sentinel Automation Contributor on its group";
const broad = "its identity may do almost everything somewhere";

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/log`;
const ruleId = "00000000-0000-4000-8000-00000000000a";
const detectionId = `${workspaceId}/providers/Microsoft.SecurityInsights/alertRules/${ruleId}`;
const playbookId = `${group}/providers/Microsoft.Logic/workflows/block`;

const detection = (changes: Values = {}): SampleResource => ({
    type: "securityinsights:ScheduledAlertRule",
    inputs: { ruleId, enabled: true, severity: "High", ...changes },
});
const condition = (propertyName: string, propertyValues: Value, operator = "Contains"): Values => ({
    conditionType: "Property",
    conditionProperties: { propertyName, operator, propertyValues },
});
const ofRules = (...ids: Value[]) => condition("IncidentRelatedAnalyticRuleIds", ids);
const run = (logicAppResourceId: Value): Values => ({
    actionType: "RunPlaybook",
    actionConfiguration: { logicAppResourceId },
});
const automation = (logic: Values = {}, actions: Value = [run(playbookId)], dependencies = {}): SampleResource => ({
    type: "securityinsights:AutomationRule",
    inputs: {
        actions,
        triggeringLogic: {
            isEnabled: true,
            triggersOn: "Incidents",
            triggersWhen: "Created",
            conditions: [ofRules(detectionId)],
            ...logic,
        },
    },
    dependencies,
});
const playbook: SampleResource = {
    type: "logic:Workflow",
    inputs: {
        workflowName: "block",
        resourceGroupName: "rg",
        identity: {
            userAssignedIdentities: [`${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-block`],
        },
    },
};
const identity = (resourceName: Value): SampleResource => ({
    type: "managedidentity:UserAssignedIdentity",
    inputs: { resourceName },
});
const role = (id: string, scope: Value, principal?: string): SampleResource => ({
    type: "authorization:RoleAssignment",
    inputs: {
        principalId: principal === undefined ? "33333333-3333-4333-8333-000000000051" : unknown,
        roleDefinitionId: `/subscriptions/22222222/providers/Microsoft.Authorization/roleDefinitions/${id}`,
        scope,
    },
    dependencies: principal === undefined ? {} : { principalId: [principal] },
});
const responder = role("3e150937-b8fe-4cfb-8069-0eaf05ecd056", workspaceId);
const starter = role("f4c81013-99ee-4d62-a7ee-b3f1f648599a", group);
const valid = { detection: detection(), automation: automation(), playbook, responder, starter };

describe("sen-automation", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants a playbook for each detection that is on and grave", () => {
        assert.deepEqual(outcome(valid), clean);
        for (const severity of ["High", "Medium"])
            assert.deepEqual(outcome({ one: detection({ severity }) }), unanswered);
        for (const severity of ["Low", "Informational"])
            assert.deepEqual(outcome({ one: detection({ severity }) }), clean);
        assert.deepEqual(outcome({ one: detection({ enabled: false }) }), clean);
        assert.deepEqual(outcome({ one: detection() }, { severities: ["Medium"] }), clean);
    });

    it("counts what starts one for each incident of the detection, at once", () => {
        const with_ = (logic: Values, actions?: Value) => outcome({ ...valid, automation: automation(logic, actions) });
        assert.deepEqual(with_({ conditions: [] }), clean);
        assert.deepEqual(with_({ conditions: [ofRules(`${detectionId}2`, detectionId.toUpperCase())] }), clean);
        assert.deepEqual(with_({ conditions: [condition("IncidentSeverity", ["Medium", "High"], "Equals")] }), clean);
        const others: Values[] = [
            { isEnabled: false },
            { isEnabled: "true" },
            { triggersOn: "Alerts" },
            { triggersWhen: "Updated" },
            { conditions: [ofRules(`${detectionId}2`)] },
            { conditions: [ofRules()] },
            { conditions: [condition("IncidentRelatedAnalyticRuleIds", [detectionId], "NotContains")] },
            { conditions: [condition("IncidentSeverity", ["Medium"], "Equals")] },
            { conditions: [condition("IncidentTitle", [detectionId])] },
            { conditions: [ofRules(detectionId), condition("IncidentLabel", ["approved"])] },
            { conditions: [{ conditionType: "PropertyArrayChanged", conditionProperties: { changeType: "Added" } }] },
        ];
        for (const logic of others) assert.deepEqual(with_(logic), unanswered, JSON.stringify(logic));
        const task = { actionType: "AddIncidentTask" };
        assert.deepEqual(with_({}, [task, run(playbookId)]), clean);
        assert.deepEqual(with_({}, [task]), unanswered);
        assert.deepEqual(with_({}, []), unanswered);
    });

    it("wants every playbook that is started to be there", () => {
        const low = detection({ severity: "Low" });
        const with_ = (...ids: Value[]) =>
            outcome({ ...valid, detection: low, automation: automation({}, ids.map(run)) });
        assert.deepEqual(with_(playbookId.toUpperCase()), clean);
        for (const id of [`${playbookId}2`, playbookId.replace("Logic", "Web"), "block", ""])
            assert.deepEqual(with_(playbookId, id), notThere, id);
        assert.deepEqual(
            outcome({ ...valid, detection: low, automation: automation({}, [{ actionType: "RunPlaybook" }]) }),
            notThere,
        );
    });

    it("wants the roles that a started playbook needs, at their places", () => {
        const { responder: _, ...mute } = valid;
        assert.deepEqual(outcome(mute), found(noResponder));
        for (const scope of [group, `${workspaceId}/tables/a`, playbookId])
            assert.deepEqual(
                outcome({ ...valid, responder: role("3e150937-b8fe-4cfb-8069-0eaf05ecd056", scope) }),
                found(noResponder),
            );
        const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
        assert.deepEqual(outcome({ ...valid, responder: role(reader, workspaceId) }), found(noResponder));
        assert.deepEqual(outcome({ ...valid, starter: role(reader, group) }), found(noStarter));
        const { principalId, ...nobody } = responder.inputs as Values;
        const missing = "this is missing, and decides what the resource belongs to";
        assert.deepEqual(
            outcome({ ...valid, responder: { ...responder, inputs: nobody } }),
            found(noResponder, missing),
        );
        const { starter: __, ...unstarted } = valid;
        assert.deepEqual(outcome(unstarted), found(noStarter));
        for (const scope of [`${group}2`, workspaceId, "/subscriptions/22222222-2222-4222-8222-222222222222"])
            assert.deepEqual(
                outcome({ ...valid, starter: role("f4c81013-99ee-4d62-a7ee-b3f1f648599a", scope) }),
                found(noStarter),
            );
        const upper = role("f4c81013-99ee-4d62-a7ee-b3f1f648599a", group.toUpperCase());
        assert.deepEqual(outcome({ ...valid, starter: upper }), clean);
    });

    it("asks nothing of a workflow that no incident starts", () => assert.deepEqual(outcome({ playbook }), clean));

    it("tells the identity of a playbook from others, where the program takes the principal from one", () => {
        const ids = { own: identity("ID-BLOCK"), other: identity("id-other") };
        const held = (principal: string) => role("3e150937-b8fe-4cfb-8069-0eaf05ecd056", workspaceId, principal);
        assert.deepEqual(outcome({ ...valid, ...ids, responder: held("own") }), clean);
        assert.deepEqual(outcome({ ...valid, ...ids, responder: held("playbook") }), clean);
        assert.deepEqual(outcome({ ...valid, ...ids, responder: held("other") }), found(noResponder));
    });

    it("lets the identity have no broad role, at no resource", () => {
        const ids = { own: identity("id-block"), other: identity("id-other") };
        for (const id of broadRoles) {
            assert.deepEqual(outcome({ ...valid, ...ids, more: role(id, playbookId, "own") }), found(broad));
            assert.deepEqual(outcome({ ...valid, ...ids, more: role(id, playbookId, "other") }), clean);
            assert.deepEqual(outcome({ ...valid, ...ids, more: role(id, playbookId) }), clean);
        }
        const reader = role("acdd72a7-3385-48ef-bd42-f606fba81ae7", playbookId, "own");
        assert.deepEqual(outcome({ ...valid, ...ids, more: reader }), clean);
    });

    describe("in a preview", () => {
        it("goes by dependencies where the id of a playbook is unknown", () => {
            const later = automation({}, [run(unknown)], { actions: ["playbook"] });
            assert.deepEqual(outcome({ ...valid, automation: later }), clean);
            const nameless: SampleResource = {
                ...playbook,
                inputs: { ...(playbook.inputs as Values), workflowName: unknown },
            };
            const known = (...sources: string[]) => automation({}, [run(playbookId)], { actions: sources });
            const named = (...sources: string[]) =>
                outcome({ ...valid, other: nameless, playbook: nameless, automation: known(...sources) });
            assert.deepEqual(named("playbook", "other"), clean);
            assert.deepEqual(named("starter").undecided.length, 3);
            const alone = { detection: detection({ severity: "Low" }), playbook: nameless, starter, responder };
            const unclear = ['workflowName of logic:Workflow "playbook"', 'workflowName of logic:Workflow "playbook"'];
            assert.deepEqual(outcome({ ...alone, automation: known() }), { findings: [], undecided: unclear });
        });

        it("is undecided where nothing tells", () => {
            const undecided = (...texts: string[]) => ({ findings: [], undecided: texts });
            const id = "actions[0].actionConfiguration.logicAppResourceId";
            const ofRule = 'securityinsights:AutomationRule "automation"';
            const low = detection({ severity: "Low" });
            const unclear = outcome({ ...valid, detection: low, automation: automation({}, [run(unknown)]) });
            assert.deepEqual(unclear, undecided(`${id} of ${ofRule}`, `${id} of ${ofRule}`));
            const byGroup = automation({}, [run(unknown)], { actions: ["starter"] });
            assert.deepEqual(outcome({ ...valid, detection: low, automation: byGroup }), unclear);
            const logic = automation({ conditions: [ofRules(unknown)] });
            assert.deepEqual(
                outcome({ ...valid, automation: logic }),
                undecided(`triggeringLogic.conditions[0].conditionProperties.propertyValues[0] of ${ofRule}`),
            );
            const principal: SampleResource = {
                ...responder,
                inputs: { ...(responder.inputs as Values), principalId: unknown },
            };
            assert.deepEqual(
                outcome({ ...valid, responder: principal }),
                undecided('principalId of authorization:RoleAssignment "responder"'),
            );
        });
    });
});
