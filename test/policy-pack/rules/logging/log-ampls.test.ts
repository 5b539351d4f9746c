// Does not prove that traffic takes the private link: DNS zones and the private endpoint decide that.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/logging/log-ampls";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: ["no private link scope has this resource"], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers";
const workspaceId = `${group}/Microsoft.OperationalInsights/workspaces/one`;
const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "one" } };
const traces: SampleResource = { type: "applicationinsights:Component", inputs: { resourceName: "one" } };
const link = (linkedResourceId: Value, dependencies = {}): SampleResource => ({
    type: "monitor:PrivateLinkScopedResource",
    inputs: { scopeName: "ampls", linkedResourceId },
    dependencies,
});

describe("log-ampls", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("tells a workspace from a component of the same name", () => {
        assert.deepEqual(outcome({ log, link: link(workspaceId.toUpperCase()) }), clean);
        assert.deepEqual(outcome({ traces, link: link(workspaceId) }), missing);
        const componentId = `${group}/Microsoft.Insights/components/one`;
        assert.deepEqual(outcome({ traces, link: link(componentId) }), clean);
        assert.deepEqual(outcome({ log, link: link(componentId) }), missing);
    });

    describe("in a preview", () => {
        it("goes by dependencies where the id is unknown", () =>
            assert.deepEqual(outcome({ log, later: link(unknown, { linkedResourceId: ["log"] }) }), clean));

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ log, later: link(unknown) }), {
                findings: [],
                undecided: ['linkedResourceId of monitor:PrivateLinkScopedResource "later"'],
            });
            const scope: SampleResource = {
                type: "monitor:PrivateLinkScope",
                inputs: { accessModeSettings: { ingestionAccessMode: "PrivateOnly", queryAccessMode: unknown } },
            };
            assert.deepEqual(outcome({ scope }), {
                findings: [],
                undecided: ['accessModeSettings.queryAccessMode of monitor:PrivateLinkScope "scope"'],
            });
        });
    });
});
