// Does not prove that Azure takes a role at once: here it does.
import assert from "node:assert/strict";
import { textAt } from "../../../local/provider/values";
import { homes, outcomeOf, valueId } from "./responder-home";

const path = `${valueId("session-epoch")}?api-version=2024-05-01`;
const url = `https://management.azure.com${path}`;

describe("A request to Resource Manager or Graph", () => {
    const home = homes();

    it("needs a token for it, of the tenant and valid now", async () => {
        await home().give(valueId("session-epoch"));
        const right = await home().token("https://management.azure.com/");
        const status = async (authorization?: string, to = url) =>
            outcomeOf(
                await home().management.answer({
                    ...{ method: "GET", url: to, body: undefined },
                    headers: authorization === undefined ? {} : { authorization },
                }),
            );
        assert.deepEqual(await status(`Bearer ${right}`), [200]);
        assert.deepEqual(await status(`Bearer ${await home().token("https://management.azure.com")}`), [200]);
        const refused = [401, "InvalidAuthenticationToken"];
        const ofVault = await home().token("https://vault.azure.net");
        const forged = `${right.slice(0, -8)}AAAAAAAA`;
        for (const token of [undefined, right, `Bearer ${ofVault}`, `Bearer ${forged}`])
            assert.deepEqual(await status(token), refused);
        const principals = "https://graph.microsoft.com/v1.0/servicePrincipals";
        assert.deepEqual(await status(`Bearer ${right}`, principals), refused);
        home().time += 25 * 60 * 60 * 1000;
        assert.deepEqual(await status(`Bearer ${right}`), refused);
    });

    it("needs a role, and its refusal names what for and where", async () => {
        const { status, body } = await home().arm("GET", path);
        assert.equal(status, 403);
        assert.equal(textAt(body, "error.code"), "AuthorizationFailed");
        assert.match(
            textAt(body, "error.message") ?? "",
            /to perform action 'Microsoft\.ApiManagement\/service\/namedValues\/read' over scope '.*\/namedValues\/session-epoch'/,
        );
        // whether something is there is no matter for who may not see it
        const nothing = `${valueId("nothing")}?api-version=2024-05-01`;
        assert.equal((await home().arm("GET", nothing)).status, 403);
        await home().give(valueId("session-epoch"), "Reader");
        assert.equal((await home().arm("GET", path)).status, 200);
        const change = { headers: { "if-match": "*" }, body: { properties: { value: "2" } } };
        assert.equal((await home().arm("PATCH", path, change)).status, 403);
    });

    it("needs a version of the API that there is", async () => {
        await home().give(valueId("session-epoch"));
        const bare = valueId("session-epoch");
        assert.deepEqual(outcomeOf(await home().arm("GET", bare)), [400, "MissingApiVersionParameter"]);
        const other = await home().arm("GET", `${bare}?api-version=2014-01-01`);
        assert.deepEqual(outcomeOf(other), [400, "NoRegisteredProviderFound"]);
    });

    it("is found whatever case its path has", async () => {
        await home().give(valueId("session-epoch"));
        assert.equal((await home().arm("GET", path.toLowerCase())).status, 200);
    });

    it("that is not known here is an error that names it, and a defect", async () => {
        await home().give(valueId("session-epoch"));
        const unknown = [501, "NotKnownHere"];
        assert.deepEqual(outcomeOf(await home().arm("DELETE", path)), unknown);
        const body = { properties: { value: "2" }, tags: {} };
        assert.deepEqual(outcomeOf(await home().arm("PATCH", path, { headers: { "if-match": "*" }, body })), unknown);
        assert.deepEqual(outcomeOf(await home().graph("GET", "/users")), unknown);
        const headers = {};
        const elsewhere = { method: "GET", url: "https://vault.azure.net/", headers, body: undefined };
        assert.deepEqual(outcomeOf(await home().management.answer(elsewhere)), unknown);
        assert.deepEqual(
            outcomeOf(await home().management.answer({ ...elsewhere, url: url.replace("https", "http") })),
            unknown,
        );
        assert.deepEqual(home().logged, [
            `The local cloud does not know DELETE ${valueId("session-epoch")} of Azure Resource Manager.`,
            "The local cloud does not know the property tags of a named value.",
            "The local cloud does not know GET /v1.0/users of Microsoft Graph.",
            "The local cloud does not know the service https://vault.azure.net.",
            "The local cloud does not know the service http://management.azure.com.",
        ]);
        assert.equal(home().value("session-epoch"), "1");
    });
});
