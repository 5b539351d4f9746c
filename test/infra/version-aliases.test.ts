// Does not prove that a preview gets faster: the benchmark measures it.
import assert from "node:assert/strict";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import { isVersionAlias, leaveOutVersionAliases } from "../../infra/version-aliases";
import { capture } from "../support/capture";

async function aliasesOfVault(prepare: () => void): Promise<unknown[]> {
    let aliases: unknown[] | undefined;
    await capture(() =>
        pulumi.runtime.runInPulumiStack(async () => {
            prepare();
            pulumi.runtime.registerStackTransformation(({ opts }) => {
                aliases = opts.aliases;
                return undefined;
            });
            const properties = { tenantId: "t", sku: { family: "A", name: "premium" as const } };
            new keyvault.Vault("vault", { resourceGroupName: "rg", properties }, { aliases: [{ name: "old" }] });
        }),
    );
    return aliases ?? [];
}

describe("Version aliases", () => {
    it("are left out, those of the program are not", async () => {
        assert.ok((await aliasesOfVault(() => {})).length > 10);
        assert.deepEqual(await aliasesOfVault(leaveOutVersionAliases), [{ name: "old" }]);
    });

    it("are those that only name another API version of an azure-native type", () => {
        assert.equal(isVersionAlias({ type: "azure-native:keyvault/v20230701:Vault" }), true);
    });

    const others: Record<string, unknown> = {
        "a URN": "urn:pulumi:dev::zero-trust-mcp::azure-native:keyvault/v20230701:Vault::vault",
        "a former name": { name: "old" },
        "a former name and type": { type: "azure-native:keyvault/v20230701:Vault", name: "old" },
        "a former parent": { parent: pulumi.rootStackResource },
        "a type of another package": { type: "kubernetes:core/v1:Secret" },
        "an output": pulumi.output({ type: "azure-native:keyvault/v20230701:Vault" }),
        nothing: undefined,
        "an empty object": {},
    };
    for (const [what, alias] of Object.entries(others)) {
        it(`are not ${what}`, () => assert.equal(isVersionAlias(alias), false));
    }
});
