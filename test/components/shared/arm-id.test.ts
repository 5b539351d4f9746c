// Does not prove that a resource of that id exists.
import assert from "node:assert/strict";
import { formatArmId, parseArmId } from "../../../components/shared/arm-id";

const key = {
    subscriptionId: "22222222-2222-4222-8222-222222222222",
    resourceGroupName: "rg-test",
    type: "Microsoft.KeyVault/vaults/keys",
    names: ["kv", "disk"],
};
const id =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-test/providers/Microsoft.KeyVault/vaults/kv/keys/disk";

describe("ARM ids", () => {
    it("are made of their parts and taken apart again", () => {
        assert.equal(formatArmId(key), id);
        assert.deepEqual(parseArmId(id), key);
    });

    it("are read whatever the case of their fixed words", () => {
        assert.equal(parseArmId(id.replace("resourceGroups", "resourcegroups"))?.resourceGroupName, "rg-test");
    });

    for (const text of ["", "kv", "/subscriptions/x", `${id}/`, `${id}/versions`, id.slice(1)]) {
        it(`are not "${text}"`, () => assert.equal(parseArmId(text), undefined));
    }
});
