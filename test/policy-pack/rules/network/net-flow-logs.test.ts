// Does not prove that flows are recorded: it judges what has them recorded.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-flow-logs";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const networkId = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
const storageId = `${group}/providers/Microsoft.Storage/storageAccounts/stflows`;
const network: SampleResource = { type: "network:VirtualNetwork", inputs: { virtualNetworkName: "vnet" } };
const log = (targetResourceId: Value, account: Value = storageId, dependencies = {}): SampleResource => ({
    type: "network:FlowLog",
    inputs: {
        targetResourceId,
        storageId: account,
        enabled: true,
        flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { enabled: true } },
    },
    dependencies,
});
const account = (accountName: Value, enabled: Value = true): SampleResource => ({
    type: "storage:StorageAccount",
    inputs: { accountName, immutableStorageWithVersioning: { enabled } },
});

describe("net-flow-logs", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("wants a log of each network", () => {
        const other: SampleResource = { type: "network:VirtualNetwork", inputs: { virtualNetworkName: "vnet2" } };
        assert.deepEqual(outcome({ network, log: log(networkId) }), clean);
        assert.deepEqual(outcome({ network, other, log: log(networkId) }), {
            findings: ["no flow log is of this network"],
            undecided: [],
        });
    });

    it("takes a log of a network outside the stack, and none of what is in a network", () => {
        assert.deepEqual(outcome({ log: log(networkId) }), clean);
        for (const target of [
            `${networkId}/subnets/edge`,
            `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg`,
            `${group}/providers/Microsoft.Network/networkInterfaces/nic`,
            "vnet",
        ])
            assert.deepEqual(outcome({ log: log(target) }), { findings: ["targetResourceId"], undecided: [] }, target);
    });

    it("keeps logs out of forensic storage", () => {
        const logs = { network, log: log(networkId) };
        assert.deepEqual(outcome({ ...logs, account: account("stevidence") }), clean);
        assert.deepEqual(outcome({ ...logs, account: account("stflows", false) }), clean);
        assert.deepEqual(outcome({ ...logs, account: account("STFLOWS") }), { findings: ["storageId"], undecided: [] });
    });

    describe("in a preview", () => {
        it("goes by dependencies where ids are unknown", () => {
            const dependencies = { targetResourceId: ["network"], storageId: ["account"] };
            const byId = log(unknown, unknown, dependencies);
            assert.deepEqual(outcome({ network, log: byId, account: account("stflows", false) }), clean);
            assert.deepEqual(outcome({ network, log: byId, account: account("stflows") }), {
                findings: ["storageId"],
                undecided: [],
            });
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ network, log: log(unknown) }), {
                findings: [],
                undecided: ['targetResourceId of network:FlowLog "log"', 'targetResourceId of network:FlowLog "log"'],
            });
            const nobody = log(unknown, storageId, { targetResourceId: ["account"] });
            assert.deepEqual(outcome({ log: nobody, account: account("stother", false) }), {
                findings: ["targetResourceId"],
                undecided: [],
            });
        });
    });
});
