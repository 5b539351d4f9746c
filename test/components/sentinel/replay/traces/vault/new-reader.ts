import assert from "node:assert/strict";
import { textAt } from "../../../../../../local/provider/values";
import { role, vaultId } from "../../../../../local/azure/landscape";
import { vaultHost } from "../../../../../local/jobs/runner-landscape";
import { ServedHome } from "../../../../../local/private-endpoints/served-home";
import type { Trace } from "../../trace";
import { logOf } from "./log-of";

const day = 86_400_000;
const reading = "Key Vault Secrets User";

/** A secret that one identity has read for days, and another one reads for the first time. */
export async function newReader(): Promise<Trace> {
    let other: { clientId: string; principalId: string } | undefined;
    const home = await ServedHome.start({
        roles: [[reading, vaultId]],
        async more(cloud) {
            const { outputs } = await cloud.create("managedidentity:UserAssignedIdentity", {
                resourceGroupName: "rg",
                location: "westeurope",
                resourceName: "id-two",
            });
            other = { clientId: textAt(outputs, "clientId") ?? "", principalId: textAt(outputs, "principalId") ?? "" };
            await cloud.create("authorization:RoleAssignment", {
                scope: vaultId,
                roleAssignmentName: "55555555-5555-4555-8555-000000000200",
                principalId: other.principalId,
                principalType: "ServicePrincipal",
                roleDefinitionId: role(reading),
            });
        },
    });
    const read = async (clientId?: string) => {
        const authorization = `Bearer ${await home.token("https://vault.azure.net", clientId)}`;
        const { status } = await home.ask(vaultHost, "/secrets/session?api-version=7.4", {
            headers: { authorization },
        });
        assert.equal(status, 200);
    };
    try {
        const { clientId, principalId } = other ?? assert.fail("There is no other identity.");
        for (let days = 0; days < 3; days++) {
            await read();
            home.now += day;
        }
        await read();
        const almost = logOf(home);
        await read(clientId);
        return { log: logOf(home), almost, now: home.now + 60_000, found: { Principal: principalId } };
    } finally {
        await home.close();
    }
}
