// Does not prove that the workspace can be queried from anywhere: the network decides that.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/logging/log-workspace-baseline";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const inputs = rule.examples.compliant[0]?.inputs;
const pathsOf = (changes: object, parameters: object) =>
    judge(
        rule,
        stackOf({ log: { type: "operationalinsights:Workspace", inputs: { ...inputs, ...changes } } }),
        parameters,
    ).findings.map(({ path }) => path);

describe("log-workspace-baseline", () => {
    it("lets an environment query over the internet, where it says so, and never write", () => {
        const isPublic = { queryAccess: "Public" };
        const query = "publicNetworkAccessForQuery";
        assert.deepEqual(pathsOf({ [query]: "Enabled" }, isPublic), []);
        assert.deepEqual(pathsOf({ [query]: "Disabled" }, isPublic), []);
        assert.deepEqual(pathsOf({ [query]: "Other" }, isPublic), [query]);
        assert.deepEqual(pathsOf({ [query]: "Enabled" }, { queryAccess: "Private" }), [query]);
        const ingestion = "publicNetworkAccessForIngestion";
        assert.deepEqual(pathsOf({ [ingestion]: "Enabled" }, isPublic), [ingestion]);
    });

    it("wants the days that are configured", () => {
        assert.deepEqual(pathsOf({ retentionInDays: 30 }, { minimumRetentionDays: 30 }), []);
        assert.deepEqual(pathsOf({ retentionInDays: 90 }, { minimumRetentionDays: 91 }), ["retentionInDays"]);
    });

    it("lets an environment have a quota where it says so", () => {
        const capped = { workspaceCapping: { dailyQuotaGb: 1 } };
        assert.deepEqual(pathsOf(capped, { quotaAllowed: true }), []);
        assert.deepEqual(pathsOf(capped, {}), ["workspaceCapping.dailyQuotaGb"]);
    });
});
