// Does not prove that Microsoft Graph answers with these values: what each type does is in the table of conformance.
import assert from "node:assert/strict";
import { unknown } from "../../../local/provider/provider";
import { newTenant } from "./fixture";
import { before, example, names } from "./landscape";

for (const name of names) {
    describe(`entra ${name}, as the bridge to Terraform has it`, () => {
        async function world() {
            const tenant = newTenant();
            const inputs = example(name, await before(tenant, name));
            return { tenant, inputs, checked: (await tenant.check(name, inputs)).inputs };
        }

        it("notes the times of Terraform in its outputs", async () => {
            const { tenant, inputs } = await world();
            const { outputs } = await tenant.create(name, inputs);
            assert.match(
                String(outputs.__meta),
                /^\{"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":\{"create":\d+00000000000,"delete":3/,
            );
        });

        it("is previewed with all of its inputs, and nothing else that is known", async () => {
            const { tenant, checked } = await world();
            const outputs = await tenant.preview(name, checked);
            const known = Object.keys(outputs).filter((output) => outputs[output] !== unknown);
            assert.deepEqual(
                known.sort(),
                Object.keys(checked)
                    .filter((input) => input !== "__defaults")
                    .sort(),
            );
        });

        it("does not change after it was refreshed or imported", async () => {
            const { tenant, inputs, checked } = await world();
            const { id, outputs } = await tenant.create(name, inputs);
            for (const read of [await tenant.read(name, id, checked, outputs), await tenant.read(name, id)]) {
                assert.deepEqual(read?.outputs, outputs);
                assert.deepEqual((await tenant.diff(name, outputs, read?.inputs ?? {})).changes, {});
                assert.deepEqual((await tenant.check(name, read?.inputs ?? {})).failures, []);
            }
        });

        it("is replaced when the application that it is part of may be another one", async () => {
            const { tenant, inputs } = await world();
            if (inputs.applicationId !== undefined) {
                const { outputs } = await tenant.create(name, inputs);
                const { changes } = await tenant.diff(name, outputs, { ...inputs, applicationId: unknown });
                assert.deepEqual(changes, { applicationId: "update-replace" });
            }
        });
    });
}
