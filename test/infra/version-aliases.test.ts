// Does not prove that a preview gets faster: the benchmark measures it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { isVersionAlias } from "../../infra/version-aliases";

describe("An alias is left out", () => {
    it("when it only names another API version of an azure-native type", () => {
        assert.equal(isVersionAlias({ type: "azure-native:keyvault/v20230701:Vault" }), true);
    });

    const kept: Record<string, unknown> = {
        "a URN": "urn:pulumi:dev::zero-trust-mcp::azure-native:keyvault/v20230701:Vault::vault",
        "a former name": { name: "old" },
        "a former name and type": { type: "azure-native:keyvault/v20230701:Vault", name: "old" },
        "a former parent": { parent: pulumi.rootStackResource },
        "a type of another package": { type: "kubernetes:core/v1:Secret" },
        "an output": pulumi.output({ type: "azure-native:keyvault/v20230701:Vault" }),
        nothing: undefined,
        "an empty object": {},
    };
    for (const [what, alias] of Object.entries(kept)) {
        it(`but not when it is ${what}`, () => assert.equal(isVersionAlias(alias), false));
    }
});
