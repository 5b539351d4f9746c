// Does not prove when a service in Azure reads a secret again, nor what it does when it cannot.
import assert from "node:assert/strict";
import { namedValueText } from "../../../../local/azure/api-management/named-value-text";
import type { SecretAnswer } from "../../../../local/azure/key-vault/secret-versions";
import type { Properties } from "../../../../local/provider/provider";
import { textAt } from "../../../../local/provider/values";
import { apiManagementExamples, serviceId } from "../api-management-landscape";
import { type Cloud, newCloud } from "../fixture";
import { allow, asked, deployOpenVault, identifier, secret, secretId } from "../key-vault/open-vault";

const token = "apimanagement:NamedValue";
const id = `${serviceId}/namedValues/risk-level`;
const example = apiManagementExamples[token] ?? {};

describe("the text of a named value", () => {
    let cloud: Cloud;
    let roleId: string;
    beforeEach(async () => {
        cloud = newCloud();
        await deployOpenVault(cloud);
        const { outputs } = await cloud.create("apimanagement:ApiManagementService", {
            ...apiManagementExamples["apimanagement:ApiManagementService"],
            ...{ virtualNetworkType: "None", virtualNetworkConfiguration: {} },
        });
        await cloud.create("keyvault:Secret", secret({ value: "one" }));
        roleId = (await allow(cloud, textAt(outputs, "identity.principalId") ?? "", "ServicePrincipal")).id;
    });

    const text = (): SecretAnswer => {
        const all = asked(cloud);
        return namedValueText(all.find(id) ?? assert.fail("it is not there"), all);
    };
    const fromVault = (secretIdentifier: string): Properties => {
        const { value: _, ...others } = example;
        return { ...others, secret: true, keyVault: { secretIdentifier } };
    };
    const sealed = () => cloud.store.list("sealed:").filter(([key]) => key.includes("/namedvalues/"));

    it("is its value", async () => {
        await cloud.create(token, example);
        assert.deepEqual(text(), { value: "normal" });
        assert.deepEqual(sealed(), []);
    });

    it("is its value when that is secret, too, as long as there is one", async () => {
        await cloud.create(token, { ...example, secret: true, value: "hidden" });
        assert.deepEqual(text(), { value: "hidden" });

        await cloud.update(token, id, { ...example, secret: true, value: "hidden again" });
        assert.deepEqual(text(), { value: "hidden again" });
        assert.equal(sealed().length, 1);

        await cloud.update(token, id, example);
        assert.deepEqual(text(), { value: "normal" });
        assert.deepEqual(sealed(), []);
    });

    it("goes with it", async () => {
        await cloud.create(token, { ...example, secret: true, value: "hidden" });
        await cloud.remove(token, id);
        assert.deepEqual(sealed(), []);
    });

    it("is that of the secret that it refers to, in its newest version", async () => {
        await cloud.create(token, fromVault(identifier));
        assert.deepEqual(text(), { value: "one" });
        await cloud.update("keyvault:Secret", secretId, secret({ value: "two" }));
        assert.deepEqual(text(), { value: "two" });
    });

    it("stays that of the version that it refers to", async () => {
        const { outputs } = (await cloud.read("keyvault:Secret", secretId)) ?? assert.fail("there is no secret");
        await cloud.create(token, fromVault(textAt(outputs, "properties.secretUriWithVersion") ?? ""));
        await cloud.update("keyvault:Secret", secretId, secret({ value: "two" }));
        assert.deepEqual(text(), { value: "one" });
    });

    it("is none when the service may not read the secret any more, or the secret is gone", async () => {
        await cloud.create(token, fromVault(identifier));
        await cloud.remove("keyvault:Secret", secretId);
        assert.deepEqual(text(), { problem: "There is no secret session in the vault kv-open.vault.azure.net." });
        await cloud.remove("authorization:RoleAssignment", roleId);
        assert.match(JSON.stringify(text()), /^\{"problem":"The principal .* may not read /);
    });

    it("is none when it was hidden and nothing was kept of it", async () => {
        await cloud.create(token, { ...example, secret: true, value: "hidden" });
        await cloud.store.write(sealed().map(([key]) => ({ key })));
        assert.deepEqual(text(), { problem: `No value of ${id} is kept.` });
    });
});
