// Does not prove that a service needs such tokens: its documentation says so.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/container-registry/acr-arm-token";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const status = "policies.azureADAuthenticationAsArmPolicy.status";
const clean = { findings: [], undecided: [] };
const found = { findings: [status], undecided: [] };

const registry: SampleResource = {
    type: "containerregistry:Registry",
    inputs: { registryName: "crone", policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } } },
};
const job = (registries: Value, dependencies = {}): SampleResource => ({
    type: "app:Job",
    inputs: { configuration: { registries } },
    dependencies,
});

describe("acr-arm-token", () => {
    it("knows the registry behind a login server", () => {
        for (const server of ["crone.azurecr.io", "CRONE.azurecr.io", "crone-abc123.azurecr.io", "crone.azurecr.us"])
            assert.deepEqual(outcome({ registry, job: job([{ server, identity: "system" }]) }), clean, server);
        for (const server of ["crone2.azurecr.io", "crone.example.com", "x.crone.azurecr.io", "crone"])
            assert.deepEqual(outcome({ registry, job: job([{ server, identity: "system" }]) }), found, server);
    });

    it("finds it among others", () => {
        const others = [{ server: "crtwo.azurecr.io", identity: "system" }];
        assert.deepEqual(outcome({ registry, job: job(others) }), found);
        const all = [...others, { server: "crone.azurecr.io", identity: "system" }];
        assert.deepEqual(outcome({ registry, job: job(all) }), clean);
    });

    it("counts neither who pulls with a password, nor a cluster that starts from elsewhere", () => {
        const withPassword = job([{ server: "crone.azurecr.io", username: "one" }]);
        assert.deepEqual(outcome({ registry, job: withPassword }).findings, [
            status,
            "configuration.registries[].identity",
        ]);
        const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/crone";
        const cluster = (bootstrapProfile: Value): SampleResource => ({
            type: "containerservice:ManagedCluster",
            inputs: { bootstrapProfile },
        });
        const direct = cluster({ artifactSource: "Direct", containerRegistryId: id });
        assert.deepEqual(outcome({ registry, direct }).findings, [status, "bootstrapProfile.artifactSource"]);
        assert.deepEqual(outcome({ registry, direct: cluster({ artifactSource: "Direct" }) }), found);
        assert.deepEqual(
            outcome({ registry, cached: cluster({ artifactSource: "Cache", containerRegistryId: id }) }),
            clean,
        );
    });

    describe("in a preview", () => {
        it("goes by dependencies where the server is unknown, except about the job itself", () => {
            const dependent = job([{ server: unknown, identity: "system" }], { configuration: ["registry"] });
            assert.deepEqual(outcome({ registry, job: dependent }), {
                findings: [],
                undecided: ['configuration.registries[0].server of app:Job "job"'],
            });
        });

        it("is undecided where nothing tells", () => {
            const server = 'configuration.registries[0].server of app:Job "job"';
            assert.deepEqual(outcome({ registry, job: job([{ server: unknown, identity: "system" }]) }), {
                findings: [],
                undecided: [server, server],
            });
        });
    });
});
