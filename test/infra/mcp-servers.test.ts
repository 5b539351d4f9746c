// Does not prove that Entra knows the groups.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Environment, Server } from "../../infra/environment";
import { mcpClients, serverArgs, serverWorkload, wafExclusions } from "../../infra/mcp-servers";
import { rotatingKey } from "../../infra/rotating-key";
import { capture } from "../support/capture";
import { placement } from "../support/sample-placement";

const users = "33333333-3333-4333-8333-000000000021";
const managers = "33333333-3333-4333-8333-000000000022";

const orders = {
    name: "orders",
    title: "Orders",
    groups: { users: { groupId: users }, managers: { groupId: managers, role: "Orders.Manager" } },
    wafExclusions: { notes: { rule: "942430", matchVariable: "RequestArgValues", selector: "note", reason: "Notes." } },
} as unknown as Server;
const invoices = { name: "invoices", title: "Invoices", groups: { readers: { groupId: users } } } as unknown as Server;

const environment = (servers: Server[]) =>
    ({
        placement,
        servers,
        tenantId: "11111111-1111-4111-8111-111111111111",
        gateway: {},
        clients: { inspector: { redirectUris: ["http://localhost:6274/oauth/callback"] } },
    }) as unknown as Environment;

const assignments = async (servers: Server[]) => {
    const resources = await capture(() => mcpClients(environment(servers), {}));
    return resources
        .all("azuread:index/appRoleAssignment:AppRoleAssignment")
        .map(({ name, inputs }) => `${name} ${inputs.principalObjectId}`)
        .sort();
};

describe("The servers of an environment", () => {
    it("have clients for everybody who may use one of them, under names that stay when a server comes", async () => {
        const before = await assignments([orders]);
        assert.equal(before.length, 2);
        assert.deepEqual(await assignments([invoices, orders]), before);
    });

    it("need exclusions from the firewall under names of their own", () => {
        assert.deepEqual(Object.keys(wafExclusions([orders, invoices])), ["orders-notes"]);
        assert.equal(wafExclusions([orders])["orders-notes"]?.server, "orders");
    });

    it("have both keys that callers are signed with, and nothing changes when these change places", () => {
        const issuer = pulumi.output("https://issuer.example/");
        const vaultId = "kv";
        const secret = (name: string) => ({ uri: `https://kv.vault.azure.net/secrets/${name}`, vaultId });
        const workloads = ["2026-11-21", "2026-12-21"].map((day) => {
            const identityKey = rotatingKey("identity-orders", new Date(day));
            const env = { cluster: {}, gateway: {} } as unknown as Environment;
            const workload = serverWorkload(
                { ...orders, image: "image", identityKey },
                env,
                { oidcIssuerUrl: issuer, guards: "guards" },
                secret,
            );
            return { current: identityKey.current, workload };
        });
        assert.deepEqual(
            workloads.map(({ current }) => current),
            ["identity-orders-even", "identity-orders-odd"],
        );
        for (const { workload } of workloads) {
            // the order is that of the volumes of the pods
            assert.deepEqual(Object.entries(workload?.secrets ?? {}), [
                ["identity-key-even", { uri: "https://kv.vault.azure.net/secrets/identity-orders-even", vaultId }],
                ["identity-key-odd", { uri: "https://kv.vault.azure.net/secrets/identity-orders-odd", vaultId }],
            ]);
        }
        assert.deepEqual(workloads[0]?.workload, workloads[1]?.workload);
    });

    it("share the root of the host with nobody only when there is one", () => {
        assert.equal(serverArgs(orders, environment([orders])).onlyServer, true);
        const { onlyServer, assignments } = serverArgs(orders, environment([orders, invoices]));
        assert.equal(onlyServer, false);
        assert.deepEqual(assignments, {
            users: { principalId: users, role: undefined },
            managers: { principalId: managers, role: "Orders.Manager" },
        });
    });
});
