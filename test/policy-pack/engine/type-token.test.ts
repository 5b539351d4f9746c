// Does not prove that packages are named like this: the tokens are copied from their schemas.
import assert from "node:assert/strict";
import { resourceType } from "../../../policy-pack/engine/type-token";

describe("resourceType", () => {
    for (const [token, type] of [
        ["azure-native:keyvault:Vault", "keyvault:Vault"],
        ["azure-native:keyvault/v20230701:Vault", "keyvault:Vault"],
        ["azure-native:containerregistry/v20250401preview:Registry", "containerregistry:Registry"],
        ["azure-native_keyvault_v20260201:keyvault:Vault", "keyvault:Vault"],
        ["azure-native_containerregistry_v20250401preview:containerregistry:Registry", "containerregistry:Registry"],
        ["azure:keyvault/keyVault:KeyVault", "azure:keyvault/keyVault:KeyVault"],
        ["azure-native-custom:keyvault:Vault", "azure-native-custom:keyvault:Vault"],
        ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment"],
        ["pulumi:providers:azure-native", "pulumi:providers:azure-native"],
        ["pulumi:pulumi:Stack", "pulumi:pulumi:Stack"],
        ["zero-trust-mcp:index:KeyVault", "zero-trust-mcp:index:KeyVault"],
    ] as const) {
        it(`${token} is ${type}`, () => assert.equal(resourceType(token), type));
    }
});
