// Does not prove that Azure knows no other confidential sizes: those it has today are in the pattern.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-node-hardening";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const paths = (inputs: Values, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf({ pool: { type: rule.types[0] ?? "", inputs } }), parameters);
    assert.deepEqual(undecided, []);
    return findings.map(({ path }) => path);
};
const closed = { sshAccess: "Disabled" };
const launched = { ...closed, enableSecureBoot: true, enableVTPM: true };
const launch = ["securityProfile.enableSecureBoot", "securityProfile.enableVTPM"];

describe("aks-node-hardening", () => {
    it("wants Trusted Launch of every plain pool", () => {
        for (const vmSize of [
            "Standard_D8s_v5",
            "Standard_E8as_v6",
            "Standard_DC4s_v3",
            "Standard_DC4as_cc_v5",
            "Standard_DC4as_v4",
        ]) {
            assert.deepEqual(paths({ vmSize, securityProfile: launched }), [], vmSize);
            assert.deepEqual(paths({ vmSize, securityProfile: closed }), launch, vmSize);
        }
        for (const workloadRuntime of ["OCIContainer", "WasmWasi"]) {
            assert.deepEqual(paths({ workloadRuntime, securityProfile: launched }), [], workloadRuntime);
            assert.deepEqual(paths({ workloadRuntime, securityProfile: closed }), launch, workloadRuntime);
        }
    });

    it("refuses it where Azure does", () => {
        const pools: Values[] = [
            { workloadRuntime: "KataVmIsolation" },
            { vmSize: "Standard_DC4as_v5" },
            { vmSize: "Standard_DC2es_v6" },
            { vmSize: "standard_ec96iads_v5" },
        ];
        for (const inputs of pools) {
            const off = { ...closed, enableSecureBoot: false, enableVTPM: false };
            for (const securityProfile of [closed, off]) assert.deepEqual(paths({ ...inputs, securityProfile }), []);
            assert.deepEqual(paths({ ...inputs, securityProfile: launched }), launch);
        }
    });

    it("does not ask for closed SSH where it is told not to", () => {
        const { enableSecureBoot, enableVTPM } = launched;
        for (const sshAccess of ["", "LocalUser"]) {
            const securityProfile = { enableSecureBoot, enableVTPM, sshAccess };
            assert.deepEqual(paths({ securityProfile }), ["securityProfile.sshAccess"]);
            assert.deepEqual(paths({ securityProfile }, { disableSsh: false }), []);
        }
        assert.deepEqual(paths({ securityProfile: { enableSecureBoot, enableVTPM } }), ["securityProfile.sshAccess"]);
    });
});
