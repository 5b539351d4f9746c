// Does not prove that the service is closed to the internet: the rules of each service do.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-private-endpoints-complete";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path + message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: ["no private endpoint leads to this service"], undecided: [] };

const providers = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers";
const endpoint = (groupId: Value, privateLinkServiceId: Value, dependencies = {}): SampleResource => ({
    type: "network:PrivateEndpoint",
    inputs: {
        privateEndpointName: "pe",
        privateLinkServiceConnections: [{ groupIds: [groupId], privateLinkServiceId }],
    },
    dependencies,
});
const storage: SampleResource = { type: "storage:StorageAccount", inputs: { accountName: "stlogs" } };
const storageId = `${providers}/Microsoft.Storage/storageAccounts/stlogs`;

describe("net-private-endpoints-complete", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("takes any sub-resource of storage, and no other", () => {
        for (const groupId of ["blob", "dfs", "file", "queue", "table", "web"])
            assert.deepEqual(outcome({ storage, endpoint: endpoint(groupId, storageId) }), clean, groupId);
        assert.deepEqual(outcome({ storage, endpoint: endpoint("vault", storageId) }), missing);
    });

    it("tells services of the same name apart", () => {
        const account: SampleResource = { type: "cognitiveservices:Account", inputs: { accountName: "stlogs" } };
        assert.deepEqual(outcome({ account, endpoint: endpoint("blob", storageId) }), missing);
        const scope: SampleResource = { type: "monitor:PrivateLinkScope", inputs: { scopeName: "stlogs" } };
        const scopeId = `${providers}/microsoft.insights/privateLinkScopes/stlogs`;
        assert.deepEqual(outcome({ scope, endpoint: endpoint("azuremonitor", scopeId) }), clean);
    });

    it("wants one for a service that has no name yet", () => {
        const nameless: SampleResource = { type: "storage:StorageAccount", inputs: {} };
        assert.deepEqual(outcome({ nameless, endpoint: endpoint("blob", storageId) }), missing);
    });

    it("goes by dependencies in a preview, and is undecided where nothing tells", () => {
        const dependencies = { privateLinkServiceConnections: ["storage"] };
        assert.deepEqual(outcome({ storage, endpoint: endpoint("blob", unknown, dependencies) }), clean);
        assert.deepEqual(outcome({ storage, endpoint: endpoint("blob", unknown) }), {
            findings: [],
            undecided: ['privateLinkServiceConnections[0].privateLinkServiceId of network:PrivateEndpoint "endpoint"'],
        });
    });
});
