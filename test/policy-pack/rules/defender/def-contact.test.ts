// Does not prove that a mail arrives, nor that a subscription has a contact: it judges the one that is there.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/defender/def-contact";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const alert = (minimalSeverity: string) => ({ sourceType: "Alert", minimalSeverity });
const path = (minimalRiskLevel: string) => ({ sourceType: "AttackPath", minimalRiskLevel });
const valid = {
    isEnabled: true,
    emails: "security@contoso.example",
    notificationsByRole: { state: "On", roles: ["Owner"] },
    notificationsSources: [alert("Medium"), path("High")],
};
const wrong = (changes: object) =>
    judge(
        rule,
        stackOf({ contact: { type: "security:SecurityContact", inputs: { ...valid, ...changes } } }),
    ).findings.map(({ path }) => path);

describe("def-contact", () => {
    it("wants it on", () => {
        for (const isEnabled of [false, "true"]) assert.deepEqual(wrong({ isEnabled }), ["isEnabled"]);
    });

    it("wants addresses, each of them one", () => {
        for (const emails of ["a@b", "a@b;c@d;e@f"]) assert.deepEqual(wrong({ emails }), [], emails);
        for (const emails of ["", "a", "a@b;", ";a@b", "a@b,c", "a@b;c", "a@b; c@d", "a@b@c"])
            assert.deepEqual(wrong({ emails }), emails === "a@b,c" ? [] : ["emails"], emails);
    });

    it("wants owners told", () => {
        const roles = (state: string, ...names: string[]) => wrong({ notificationsByRole: { state, roles: names } });
        assert.deepEqual(roles("On", "Contributor", "Owner"), []);
        assert.deepEqual(roles("Off", "Owner"), ["notificationsByRole.state"]);
        assert.deepEqual(roles("on", "Owner"), ["notificationsByRole.state"]);
        assert.deepEqual(roles("On"), ["notificationsByRole.roles"]);
    });

    it("wants alerts from medium and attack paths from high on", () => {
        const sources = (...notificationsSources: object[]) => wrong({ notificationsSources });
        for (const severity of ["Low", "Medium"]) assert.deepEqual(sources(path("High"), alert(severity)), []);
        for (const risk of ["Low", "Medium", "High"]) assert.deepEqual(sources(alert("Low"), path(risk)), []);
        const one = ["notificationsSources"];
        assert.deepEqual(sources(alert("High"), path("High")), one);
        assert.deepEqual(sources(alert("Low"), path("Critical")), one);
        assert.deepEqual(sources(alert("Low")), one);
        assert.deepEqual(sources(path("Low")), one);
        assert.deepEqual(sources({ sourceType: "AttackPath", minimalSeverity: "Low" }, path("Low")), one);
        assert.deepEqual(sources({ sourceType: "Alert", minimalRiskLevel: "Low" }, alert("Low")), one);
    });
});
