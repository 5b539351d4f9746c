// Does not prove that nothing but this keeps a workflow from a private network: in Azure its plan has none to be in.
import assert from "node:assert/strict";
import { NotDelivered } from "../../../local/logic-apps/send";
import { sendAs } from "../../../local/management/send-as";
import { homes, identityId, valueId } from "./responder-home";

const url = `https://management.azure.com${valueId("session-epoch")}?api-version=2024-05-01`;
const authentication = { identity: identityId, audience: "https://management.azure.com/" };
const get = { method: "GET", url, headers: {}, body: undefined };

describe("A request of a workflow as its identity", () => {
    const home = homes();
    const send = (identityIds = [identityId]) => {
        const { tenant, management } = home();
        return sendAs({ identityIds, tenant, management });
    };

    it("has its token", async () => {
        await home().give(valueId("session-epoch"));
        assert.equal((await send()({ ...get, authentication })).status, 200);
        const upper = { ...authentication, identity: identityId.toUpperCase() };
        assert.equal((await send()({ ...get, authentication: upper })).status, 200);
    });

    it("has none when it does not ask for one", async () => {
        assert.equal((await send()(get)).status, 401);
    });

    it("is not sent as an identity that the workflow does not have, or for what is nowhere", async () => {
        const refused = (problem: RegExp) => (error: unknown) =>
            error instanceof NotDelivered && !error.temporary && problem.test(error.message);
        await assert.rejects(send([])({ ...get, authentication }), refused(/does not have the identity/));
        const nowhere = { ...authentication, audience: "https://nowhere.contoso.com" };
        await assert.rejects(send()({ ...get, authentication: nowhere }), refused(/AADSTS500011/));
    });

    it("reaches nothing that has a private endpoint only", async () => {
        for (const host of [
            "kv-one.vault.azure.net",
            "stone.blob.core.windows.net",
            "10.0.0.4",
            "management.azure.com:444",
        ])
            await assert.rejects(
                send()({ ...get, url: `https://${host}/`, authentication }),
                (error: unknown) =>
                    error instanceof NotDelivered && /is not reached from the internet/.test(error.message),
            );
        await assert.rejects(send()({ ...get, url: url.replace("https", "http"), authentication }), NotDelivered);
    });
});
