// Does not prove how long Azure takes for a change.
import assert from "node:assert/strict";
import { textAt, valueAt } from "../../../local/provider/values";
import { homes, outcomeOf, valueId } from "./responder-home";

const version = "?api-version=2024-05-01";
const epoch = `${valueId("session-epoch")}${version}`;
const change = (value: string) => ({ properties: { value } });

describe("A named value by Resource Manager", () => {
    const home = homes();

    it("is read with its tag, by who may read it", async () => {
        await home().give(valueId("session-epoch"));
        const { status, headers, body } = await home().arm("GET", epoch);
        assert.equal(status, 200);
        assert.match(headers.ETag ?? "", /^"[\w+/]{12}"$/);
        assert.deepEqual(body, {
            id: valueId("session-epoch"),
            type: "Microsoft.ApiManagement/service/namedValues",
            name: "session-epoch",
            properties: { displayName: "session-epoch", secret: false, value: "1" },
        });
    });

    it("is changed for everybody, and has another tag then", async () => {
        await home().give(valueId("session-epoch"));
        const before = (await home().arm("GET", epoch)).headers.ETag ?? "";
        const headers = { "if-match": before };
        const { status, headers: answered } = await home().arm("PATCH", epoch, { headers, body: change("2") });
        assert.equal(status, 202);
        assert.equal(home().value("session-epoch"), "2");
        const { pathname, search } = new URL(answered.Location ?? "");
        const now = await home().arm("GET", `${pathname}${search}`);
        assert.deepEqual([now.status, textAt(now.body, "properties.value")], [200, "2"]);
        assert.equal(now.headers.ETag, answered.ETag);
        assert.notEqual(now.headers.ETag, before);
    });

    it("is not changed with an old tag, or without any", async () => {
        await home().give(valueId("session-epoch"));
        const stale = { "if-match": (await home().arm("GET", epoch)).headers.ETag ?? "" };
        assert.equal(
            (await home().arm("PATCH", epoch, { headers: { "if-match": "*" }, body: change("2") })).status,
            202,
        );
        const late = await home().arm("PATCH", epoch, { headers: stale, body: change("3") });
        assert.deepEqual(outcomeOf(late), [412, "PreconditionFailed"]);
        assert.deepEqual(outcomeOf(await home().arm("PATCH", epoch, { body: change("3") })), [400, "MissingHeader"]);
        assert.equal(home().value("session-epoch"), "2");
    });

    it("is changed by one of two who have read the same", async () => {
        await home().give(valueId("session-epoch"));
        const headers = { "if-match": (await home().arm("GET", epoch)).headers.ETag ?? "" };
        const answers = await Promise.all(
            ["2", "3"].map((value) => home().arm("PATCH", epoch, { headers, body: change(value) })),
        );
        assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 412]);
    });

    it("is out of reach for who has a role on another one only", async () => {
        await home().give(valueId("session-epoch"));
        const other = `${valueId("blocked-principals")}${version}`;
        for (const method of ["GET", "PATCH"])
            assert.deepEqual(
                outcomeOf(await home().arm(method, other, { headers: { "if-match": "*" }, body: change("x") })),
                [403, "AuthorizationFailed"],
            );
        assert.equal(home().value("blocked-principals"), "none");
    });

    it("is refused as Azure refuses it, with what Azure says", async () => {
        await home().give(valueId("session-epoch"));
        const empty = await home().arm("PATCH", epoch, { headers: { "if-match": "*" }, body: change(" ") });
        assert.deepEqual(outcomeOf(empty), [400, "ValidationError"]);
        assert.match(textAt(empty.body, "error.message") ?? "", /The value must not be empty or white space only\.$/);
        const gone = `${valueId("nothing")}${version}`;
        await home().give(valueId("nothing"));
        assert.deepEqual(outcomeOf(await home().arm("GET", gone)), [404, "ResourceNotFound"]);
    });

    it("that refers to a secret has it read again, and shows no value", async () => {
        const id = valueId("session-key-current");
        await home().give(id);
        home().time += 60_000;
        const { status, body } = await home().arm("POST", `${id}/refreshSecret${version}`);
        assert.equal(status, 202);
        assert.equal(valueAt(body, "properties.value"), undefined);
        assert.equal(textAt(body, "properties.keyVault.lastStatus.timeStampUtc"), new Date(home().time).toISOString());
        await home().give(valueId("session-epoch"));
        const plain = await home().arm("POST", `${valueId("session-epoch")}/refreshSecret${version}`);
        assert.deepEqual(outcomeOf(plain), [400, "ValidationError"]);
    });

    it("is in the activity log, by who has changed it", async () => {
        await home().give(valueId("session-epoch"));
        await home().arm("PATCH", epoch, { headers: { "if-match": "*" }, body: change("2") });
        assert.deepEqual(await home().activity(), []);
        await home().sendActivity();
        await home().arm("PATCH", epoch, { headers: { "if-match": "*" }, body: change("3") });
        assert.deepEqual(await home().activity(), [
            ["MICROSOFT.APIMANAGEMENT/SERVICE/NAMEDVALUES/WRITE", home().principalId, valueId("session-epoch")],
        ]);
    });
});
