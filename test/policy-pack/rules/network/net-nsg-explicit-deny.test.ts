// Does not prove that the listed flows are needed: it judges what is left when nothing is listed.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-nsg-explicit-deny";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };

const everything = {
    protocol: "*",
    sourceAddressPrefix: "*",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "*",
};
const denial = (direction: string) => ({ access: "Deny", direction, priority: 4096, ...everything });
const denials = [denial("Inbound"), denial("Outbound")];
const allowing = (changes: object) => ({
    ...everything,
    access: "Allow",
    direction: "Inbound",
    priority: 100,
    sourceAddressPrefix: "10.0.1.0/24",
    destinationAddressPrefix: "10.0.2.0/24",
    destinationPortRange: "443",
    ...changes,
});
const group = (securityRules: Value, name: Value = "nsg"): SampleResource => ({
    type: "network:NetworkSecurityGroup",
    inputs: { networkSecurityGroupName: name, securityRules },
});
const single = (inputs: object, name: Value = "nsg", dependencies = {}): SampleResource => ({
    type: "network:SecurityRule",
    inputs: { networkSecurityGroupName: name, ...inputs },
    dependencies,
});

describe("net-nsg-explicit-deny", () => {
    it("says which direction is open", () => {
        assert.deepEqual(outcome({ group: group(denials) }), clean);
        assert.deepEqual(outcome({ group: group([]) }).findings, [
            "no rule at priority 4096 denies all other inbound traffic",
            "no rule at priority 4096 denies all other outbound traffic",
        ]);
    });

    it("finds SSH and remote desktop in any range of ports", () => {
        for (const range of ["22", "3389", "20-30", "0-65535", "22-22", "3389-3390", "*"])
            assert.deepEqual(
                outcome({ group: group([allowing({ destinationPortRange: range }), ...denials]) }).findings,
                ["securityRules[].destinationPortRange"],
                range,
            );
        for (const range of ["23", "2222", "443-3388", "3390-65535", "0-21"])
            assert.deepEqual(outcome({ group: group([allowing({ destinationPortRange: range }), ...denials]) }), clean);
    });

    it("lets them through from the bastion, and among nodes and pods, both ways", () => {
        const shell = group([allowing({ destinationPortRange: "22" }), ...denials]);
        const inwards = { administrationSources: ["10.0.1.0/24"] };
        const among = { clusterRanges: ["10.0.1.0/24", "10.0.2.0/24"] };
        assert.deepEqual(outcome({ shell }, inwards), clean);
        assert.deepEqual(outcome({ shell }, among), clean);
        const both = { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["10.0.1.0/24", "10.0.9.0/24"] };
        const wider = group([allowing({ ...both, destinationPortRange: "22" }), ...denials] as Value);
        assert.deepEqual(outcome({ wider }, inwards).findings, ["securityRules[].destinationPortRange"]);
        for (const parameters of [
            { administrationSources: ["10.0.2.0/24"] },
            { clusterRanges: ["10.0.1.0/24"] },
            { clusterRanges: ["10.0.2.0/24"] },
        ])
            assert.deepEqual(outcome({ shell }, parameters).findings, ["securityRules[].destinationPortRange"]);
    });

    it("takes application groups for a source and a destination", () => {
        const byGroup = allowing({
            sourceAddressPrefix: undefined,
            sourceApplicationSecurityGroups: [{ id: "asg" }],
            destinationAddressPrefix: undefined,
            destinationApplicationSecurityGroups: [{ id: "asg" }],
        });
        const shell = { ...byGroup, destinationPortRange: "22" };
        assert.deepEqual(outcome({ group: group([shell, ...denials] as Value) }).findings, [
            "securityRules[].destinationPortRange",
        ]);
        const listed = allowing({ sourcePortRange: undefined, sourcePortRanges: ["*"] });
        assert.deepEqual(outcome({ group: group([byGroup, listed, ...denials] as Value) }), clean);
    });

    for (const name of Object.keys(allowing({})))
        it(`wants each rule to say its ${name}`, () => {
            const found = outcome({ group: group([allowing({ [name]: undefined }), ...denials] as Value) }).findings;
            assert.ok(found.includes("securityRules[].priority"), found.join());
        });

    describe("in a preview", () => {
        it("goes by dependencies where the name of the group is unknown", () => {
            const resources = {
                group: group([denial("Inbound")], unknown),
                denial: single(denial("Outbound"), unknown, { networkSecurityGroupName: ["group"] }),
            };
            assert.deepEqual(outcome(resources), clean);
        });

        it("is undecided where nothing tells", () => {
            const free = { group: group([denial("Inbound")]), denial: single(denial("Outbound"), unknown) };
            assert.deepEqual(outcome(free), {
                findings: [],
                undecided: ['networkSecurityGroupName of network:SecurityRule "denial"'],
            });
            assert.deepEqual(outcome({ group: group(unknown) }), {
                findings: [],
                undecided: ['access of network:SecurityRule "group"'],
            });
        });
    });
});
