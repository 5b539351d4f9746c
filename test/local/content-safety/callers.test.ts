// Does not prove that a role counts in Azure at once: here it does.
import assert from "node:assert/strict";
import { SignJWT } from "jose";
import { Cloud } from "../../../local/azure/cloud";
import { typeOf } from "../../../local/azure/registry";
import { readSeed } from "../../../local/cloud/seed";
import { mayCallAccount, principalOfToken } from "../../../local/content-safety/callers";
import { newSigningKey, type SigningKey, verificationKeys } from "../../../local/entra/tokens/signing-key";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";

const seed = readSeed();
const group = `/subscriptions/${seed.subscriptionId}/resourceGroups/rg`;
const account = `${group}/providers/Microsoft.CognitiveServices/accounts/safety`;
const principal = "77777777-7777-4777-8777-000000000002";
const roleId = (role: string) =>
    `/subscriptions/${seed.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`;

async function mayCall(scope: string, role: string, permissions?: { dataActions: string[] }[]): Promise<boolean> {
    const store = new MemoryStore();
    const put = (type: string, id: string, body: object) =>
        store.write([{ key: `arm:${id.toLowerCase()}`, value: JSON.parse(JSON.stringify({ type, id, body })) }]);
    await put(
        "azure-native:authorization:RoleAssignment",
        `${scope}/providers/Microsoft.Authorization/roleAssignments/one`,
        { principalId: principal.toUpperCase(), roleDefinitionId: roleId(role) },
    );
    if (permissions) {
        await put("azure-native:authorization:RoleDefinition", roleId(role), { permissions });
    }
    return mayCallAccount(new Cloud(store, new JumpingClock(), seed, typeOf), account)(principal);
}

describe("Who may call an account", () => {
    const user = seed.roleDefinitions["Cognitive Services User"] ?? "";

    it("is who has the role of its users on it or on what holds it", async () => {
        for (const scope of [account, group, `/subscriptions/${seed.subscriptionId}`])
            assert.equal(await mayCall(scope, user), true, scope);
        for (const scope of [`${account}2`, `${group}2`]) assert.equal(await mayCall(scope, user), false, scope);
    });

    it("is nobody who only manages it", async () => {
        for (const role of ["Owner", "Contributor", "Reader"])
            assert.equal(await mayCall(account, seed.roleDefinitions[role] ?? ""), false, role);
    });

    it("is who has a role of one's own with all of its actions", async () => {
        const own = "99999999-9999-4999-8999-000000000001";
        const actions = "Microsoft.CognitiveServices/accounts/ContentSafety";
        assert.equal(await mayCall(account, own, [{ dataActions: [`${actions}/*`] }]), true);
        assert.equal(await mayCall(account, own, [{ dataActions: [`${actions}/text:analyze/action`] }]), false);
    });
});

describe("A token for AI services", () => {
    const now = Date.UTC(2026, 0, 1);
    const seconds = now / 1000;
    const good = {
        aud: "https://cognitiveservices.azure.com",
        iss: `https://sts.windows.net/${seed.tenantId}/`,
        nbf: seconds,
        exp: seconds + 60,
        oid: principal,
    };
    const keys = Promise.all([newSigningKey(), newSigningKey()]);
    const principalOf = async (claims: Record<string, unknown>, signer?: SigningKey) => {
        const [key] = await keys;
        const { kid, privateKey } = signer ?? key;
        const token = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
        return principalOfToken({ keys: verificationKeys(key), tenantId: seed.tenantId, now: () => now })(token);
    };

    it("says of whom it is", async () => {
        assert.equal(await principalOf(good), principal);
        assert.equal(await principalOf({ ...good, aud: `${good.aud}/` }), principal);
    });

    it("says nothing when it is for something else, of somebody else, or at another time", async () => {
        const changes = [
            { aud: "https://management.azure.com" },
            { iss: "https://sts.windows.net/99999999-9999-4999-8999-000000000001/" },
            { nbf: seconds + 1 },
            { exp: seconds },
            { exp: undefined },
            { oid: undefined },
        ];
        for (const change of changes)
            assert.equal(await principalOf({ ...good, ...change }), undefined, JSON.stringify(change));
        const [, other] = await keys;
        assert.equal(await principalOf(good, other), undefined);
        const verify = principalOfToken({ keys: verificationKeys(other), tenantId: seed.tenantId, now: () => now });
        assert.equal(await verify("no token"), undefined);
    });
});
