// Does not prove when a server leaves a definition half accepted: it shows that one that is so gets served again.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureApiServer } from "../../local/kubernetes/api-server/binaries";
import { ensureDefinitions, isEstablished } from "../../local/kubernetes/api-server/definitions";
import { type ApiServer, startApiServer } from "../../local/kubernetes/api-server/start";
import type { Properties } from "../../local/provider/provider";

const name = "ciliumnetworkpolicies.cilium.io";
const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;

describe("custom resource definitions that a server has not gone on with", function () {
    this.timeout(120_000);
    let folder: string;
    let server: ApiServer;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "zt-"));
    });

    after(async () => {
        await server?.stop();
        await rm(folder, { recursive: true, force: true });
    });

    it("are served after the next start", async () => {
        const binaries = await ensureApiServer({ env: process.env, log: () => {} });
        server = await startApiServer({ folder, binaries });
        const { connection } = server.cluster;
        const read = async () => (await connection.send({ method: "GET", path })).body;
        const { conditions } = (await read()).status as { conditions: Properties[] };
        const accepted = conditions.filter(({ type }) => type === "NamesAccepted");
        await connection.send({
            method: "PATCH",
            path: `${path}/status`,
            body: JSON.stringify({ status: { conditions: accepted } }),
            contentType: "application/merge-patch+json",
        });
        assert.equal(isEstablished(await read()), false);

        await ensureDefinitions(server.cluster, binaries.definitions, join(folder, "no-marker"));

        assert.equal(isEstablished(await read()), true);
    });
});
