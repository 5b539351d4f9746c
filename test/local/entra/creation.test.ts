// Does not prove who reads the notes: test/local/recovery does, and test/engine/entra-and-cluster.test.ts on the real engine.
import assert from "node:assert/strict";
import { creationsIn, rolledBack, settled } from "../../../local/cloud/creation";
import { newTenant, type Tenant } from "./fixture";
import { before as deployed, example, type Made, names } from "./landscape";

describe("the create of an entra resource", () => {
    const records = ({ store }: Tenant) => store.list("").filter(([key]) => !key.startsWith("created:"));
    const notes = ({ store }: Tenant) => creationsIn(store, "urn:");
    const forget = async (tenant: Tenant) => tenant.store.write(notes(tenant).map(settled));

    for (const name of names) {
        it(`of ${name} is noted with what the engine was answered, and can be taken back without a trace`, async () => {
            const tenant = newTenant();
            const made = await deployed(tenant, name);
            const there = records(tenant);
            await forget(tenant);

            const answer = await tenant.create(name, example(name, made));

            const [creation = assert.fail("no note"), ...others] = notes(tenant);
            assert.deepEqual(others, []);
            const { urn, id, outputs } = creation;
            assert.deepEqual({ urn, id, outputs }, { urn: tenant.subject(name).urn, ...answer });
            await tenant.store.write(rolledBack(creation, tenant.store));
            assert.deepEqual(records(tenant), there);
        });
    }

    it("is taken back without what was made in the same application since", async () => {
        const tenant = newTenant();
        const made: Made = await deployed(tenant, "ApplicationPreAuthorized");
        const [role = assert.fail("no note")] = notes(tenant).filter(({ urn }) => urn.includes("AppRole"));
        made.ApplicationPreAuthorized = await tenant.create(
            "ApplicationPreAuthorized",
            example("ApplicationPreAuthorized", made),
        );

        await tenant.store.write(rolledBack(role, tenant.store));

        assert.equal(await tenant.read("ApplicationAppRole", made.ApplicationAppRole?.id ?? "", {}, {}), undefined);
        for (const name of ["ApplicationPermissionScope", "ApplicationIdentifierUri", "ApplicationPreAuthorized"]) {
            assert.ok(await tenant.read(name, made[name]?.id ?? "", {}, {}), name);
        }
    });

    it("is all that is noted: an update leaves no note", async () => {
        const tenant = newTenant();
        const made = await deployed(tenant);
        await forget(tenant);
        for (const name of names) {
            await tenant.update(name, made[name] as Made[string], example(name, made));
        }
        assert.deepEqual(notes(tenant), []);
    });
});
