// Does not prove that mail reaches anybody, nor how long Entra takes until a disabled application gets no tokens: here none.
import assert from "node:assert/strict";
import { clientOf } from "../../../local/entra/tokens/registered";
import { TokenError } from "../../../local/entra/tokens/token-error";
import { SentMail } from "../../../local/management/sent-mail";
import { valueAt } from "../../../local/provider/values";
import { newTenant } from "../entra/fixture";
import { homes, identityId, outcomeOf, seed, user } from "./responder-home";

const mail = {
    message: {
        subject: "Incident 1",
        body: { contentType: "Text", content: "Look at it." },
        toRecipients: [{ emailAddress: { address: "security@contoso.com" } }],
    },
    saveToSentItems: false,
};

describe("An application by Graph", () => {
    const home = homes();
    let clientId: string;
    let objectId: string;
    beforeEach(async () => {
        const { create, store } = newTenant();
        clientId = String((await create("ApplicationRegistration", { displayName: "client" })).outputs.clientId);
        objectId = String((await create("ServicePrincipal", { clientId })).outputs.objectId);
        await home().write(store.list("").map(([key, value]) => ({ key, value })));
    });
    const listed = (...ids: string[]) =>
        `/servicePrincipals?$filter=${encodeURIComponent(`id in (${ids.map((id) => `'${id}'`).join(",")})`)}`;

    it("is found among ids, whatever else they are of", async () => {
        await home().consent("Application.ReadWrite.All");
        const select = "&$select=id,displayName,appOwnerOrganizationId";
        const { status, body } = await home().graph("GET", `${listed(user, objectId)}${select}`);
        assert.equal(status, 200);
        assert.deepEqual(body, {
            value: [{ id: objectId, displayName: "client", appOwnerOrganizationId: seed.tenantId }],
        });
    });

    it("gets no more tokens once it is disabled", async () => {
        await home().consent("Application.ReadWrite.All");
        const client = () => clientOf(home().tenant().graph, clientId);
        assert.equal(client().displayName, "client");
        const path = `/servicePrincipals/${objectId}`;
        assert.equal((await home().graph("PATCH", path, { accountEnabled: false })).status, 204);
        assert.throws(client, (error: unknown) => error instanceof TokenError && error.code === 7000112);
        assert.equal((await home().graph("PATCH", path, { accountEnabled: true })).status, 204);
        assert.equal(client().displayName, "client");
    });

    it("is out of reach without the role that an administrator gives", async () => {
        await home().give(identityId, "Owner");
        await home().consent("Mail.Send");
        const denied = [403, "Authorization_RequestDenied"];
        assert.deepEqual(outcomeOf(await home().graph("GET", listed(objectId))), denied);
        const path = `/servicePrincipals/${objectId}`;
        assert.deepEqual(outcomeOf(await home().graph("PATCH", path, { accountEnabled: false })), denied);
        assert.equal(clientOf(home().tenant().graph, clientId).displayName, "client");
    });

    it("must be there, and nothing of it but whether it is enabled is changed here", async () => {
        await home().consent("Application.ReadWrite.All");
        const none = await home().graph("PATCH", `/servicePrincipals/${user}`, { accountEnabled: false });
        assert.deepEqual(outcomeOf(none), [404, "Request_ResourceNotFound"]);
        const unknown = [501, "NotKnownHere"];
        const path = `/servicePrincipals/${objectId}`;
        assert.deepEqual(outcomeOf(await home().graph("PATCH", path, { displayName: "x" })), unknown);
        assert.deepEqual(outcomeOf(await home().graph("GET", "/servicePrincipals")), unknown);
        assert.deepEqual(outcomeOf(await home().graph("GET", `${listed(objectId)}&$top=1`)), unknown);
        assert.deepEqual(outcomeOf(await home().graph("GET", `${listed(objectId)}&$select=tags`)), unknown);
        // Graph has service principals of managed identities, and the local directory does not
        assert.deepEqual(outcomeOf(await home().graph("GET", listed(home().principalId))), unknown);
    });
});

describe("A mail by Graph", () => {
    const home = homes();
    const path = `/users/${user}/sendMail`;

    it("is kept with who sends it to whom", async () => {
        await home().consent("Mail.Send");
        assert.equal((await home().graph("POST", path, mail)).status, 202);
        home().time += 1000;
        assert.equal((await home().graph("POST", path, mail)).status, 202);
        const [first, second, ...others] = await new SentMail(home().folder).all();
        assert.deepEqual(first, {
            ...{ from: user, to: ["security@contoso.com"], subject: "Incident 1", body: "Look at it." },
            sentTime: new Date(home().time - 1000).toISOString(),
        });
        assert.equal(second?.sentTime, new Date(home().time).toISOString());
        assert.deepEqual(others, []);
    });

    it("is refused without the role, from no mailbox, and in a form that is not known here", async () => {
        assert.deepEqual(outcomeOf(await home().graph("POST", path, mail)), [403, "Authorization_RequestDenied"]);
        await home().consent("Mail.Send");
        const group = seed.principals.find(({ type }) => type === "Group")?.id;
        const noMailbox = await home().graph("POST", `/users/${group}/sendMail`, mail);
        assert.deepEqual(outcomeOf(noMailbox), [404, "Request_ResourceNotFound"]);
        const html = { ...mail, message: { ...mail.message, body: { contentType: "HTML", content: "x" } } };
        const answer = await home().graph("POST", path, html);
        assert.deepEqual(outcomeOf(answer), [501, "NotKnownHere"]);
        assert.match(String(valueAt(answer.body, "error.message")), /a mail like this: message\.body\.contentType/);
        assert.deepEqual(await new SentMail(home().folder).all(), []);
    });
});
