// Does not prove that Sentinel starts anything: local/sentinel runs deployed rules in other tests.
import assert from "node:assert/strict";
import { triggeringLogic } from "../../../components/sentinel/automation-rules";
import { needApproval, PlaybookName } from "../../../components/sentinel/playbooks/playbook-name";

const rules = ["/rules/one", "/rules/two"];
const ofRules = {
    conditionType: "Property",
    conditionProperties: {
        propertyName: "IncidentRelatedAnalyticRuleIds",
        operator: "Contains",
        propertyValues: rules,
    },
};

describe("triggeringLogic", () => {
    const atOnce = Object.values(PlaybookName).filter((playbook) => !needApproval.includes(playbook));

    for (const playbook of atOnce) {
        it(`starts ${playbook} with a new incident of its detections`, () => {
            assert.deepEqual(triggeringLogic(playbook, rules), {
                isEnabled: true,
                triggersOn: "Incidents",
                triggersWhen: "Created",
                conditions: [ofRules],
            });
        });
    }

    for (const playbook of needApproval) {
        it(`starts ${playbook} when its approval is put on an incident of its detections`, () => {
            assert.deepEqual(triggeringLogic(playbook, rules), {
                isEnabled: true,
                triggersOn: "Incidents",
                triggersWhen: "Updated",
                conditions: [
                    {
                        conditionType: "PropertyArrayChanged",
                        conditionProperties: { arrayType: "Labels", changeType: "Added" },
                    },
                    {
                        conditionType: "Property",
                        conditionProperties: {
                            propertyName: "IncidentLabel",
                            operator: "Equals",
                            propertyValues: [`approved: ${playbook}`],
                        },
                    },
                    ofRules,
                ],
            });
        });
    }
});
