// Does not prove that components deploy policies: test/components/entra-application does.
import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { managedIdentityToken } from "../../../../local/entra/tokens/managed-identity-token";
import type { Properties } from "../../../../local/provider/provider";
import { merge } from "../../../../local/provider/values";
import { endpoint, exchange, gateway, landscape, managers, user, users } from "../tokens/landscape";
import { isRefused, isTold, ServedAuthority } from "./authority";

const strong = { phishingResistant: true, compliantDevice: true };
const manager = "33333333-3333-4333-8333-000000000024";

/** A challenge for a context, as the gateway sends one. */
const claims = (acrs: object) => JSON.stringify({ access_token: { acrs } });

describe("Conditional Access", () => {
    const authority = ServedAuthority.forTests();

    const isPolicy = (path: string) => path.startsWith("/identity/conditionalAccess/policies/");
    const on = (change: Properties = {}) =>
        authority.change((path, body) => (isPolicy(path) ? merge({ ...body, state: "enabled" }, change) : body));
    const isGiven = async (choice: object) => assert.ok((await authority.answer({}, choice)).searchParams.has("code"));
    const refuses = async (code: number, choice: object) =>
        isTold(await authority.answer({}, choice), code, "interaction_required");

    it("only reports until it is on", async () => {
        await isGiven({});
        await on({ state: "disabled" });
        await isGiven({});
    });

    it("demands what the deployed policy does, of the sign-in and of the device", async () => {
        await on();
        await refuses(53000, {});
        await refuses(53000, { phishingResistant: true });
        await refuses(50076, { compliantDevice: true });
        await isGiven(strong);
    });

    it("is content with one of several where the policy is", async () => {
        await on({ grantControls: { operator: "OR" } });
        await refuses(53000, {});
        await isGiven({ phishingResistant: true });
        await isGiven({ compliantDevice: true });
    });

    it("refuses, or takes two factors, or a strength of one's own, where the policy says so", async () => {
        await on({ grantControls: { builtInControls: ["block"] } });
        await refuses(53003, strong);
        await on({ grantControls: { builtInControls: ["mfa"], authenticationStrengthPolicyId: "" } });
        await isGiven({});
        const id = (suffix: number) =>
            `/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-00000000000${suffix}`;
        const strength = (authenticationStrengthPolicyId: string) =>
            on({ grantControls: { builtInControls: [], authenticationStrengthPolicyId } });
        await strength(id(2));
        await isGiven({});
        await strength(id(3));
        await refuses(50076, {});
        await isGiven({ phishingResistant: true });
        await strength(id(9));
        await refuses(50076, strong);
    });

    it("does not apply to others, and not to what it excludes", async () => {
        const { backend, front } = await landscape();
        await on();
        await isGiven({ user: manager });
        const excluding: Properties[] = [
            { users: { excludedGroups: [users] } },
            { users: { excludedUsers: [user] } },
            { users: { includedUsers: ["None"] } },
            { users: { includedUsers: [], includedGroups: [managers] } },
            { applications: { includedApplications: [backend.clientId] } },
            { applications: { includedApplications: ["All"], excludedApplications: [front.clientId] } },
            { clientAppTypes: ["exchangeActiveSync"] },
            { signInRiskLevels: ["high", "medium"] },
            { userRiskLevels: ["high"] },
        ];
        for (const conditions of excluding) {
            await on({ conditions });
            await isGiven({});
        }
        const including: Properties[] = [
            { applications: { includedApplications: ["All"] } },
            { users: { includedUsers: [], includedGroups: [users] } },
            { users: { includedUsers: [user] } },
            { signInRiskLevels: ["none"] },
        ];
        for (const conditions of including) {
            await on({ conditions });
            await refuses(53000, {});
        }
    });

    it("fails when a policy says what nobody can judge here, and names it", async () => {
        const changes: Properties[] = [
            { conditions: { locations: { includedLocations: ["All"] } } },
            { conditions: { devices: { filter: { mode: "include", rule: "device.model -eq 1" } } } },
            { sessionControls: { signInFrequencyInterval: "everyTime" } },
            { grantControls: { builtInControls: ["approvedApplication"] } },
            { grantControls: { termsOfUses: ["one"] } },
        ];
        for (const change of changes) {
            await on(change);
            const before = authority.logged.length;
            await assert.rejects(authority.answer({}, strong));
            assert.match(
                authority.logged[before] ?? "",
                /"Orders: phishing-resistant sign-in" cannot be judged here, for /,
            );
        }
    });

    it("is asked again with each refresh, and tells the client to ask the user", async () => {
        const { refresh_token } = await authority.tokens({}, { compliantDevice: true });
        await on();
        const answer = await authority.refresh(refresh_token);
        isRefused(answer, 50076, "invalid_grant");
        assert.equal(answer.body.suberror, "basic_action");
        const { refresh_token: ofStrong } = await authority.tokens({}, strong);
        assert.equal((await authority.refresh(ofStrong)).status, 200);
    });

    it("lets applications act for themselves while they are at no risk, and fails when a policy is about something else", async () => {
        const { portal, portalPrincipal } = await landscape();
        const { accessToken } = await managedIdentityToken(authority.tenant, gateway.clientId, exchange);
        const ask = () =>
            authority.token({
                grant_type: "client_credentials",
                client_id: portal.clientId,
                scope: `${endpoint}/.default`,
                client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                client_assertion: accessToken,
            });
        const workload = (included: string[], more: Properties = {}) =>
            on({
                conditions: {
                    users: { includedUsers: ["None"] },
                    clientApplications: { includedServicePrincipals: included },
                    ...more,
                },
                grantControls: { operator: "OR", builtInControls: ["block"] },
            });
        await workload([portalPrincipal], { servicePrincipalRiskLevels: ["high"] });
        assert.equal((await ask()).status, 200);
        await workload([gateway.principalId]);
        assert.equal((await ask()).status, 200);
        for (const included of [portalPrincipal, "ServicePrincipalsInMyTenant"]) {
            await workload([included]);
            await assert.rejects(ask());
            assert.match(authority.logged.at(-1) ?? "", /cannot be judged here, for it is about no risk\.$/);
        }
    });

    describe("with an authentication context", () => {
        const acrs = async (value: object, choice: object) => {
            const { access_token } = await authority.tokens({ claims: claims(value) }, choice);
            return decodeJwt(access_token).acrs;
        };

        it("puts it into the token of who asks for it and signs in as it demands", async () => {
            assert.deepEqual(await acrs({ essential: true, value: "c1" }, { phishingResistant: true }), ["c1"]);
            assert.deepEqual(await acrs({ values: ["c1", "c2"] }, { phishingResistant: true }), ["c1"]);
            const { access_token } = await authority.tokens({}, { phishingResistant: true });
            assert.equal("acrs" in decodeJwt(access_token), false);
        });

        it("leaves it out of the token of who does not, or gives none when the client wants none without", async () => {
            assert.equal(await acrs({ value: "c1" }, {}), undefined);
            for (const value of ["c1", "c2", "constructor"]) {
                const asked = { claims: claims({ essential: true, value }) };
                const choice = { phishingResistant: value !== "c1" };
                isTold(await authority.answer(asked, choice), 50076, "interaction_required");
            }
        });

        it("is in the tokens of a refresh only when they are asked for with it", async () => {
            const asked = { claims: claims({ essential: true, value: "c1" }) };
            const { refresh_token } = await authority.tokens(asked, { phishingResistant: true });
            const plain = (await authority.refresh(refresh_token)).body.access_token;
            const again = (await authority.refresh(refresh_token, asked)).body.access_token;
            assert.deepEqual([decodeJwt(plain).acrs, decodeJwt(again).acrs], [undefined, ["c1"]]);
            const { refresh_token: weak } = await authority.tokens();
            isRefused(await authority.refresh(weak, asked), 50076, "invalid_grant");
        });
    });
});
