// Does not prove what Istio and Envoy make of their configuration: only that it demands what the token has.
import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { McpServer } from "../../../components";
import { proxyConfiguration } from "../../../components/server-namespace/proxy-configuration";
import { exchangeOnBehalfOf } from "../../../local/entra/tokens/on-behalf-of";
import { newSigningKey } from "../../../local/entra/tokens/signing-key";
import { tenantOf } from "../../../local/entra/tokens/tenant";
import { newTenant, seed } from "../../local/entra/fixture";
import {
    gateway,
    gatewayRecords,
    grantOf,
    managers,
    stranger,
    tokenOf,
    user,
    users,
} from "../../local/entra/tokens/landscape";
import { type CapturedResource, capture } from "../../support/capture";
import { proxySettings } from "../server-namespace/sample-args";
import { mcpServerArgs, vscode, workload } from "./sample-args";

const manager = "33333333-3333-4333-8333-000000000024";

/** Stand for what Entra chooses, one for each place, until it has chosen. */
const chosen: Record<string, Record<string, string>> = {
    "orders-application-registration": { clientId: "99999999-9999-4999-8999-000000000001" },
    "orders-application-principal": { objectId: "99999999-9999-4999-8999-000000000002" },
    "orders-backend-application-registration": { clientId: "99999999-9999-4999-8999-000000000003" },
    "orders-backend-application-principal": { objectId: "99999999-9999-4999-8999-000000000004" },
};

/** The server, its objects of Entra made by the provider of the local cloud. */
async function deploy() {
    const { resources } = await capture(
        () =>
            new McpServer("orders", {
                ...mcpServerArgs,
                gateway: { ...mcpServerArgs.gateway, identityPrincipalId: gateway.principalId },
                clients: { vscode: { clientId: vscode, preAuthorized: true } },
                assignments: {
                    users: { principalId: users },
                    managers: { principalId: managers, role: "Orders.Manager" },
                    "managers-as-users": { principalId: managers },
                },
                onBehalfOf: true,
                workload,
            }),
        { outputs: chosen },
    );
    const { create, store, clock } = newTenant();
    await store.write(gatewayRecords);
    const made = new Map<string, string>();
    const settled = (inputs: CapturedResource["inputs"]): CapturedResource["inputs"] =>
        JSON.parse([...made].reduce((text, [stand, real]) => text.replaceAll(stand, real), JSON.stringify(inputs)));
    for (const { type, name, inputs } of resources.filter((each) => each.type.startsWith("azuread:"))) {
        const { id, outputs } = await create(type.slice(type.lastIndexOf(":") + 1), settled(inputs));
        for (const [output, stand] of Object.entries(chosen[name] ?? {})) made.set(stand, String(outputs[output]));
        made.set(`"${name}_id"`, JSON.stringify(id));
    }
    const key = await newSigningKey();
    return {
        tenant: (principals = seed.principals) => tenantOf(store, { key, clock, seed: { ...seed, principals } }),
        inputsOf: (name: string) => settled(resources.find((each) => each.name === name)?.inputs),
    };
}

type Deployed = Awaited<ReturnType<typeof deploy>>;

/** What the policy of the server is answered when it brings the token of a user. */
async function exchange(server: Deployed, assertion: string, tenant = server.tenant()) {
    const clientId = String(server.inputsOf("orders-value-mcp-orders-client-id").value);
    return exchangeOnBehalfOf(tenant, new URLSearchParams(await grantOf(tenant, clientId, assertion)));
}

describe("McpServer that calls on as its users", () => {
    let server: Deployed;
    before(async function () {
        this.timeout(60_000);
        server = await deploy();
    });

    it("gets a token for everybody who is in an assigned group, and its own ingress and proxy take it", async () => {
        for (const userId of [user, manager]) {
            const { status, body } = await exchange(server, await tokenOf(server.tenant(), userId));
            assert.equal(status, 200, String(body.error_description));
            const { iss, aud, azp, scp, oid } = decodeJwt(String(body.access_token));
            assert.equal(oid, userId);

            const spec = (name: string) => server.inputsOf(`orders-${name}`).spec;
            const claim = (name: string, value: unknown) => ({ key: `request.auth.claims[${name}]`, values: [value] });
            const [{ issuer, audiences }] = spec("request-authentication").jwtRules;
            assert.deepEqual({ issuer, audiences }, { issuer: iss, audiences: [aud] });
            const [{ from, when }] = spec("authorization-policy").rules;
            assert.deepEqual(from, [{ source: { requestPrincipals: [`${iss}/*`] } }]);
            assert.deepEqual(when, [claim("aud", aud), claim("azp", azp), claim("scp", scp)]);

            const settings = { ...proxySettings, audience: String(aud), onBehalfOfClientId: String(azp) };
            assert.deepEqual(
                JSON.parse(server.inputsOf("orders-proxy-files").data["envoy.json"]),
                proxyConfiguration(settings),
            );
        }
    });

    it("gets none for who is in no assigned group, nor for who has left it since", async () => {
        const notAssigned = /AADSTS50105: .*the application Orders \(mcp-dev\) /;
        await assert.rejects(tokenOf(server.tenant(), stranger), notAssigned);
        const token = await tokenOf(server.tenant(), user);
        const inNoGroup = seed.principals.map((each) => (each.id === user ? { ...each, memberOf: [] } : each));
        const { status, body } = await exchange(server, token, server.tenant(inNoGroup));
        assert.deepEqual([status, body.error, body.error_codes], [400, "invalid_grant", [50105]]);
    });
});
