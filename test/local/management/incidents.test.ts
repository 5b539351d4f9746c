// Does not prove that Sentinel has alerts and entities in this order, nor all that it says of them.
import assert from "node:assert/strict";
import { objectsAt, textAt, valueAt } from "../../../local/provider/values";
import { homes, outcomeOf, user, workspaceId } from "./responder-home";

const version = "?api-version=2024-09-01";
const comment = "12345678-1234-4234-8234-123456789012";
const message = (text: string) => ({ body: { properties: { message: text } } });

describe("An incident by Resource Manager", () => {
    const home = homes();

    it("is shown with its alerts and entities to who reads incidents", async () => {
        await home().give(workspaceId, "Microsoft Sentinel Reader");
        const { id } = await home().newIncident(user);
        const incident = await home().arm("GET", `${id}${version}`);
        assert.deepEqual(
            [incident.status, textAt(incident.body, "properties.title")],
            [200, "Somebody does something"],
        );
        const alerts = await home().arm("POST", `${id}/alerts${version}`);
        assert.deepEqual(
            objectsAt(alerts.body, "value").map((alert) => valueAt(alert, "properties.additionalData.Custom Details")),
            ['{"Namespace":["mcp-orders"]}'],
        );
        const entities = await home().arm("POST", `${id}/entities${version}`);
        assert.deepEqual(
            objectsAt(entities.body, "entities").map(({ kind }) => kind),
            ["Account", "IP"],
        );
        assert.deepEqual(valueAt(entities.body, "metaData"), [
            { count: 1, entityKind: "Account" },
            { count: 1, entityKind: "IP" },
        ]);
        const put = await home().arm("PUT", `${id}/comments/${comment}${version}`, message("x"));
        assert.deepEqual(outcomeOf(put), [403, "AuthorizationFailed"]);
    });

    it("gets a comment of who responds, which can be found and changed again", async () => {
        await home().give(workspaceId, "Microsoft Sentinel Responder");
        const { id } = await home().newIncident(user);
        const at = `${id}/comments/${comment}${version}`;
        assert.deepEqual(outcomeOf(await home().arm("GET", at)), [404, "ResourceNotFound"]);
        assert.equal((await home().arm("PUT", at, message("first"))).status, 201);
        home().time += 1000;
        assert.equal(
            (await home().arm("PUT", at.replace(comment, comment.toUpperCase()), message("second"))).status,
            200,
        );
        const found = await home().arm("GET", at);
        assert.equal(textAt(found.body, "properties.message"), "second");
        assert.equal(textAt(found.body, "properties.author.objectId"), home().principalId);
        const { comments = [], lastModifiedTimeUtc } = (await home().incidents.find(id)) ?? {};
        assert.deepEqual(
            comments.map((each) => each.message),
            ["second"],
        );
        assert.equal(lastModifiedTimeUtc, new Date(home().time).toISOString());
    });

    it("has no comment that is empty or too long, and none beside an incident", async () => {
        await home().give(workspaceId, "Microsoft Sentinel Responder");
        const { id } = await home().newIncident(user);
        const at = `${id}/comments/${comment}${version}`;
        for (const text of ["", "x".repeat(30_001)])
            assert.deepEqual(outcomeOf(await home().arm("PUT", at, message(text))), [400, "BadRequest"]);
        const none = at.replace(id, `${workspaceId}/providers/Microsoft.SecurityInsights/Incidents/none`);
        assert.deepEqual(outcomeOf(await home().arm("PUT", none, message("x"))), [404, "ResourceNotFound"]);
    });

    it("is shown to nobody without a role on its workspace", async () => {
        await home().give(workspaceId.replace("log-one", "log-two"), "Microsoft Sentinel Responder");
        const { id } = await home().newIncident(user);
        for (const [method, part] of [
            ["GET", ""],
            ["POST", "/alerts"],
            ["POST", "/entities"],
        ] as const)
            assert.deepEqual(outcomeOf(await home().arm(method, `${id}${part}${version}`)), [
                403,
                "AuthorizationFailed",
            ]);
    });
});
