// Does not prove that the engine heeds the options.
import assert from "node:assert/strict";
import { protection } from "../../../components/shared/protection";

describe("protection", () => {
    it("is on for what holds state, unless the stack says otherwise", () => {
        assert.deepEqual(protection("Microsoft.KeyVault/vaults", {}), { protect: true });
        assert.deepEqual(protection("Microsoft.KeyVault/vaults", { protect: true }), { protect: true });
        assert.deepEqual(protection("Microsoft.KeyVault/vaults", { protect: false }), { protect: false });
    });

    it("keeps keys and secrets in Azure even when the stack is not protected", () => {
        assert.deepEqual(protection("Microsoft.KeyVault/vaults/keys", { protect: false }), {
            protect: false,
            retainOnDelete: true,
        });
        assert.deepEqual(protection("Microsoft.KeyVault/vaults/secrets", { protect: true }), { retainOnDelete: true });
    });

    it("keeps the registration of a feature, which is the subscription's", () => {
        const type = "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations";
        assert.deepEqual(protection(type, { protect: false }), { retainOnDelete: true });
    });
});
