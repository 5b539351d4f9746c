// Does not prove that a browser sends the form only from here: it proves what the server refuses, and which headers it sends.
import assert from "node:assert/strict";
import { authorityHost } from "../../../../local/entra/authority/metadata";
import { signIn } from "../../../../local/entra/authority/sign-in";
import { seed } from "../fixture";
import {
    browserCallback,
    callback,
    endpoint,
    landscape,
    managers,
    serverCallback,
    stranger,
    user,
    vscode,
} from "../tokens/landscape";
import { type Fields, isTold, ServedAuthority } from "./authority";

describe("The sign-in", () => {
    const authority = ServedAuthority.forTests();

    const show = async (change?: Fields, tenantName?: string, headers?: Record<string, string>) => {
        const url = await authority.authorizationUrl(change, tenantName);
        const response = await authority.fetch(url, { redirect: "manual", ...(headers && { headers }) });
        return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const isShown = async (code: number, change: Fields, tenantName?: string) => {
        const { status, headers, text } = await show(change, tenantName);
        assert.equal(status, 400);
        assert.equal(headers.get("location"), null);
        assert.match(text, new RegExp(`<p>AADSTS${code}: `));
    };
    const refuses = async (code: number, error: string, change: Fields, choice = {}) =>
        isTold(await authority.answer(change, choice), code, error);
    const post = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
        const url = `https://${authorityHost}/${seed.tenantId}/login`;
        const body = new URLSearchParams(form);
        const response = await authority.fetch(url, { method: "POST", body, headers, redirect: "manual" });
        return { status: response.status, location: response.headers.get("location"), text: await response.text() };
    };
    const flowOf = (text: string) => /name="flow" value="([^"]+)"/.exec(text)?.[1] ?? assert.fail("no form");
    const cookieOf = (headers: Headers) => headers.get("set-cookie")?.split(";")[0] ?? assert.fail("no cookie");

    it("tells the client a code and its state, and no issuer", async () => {
        const { origin, pathname, searchParams } = await authority.answer();
        assert.equal(`${origin}${pathname}`, callback);
        assert.deepEqual([...searchParams.keys()], ["code", "state"]);
        assert.match(searchParams.get("code") ?? "", /^[\w-]{43}$/);
        assert.equal(searchParams.get("state"), "state of the client");
    });

    it("tells them after the number sign when the client wants that, and without a state that it did not send", async () => {
        const { search, hash } = await authority.answer({ response_mode: "fragment", state: undefined });
        assert.equal(search, "");
        assert.match(hash, /^#code=[\w-]{43}$/);
    });

    it("shows who asks for what, and the users of the tenant, in a page that a login page should be", async () => {
        const { status, headers, text } = await show({ scope: `${endpoint}/mcp.read ${endpoint}/orders.read openid` });
        assert.equal(status, 200);
        assert.match(text, /<h1>Sign in to Inspector<\/h1>/);
        assert.match(text, /Inspector asks for, of Orders:/);
        assert.deepEqual(
            [...text.matchAll(/<code>([^<]+)<\/code>/g)].map(([, name]) => name),
            ["mcp.read", "orders.read"],
        );
        const people = seed.principals.filter(({ type }) => type === "User").map(({ id }) => id);
        assert.deepEqual(
            [...text.matchAll(/<option value="([^"]+)">/g)].map(([, id]) => id),
            people,
        );
        assert.equal(text.includes("<script"), false);
        assert.equal(
            headers.get("content-security-policy"),
            "default-src 'none'; form-action 'self' http://localhost:6274; frame-ancestors 'none'; base-uri 'none'",
        );
        for (const [name, value] of [
            ["x-frame-options", "DENY"],
            ["x-content-type-options", "nosniff"],
            ["referrer-policy", "no-referrer"],
            ["cache-control", "no-store"],
        ] as const)
            assert.equal(headers.get(name), value, name);
        assert.match(
            headers.get("set-cookie") ?? "",
            /^__Host-browser=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
        );
    });

    it("shows what is deployed as text, whatever it is", async () => {
        await authority.change((_, body) =>
            body.displayName === "Inspector" ? { ...body, displayName: `<b>"'&` } : body,
        );
        const { text } = await show();
        assert.match(text, /<h1>Sign in to &#60;b&#62;&#34;&#39;&#38;<\/h1>/);
    });

    it("takes the form from the browser that it was shown to, once", async () => {
        const { headers, text } = await show();
        const form = { flow: flowOf(text), user, consent: "yes" };
        for (const cookie of ["", "__Host-browser=other", `other${cookieOf(headers)}`]) {
            const refused = await post(form, { cookie });
            assert.deepEqual([refused.status, refused.location], [400, null]);
            assert.match(refused.text, /AADSTS165000: /);
        }
        const cookie = `one=two; ${cookieOf(headers)}`;
        assert.match((await post(form, { cookie })).location ?? "", /\?code=/);
        assert.match((await post(form, { cookie })).text, /AADSTS50089: /);
        assert.match((await post({ user }, { cookie })).text, /AADSTS900144: .*'flow'|AADSTS900144: .*&#39;flow&#39;/);
    });

    it("knows a browser again, so that several pages can be open", async () => {
        const first = await show();
        const second = await show({}, seed.tenantId, { cookie: cookieOf(first.headers) });
        assert.equal(cookieOf(second.headers), cookieOf(first.headers));
        for (const { text } of [first, second]) {
            const { location } = await post(
                { flow: flowOf(text), user, consent: "yes" },
                { cookie: cookieOf(first.headers) },
            );
            assert.match(location ?? "", /\?code=/);
        }
    });

    it("tells nobody but the person when it is not known who asks, or where the answer goes", async () => {
        await isShown(900144, { client_id: undefined });
        await isShown(700016, { client_id: "88888888-8888-4888-8888-888888888888" });
        await isShown(7000112, { client_id: (await landscape()).disabled.clientId });
        await isShown(900971, { redirect_uri: undefined });
        for (const redirect_uri of [
            "http://localhost:6274/oauth/callback/",
            "http://localhost:6274/OAuth/callback",
            "http://localhost:6274/oauth/callback?a=b",
            "https://localhost:6274/oauth/callback",
            "http://localhost.contoso.com:6274/oauth/callback",
            "http://user@localhost:6274/oauth/callback",
            "http://127.0.0.1:6274/oauth/callback",
            "http://localhost",
            "https://inspector.contoso.com:444/callback",
            serverCallback,
        ])
            await isShown(50011, { redirect_uri });
    });

    it("ignores the port of this machine, and a slash where there is no path", async () => {
        for (const redirect_uri of [
            "http://localhost/oauth/callback",
            "http://localhost:49152/oauth/callback",
            "http://127.0.0.1:49152",
            "http://127.0.0.1:49152/",
        ]) {
            const { href } = await authority.answer({ redirect_uri });
            assert.ok(href.startsWith(`${new URL(redirect_uri).href}?code=`), href);
        }
        const byMicrosoft = { client_id: vscode, redirect_uri: "http://127.0.0.1:33418/" };
        assert.ok((await authority.answer(byMicrosoft)).searchParams.has("code"));
    });

    it("lets applications of one tenant be used at its endpoints only", async () => {
        await isShown(90002, {}, "fabrikam.com");
        await isShown(50194, {}, "common");
        await isShown(50194, {}, "organizations");
        await isShown(9002332, {}, "consumers");
        const byMicrosoft = { client_id: vscode, redirect_uri: "http://localhost" };
        assert.equal((await show(byMicrosoft, "organizations")).status, 200);
    });

    it("wants a code, and answers in the address", async () => {
        await refuses(900144, "invalid_request", { response_type: undefined });
        await refuses(70005, "unsupported_response_type", { response_type: "token" });
        await refuses(700054, "unsupported_response_type", { response_type: "code id_token" });
        await refuses(70007, "invalid_request", { response_mode: "form_post" });
    });

    it("wants a challenge of the client, hashed", async () => {
        await refuses(9002325, "invalid_request", { code_challenge: undefined });
        await refuses(50149, "invalid_request", { code_challenge_method: undefined });
        await refuses(50149, "invalid_request", { code_challenge_method: "plain" });
        await refuses(501491, "invalid_request", { code_challenge: "short" });
        await refuses(9002325, "invalid_request", { redirect_uri: browserCallback, code_challenge: undefined });
    });

    it("wants as resource an identifier URI of the application that has the scopes, byte by byte", async () => {
        for (const resource of [
            `${endpoint}/`,
            endpoint.toUpperCase(),
            "https://mcp.contoso.com",
            `${endpoint}/backend`,
            (await landscape()).front.clientId,
        ])
            await refuses(9010010, "invalid_target", { resource });
        assert.ok((await authority.answer({ resource: undefined })).searchParams.has("code"));
        const byClientId = { scope: `${(await landscape()).front.clientId}/mcp.read` };
        assert.ok((await authority.answer(byClientId)).searchParams.has("code"));
    });

    it("wants scopes of one application that exists, with its name before", async () => {
        await refuses(900144, "invalid_request", { scope: undefined });
        await refuses(650053, "invalid_scope", { scope: `${endpoint}/orders.write` });
        const graph = await authority.answer({ scope: "mcp.read" });
        isTold(graph, 650053, "invalid_scope");
        assert.match(graph.searchParams.get("error_description") ?? "", /'mcp\.read' .*00000003-0000-0000-c000-0/);
        await refuses(500011, "invalid_resource", { scope: "openid" });
        await refuses(500011, "invalid_resource", { scope: `${endpoint}/other/mcp.read` });
        await refuses(28000, "invalid_request", { scope: `${endpoint}/mcp.read ${endpoint}/backend/mcp.execute` });
        await refuses(70011, "invalid_scope", { scope: `${endpoint}/.default ${endpoint}/mcp.read` });
    });

    it("asks somebody each time", async () => {
        await refuses(50058, "login_required", { prompt: "none" });
        await refuses(90023, "invalid_request", { prompt: "create" });
        for (const prompt of ["login", "select_account", "consent"]) assert.equal((await show({ prompt })).status, 200);
    });

    it("refuses claims that nobody can read", async () => {
        for (const claims of [
            "{",
            "[]",
            `{"access_token":1}`,
            `{"access_token":{"acrs":1}}`,
            `{"access_token":{"acrs":{"value":1}}}`,
        ])
            await refuses(90100, "invalid_request", { claims });
        for (const claims of ["{}", `{"access_token":null}`, `{"access_token":{"xms_cc":{"values":["cp1"]}}}`])
            assert.ok((await authority.answer({ claims })).searchParams.has("code"), claims);
    });

    it("refuses who is not there, or not assigned to the server or the client", async () => {
        await refuses(50105, "interaction_required", {}, { user: stranger });
        await refuses(50034, "interaction_required", {}, { user: "33333333-3333-4333-8333-000000000021" });
        await authority.change(
            (_, body) => body,
            seed.principals.map((each) => (each.id === user ? { ...each, memberOf: [managers] } : each)),
        );
        const { searchParams } = await authority.answer();
        assert.match(searchParams.get("error_description") ?? "", /^AADSTS50105: .*application Inspector \(/);
    });

    it("asks for consent once for each user, client and scope, unless the client is pre-authorized", async () => {
        const scope = `${endpoint}/orders.read`;
        await refuses(65004, "access_denied", { scope }, { consent: false });
        assert.ok((await authority.answer({ scope })).searchParams.has("code"));
        assert.ok((await authority.answer({ scope }, { consent: false })).searchParams.has("code"));
        const other = { user: "33333333-3333-4333-8333-000000000024", consent: false };
        await refuses(65004, "access_denied", { scope }, other);
        const byMicrosoft = { client_id: vscode, redirect_uri: "http://localhost" };
        assert.ok((await authority.answer(byMicrosoft, { consent: false })).searchParams.has("code"));
        await refuses(65004, "access_denied", { ...byMicrosoft, scope }, { consent: false });
        await refuses(90094, "access_denied", { scope: `${endpoint}/orders.admin` });
    });

    it("means by .default what the registration of the client lists", async () => {
        const other = { user: "33333333-3333-4333-8333-000000000024" };
        const scope = `${endpoint}/.default`;
        assert.match((await show({ scope })).text, /<ul><li><code>mcp\.read<\/code>[^<]*<\/li><\/ul>/);
        assert.ok((await authority.answer({ scope }, other)).searchParams.has("code"));
    });

    it("can be cancelled", async () => {
        const { headers, text } = await show();
        const { location } = await post({ flow: flowOf(text), user, cancel: "yes" }, { cookie: cookieOf(headers) });
        isTold(new URL(location ?? ""), 65004, "access_denied");
    });

    it("by script fails with the page when there is nothing to sign", async () => {
        const url = await authority.authorizationUrl({ redirect_uri: undefined });
        await assert.rejects(signIn(url, { user }, authority.fetch), /AADSTS900971/);
    });
});
