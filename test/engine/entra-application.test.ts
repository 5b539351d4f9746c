// Does not prove that Entra accepts the applications: the tenant is the local cloud's.
import assert from "node:assert/strict";
import { join } from "node:path";
import { scaledClock } from "../../local/cloud/scaled-clock";
import { readSeed } from "../../local/cloud/seed";
import { entraPackage } from "../../local/entra";
import { Directory } from "../../local/entra/directory";
import { objectsAt } from "../../local/provider/values";
import { MemoryStore } from "../local/cloud/memory-store";
import { AttachedProgram } from "./attached-program";

const folder = join(__dirname, "..", "..", "components", "entra-application");
const head = `
import { Provider } from "@pulumi/azuread/provider";
import { EntraApplication } from "${join(folder, "entra-application")}";
import { EntraPublicClient } from "${join(folder, "entra-public-client")}";

const opts = { providers: [new Provider("entra", { tenantId: "11111111-1111-4111-8111-111111111111" })] };
`;

/** An endpoint below a domain of somebody else. */
const elsewhere = `${head}
new EntraApplication("orders", {
    displayName: "MCP server orders",
    endpoint: "https://mcp.contoso.example/orders/mcp",
    scopes: { "mcp.read": { title: "See the tools", description: "See the tools" } },
}, opts);
`;

/** A server with its backend, and a client of one's own. */
const source = `${head}
const endpoint = process.env.ENDPOINT ?? "https://mcp.contoso.com/orders/mcp";
const users = "33333333-3333-4333-8333-000000000021";
const right = (title: string) => ({ title, description: title });

const client = new EntraPublicClient("inspector", {
    displayName: "MCP Inspector",
    redirectUris: ["http://localhost:6274/oauth/callback"],
    users: { all: users },
}, opts);
const server = new EntraApplication("orders", {
    displayName: "MCP server orders",
    endpoint,
    scopes: { "mcp.read": right("See the tools"), "orders.write": { ...right("Change orders"), adminConsent: true } },
    roles: { "Orders.Manager": { ...right("Manager"), members: ["User"] } },
    preAuthorizedClients: { inspector: { clientId: client.clientId, scopes: ["mcp.read"] } },
    assignments: { users: { principalId: users }, managers: { principalId: users, role: "Orders.Manager" } },
    federatedCredentials: { gateway: { issuer: "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0", subject: "44444444-4444-4444-8444-444444444444" } },
    owners: { deployment: "44444444-4444-4444-8444-444444444444" },
    conditionalAccess: { state: "report-only", breakGlassGroupId: "33333333-3333-4333-8333-000000000031" },
}, opts);
const backend = new EntraApplication("orders-backend", {
    displayName: "MCP server orders, backend",
    endpoint: \`\${endpoint}/backend\`,
    roles: { "Gateway.Invoke": { ...right("Invoke"), members: ["Application"] } },
    assignments: { gateway: { principalId: "44444444-4444-4444-8444-444444444444", role: "Gateway.Invoke" } },
}, opts);
export const audiences = [server.clientId, backend.clientId];
export const uris = [server.identifierUri, backend.identifierUri];
`;

describe("the components of Entra on the real engine", function () {
    this.timeout(180_000);

    const store = new MemoryStore();
    const clock = scaledClock(10_000);
    const seed = readSeed();
    const directory = new Directory(store, clock, seed);
    let program: AttachedProgram;

    before(async () => {
        program = await AttachedProgram.open("entra-application", elsewhere, [entraPackage({ store, clock, seed })]);
    });
    after(() => program.close());

    const application = (name: string) =>
        directory.below("/applications").find(({ body }) => body.displayName === name)?.body ?? {};

    it("refuse an endpoint whose domain is not verified, in a preview", async () => {
        await assert.rejects(program.preview(), ({ stdout }) =>
            stdout.includes("whose domain the tenant has not verified; it must be one of contoso.onmicrosoft.com"),
        );
        assert.equal(store.records.size, 0);
    });

    it("come up, each application with its own audience and its endpoint as name", async () => {
        program.change(source);
        const { audiences, uris } = await program.up();
        const endpoint = "https://mcp.contoso.com/orders/mcp";
        assert.deepEqual(uris, [endpoint, `${endpoint}/backend`]);
        const made = [application("MCP server orders"), application("MCP server orders, backend")];
        assert.deepEqual(
            made.map(({ clientId }) => clientId),
            audiences,
        );
        assert.deepEqual(
            made.map(({ identifierUris }) => identifierUris),
            [[endpoint], [`${endpoint}/backend`]],
        );
        assert.deepEqual(
            objectsAt(made[0], "oauth2PermissionScopes").map(({ value, type }) => [value, type]),
            [
                ["mcp.read", "User"],
                ["orders.write", "Admin"],
            ],
        );
        assert.equal(directory.below("/identity/conditionalAccess/policies").length, 3);
    });

    it("do not change the second time, nor have they drifted", async () => {
        assert.deepEqual(await program.preview(), {});
        await program.pulumi({}, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
    });

    it("are other applications at another endpoint, and the old ones go", async () => {
        const before = application("MCP server orders").clientId;
        const change = { ENDPOINT: "https://mcp.contoso.com/invoices/mcp" };
        const { audiences } = await program.up(change);
        const after = directory
            .below("/applications")
            .filter(({ body }) => String(body.displayName).startsWith("MCP server"))
            .map(({ body }) => body.clientId);
        assert.deepEqual([...after].sort(), [audiences].flat().sort());
        assert.equal(after.includes(before), false);
    });

    it("go without a rest but what can be restored", async () => {
        await program.destroy();
        const rest = [...store.records.keys()].filter((key) => !/^(created|entra-deleted):/.test(key));
        assert.deepEqual(rest, []);
    });
});
