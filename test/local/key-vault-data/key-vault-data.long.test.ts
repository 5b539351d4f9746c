// Does not prove that a vault in Azure words its answers alike, nor when a role counts there: here it does at once.
import assert from "node:assert/strict";
import { setByHand } from "../../../local/azure/by-hand";
import { changeCloud } from "../../../local/azure/change-cloud";
import { readSecret } from "../../../local/azure/key-vault/secret-versions";
import { noWaiting } from "../../../local/cloud/clock";
import { seed } from "../azure/fixture";
import { vaultId } from "../azure/landscape";
import { runnerSubnetId, vaultHost } from "../jobs/runner-landscape";
import { type Received, type Sent, ServedHome } from "../private-endpoints/served-home";

const resource = "https://vault.azure.net";
const version = "api-version=7.4";

async function withVault(roles: string[], use: (home: ServedHome) => Promise<void>, scope = vaultId): Promise<void> {
    const home = await ServedHome.start({ roles: roles.map((role) => [role, scope]) });
    try {
        await use(home);
    } finally {
        await home.close();
    }
}

async function ask(home: ServedHome, path: string, sent: Sent = {}, audience = resource): Promise<Received> {
    const headers = { authorization: `Bearer ${await home.token(audience)}`, ...sent.headers };
    return home.ask(vaultHost, path, { ...sent, headers });
}

const set = (value: object | string): Sent => ({
    method: "PUT",
    body: typeof value === "string" ? value : JSON.stringify(value),
});
const json = ({ body }: Received) => JSON.parse(body.toString("utf8"));
const codes = (received: Received) => [
    received.status,
    json(received).error.code,
    json(received).error.innererror?.code,
];

describe("The secrets of a vault", () => {
    it("are given to who has the role, with what is said of them", () =>
        withVault(["Key Vault Secrets User"], async (home) => {
            const answer = await ask(home, `/secrets/session?${version}`);
            assert.equal(answer.status, 200);
            const { id, value, contentType, attributes } = json(answer);
            assert.match(id, new RegExp(`^https://${vaultHost}/secrets/session/[0-9a-f]{32}$`));
            assert.deepEqual([value, contentType], ["not-in-the-journal", "bytes"]);
            const { created, updated, ...rest } = attributes;
            assert.ok(created > 0 && created === updated);
            assert.deepEqual(rest, { enabled: true, recoveryLevel: "Recoverable", recoverableDays: 90 });
            const same = await ask(home, `${new URL(id).pathname}?${version}`);
            assert.deepEqual(json(same), json(answer));
        }));

    it("have a new version when somebody sets one, which the rest of the cloud reads from then on", () =>
        withVault(["Key Vault Secrets Officer"], async (home) => {
            const before = json(await ask(home, `/secrets/session?${version}`));
            home.now += 60_000;
            const body = {
                value: "drawn anew",
                contentType: "bytes",
                tags: { use: "sessions" },
                attributes: { exp: 1_900_000_000 },
            };
            const made = await ask(home, `/secrets/session?${version}`, set(body));
            assert.equal(made.status, 200);
            const after = json(await ask(home, `/secrets/session?${version}`));
            assert.deepEqual(after, json(made));
            assert.deepEqual(
                [after.value, after.tags, after.attributes.exp],
                ["drawn anew", { use: "sessions" }, 1_900_000_000],
            );
            assert.notEqual(after.id, before.id);
            const old = json(await ask(home, `${new URL(before.id).pathname}?${version}`));
            assert.equal(old.value, "not-in-the-journal");

            const reader = { principalId: home.deployed.principalId, subnetId: runnerSubnetId };
            const read = readSecret(`https://${vaultHost}/secrets/session`, reader, await home.cloud());
            assert.deepEqual(read, { value: "drawn anew" });
        }));

    it("keep the time that a version was made at, when somebody changes what is said of it", () =>
        withVault(["Key Vault Secrets Officer"], async (home) => {
            const made = json(await ask(home, `/secrets/session?${version}`, set({ value: "two" })));
            const clock = { ...noWaiting, now: () => home.now + 60_000 };
            const id = `${vaultId}/secrets/session`;
            await changeCloud(home.deployed.home, clock, (cloud) =>
                setByHand(cloud, id, "properties.contentType", '"text"'),
            );
            const after = json(await ask(home, `/secrets/session?${version}`));
            assert.deepEqual(after, { ...made, contentType: "text" });
        }));

    it("are made by the first that sets them, and are not there before", () =>
        withVault(["Key Vault Secrets Officer"], async (home) => {
            assert.deepEqual(codes(await ask(home, `/secrets/new?${version}`)), [404, "SecretNotFound", undefined]);
            assert.equal((await ask(home, `/secrets/new?${version}`, set({ value: "one" }))).status, 200);
            assert.equal(json(await ask(home, `/secrets/new?${version}`)).value, "one");
            const none = await ask(home, `/secrets/new/${"0".repeat(32)}?${version}`);
            assert.deepEqual(codes(none), [404, "SecretNotFound", undefined]);
        }));

    it("are listed in all versions, without a value", () =>
        withVault(["Key Vault Secrets Officer"], async (home) => {
            const made = json(await ask(home, `/secrets/session?${version}`, set({ value: "two" })));
            const answer = await ask(home, `/secrets/session/versions?${version}`);
            const { value, nextLink } = json(answer);
            assert.equal(nextLink, null);
            assert.equal(value.length, 2);
            assert.ok(value.some(({ id }: { id: string }) => id === made.id));
            assert.ok(!/not-in-the-journal|"value":"|two/.test(answer.body.toString("utf8")));
        }));

    it("are not given in a version that is disabled", () =>
        withVault(["Key Vault Secrets Officer"], async (home) => {
            const body = { value: "two", attributes: { enabled: false } };
            assert.equal((await ask(home, `/secrets/session?${version}`, set(body))).status, 200);
            assert.deepEqual(codes(await ask(home, `/secrets/session?${version}`)), [
                403,
                "Forbidden",
                "SecretDisabled",
            ]);
        }));

    it("are refused to who lacks the role for what it does", async () => {
        const refused = [403, "Forbidden", "ForbiddenByRbac"];
        await withVault(["Key Vault Secrets User"], async (home) => {
            assert.deepEqual(codes(await ask(home, `/secrets/session?${version}`, set({ value: "x" }))), refused);
            assert.equal((await ask(home, `/secrets/session/versions?${version}`)).status, 200);
        });
        await withVault(["Key Vault Contributor", "Key Vault Reader"], async (home) => {
            const answer = await ask(home, `/secrets/session?${version}`);
            assert.deepEqual(codes(answer), refused);
            assert.match(json(answer).error.message, new RegExp(`oid=${home.deployed.principalId}`));
            assert.equal((await ask(home, `/secrets/session/versions?${version}`)).status, 200);
        });
        await withVault(
            ["Key Vault Secrets User"],
            async (home) => {
                assert.equal((await ask(home, `/secrets/session?${version}`)).status, 200);
                assert.deepEqual(codes(await ask(home, `/secrets/other?${version}`)), refused);
            },
            `${vaultId}/secrets/session`,
        );
    });

    it("are for who has a token for vaults, and it is said where to get one", () =>
        withVault(["Key Vault Secrets User"], async (home) => {
            const path = `/secrets/session?${version}`;
            const refusals = [
                await home.ask(vaultHost, path),
                await home.ask(vaultHost, path, { headers: { authorization: "Bearer a.b.c" } }),
                await ask(home, path, {}, "https://storage.azure.com/"),
            ];
            home.now += 25 * 60 * 60 * 1000;
            const old = await home.token(resource);
            home.now -= 26 * 60 * 60 * 1000;
            refusals.push(await home.ask(vaultHost, path, { headers: { authorization: `Bearer ${old}` } }));
            for (const refusal of refusals) {
                assert.deepEqual(codes(refusal), [401, "Unauthorized", undefined]);
                assert.equal(
                    refusal.headers["www-authenticate"],
                    `Bearer authorization="https://login.microsoftonline.com/${seed.tenantId}", resource="https://vault.azure.net"`,
                );
            }
        }));

    it("answer nothing else, and say that it is not Azure which does not", () =>
        withVault(["Key Vault Administrator"], async (home) => {
            const unknown: [string, Sent?][] = [
                [`/keys/one?${version}`],
                [`/secrets?${version}`],
                [`/secrets/session/${"0".repeat(32)}?${version}`, set({ value: "x" })],
                [`/secrets/session?${version}`, { method: "DELETE" }],
                ["/secrets/session?api-version=2016-10-01"],
                [`/secrets/session?${version}`, set({ value: "x", previousVersion: "y" })],
            ];
            for (const [path, sent] of unknown) {
                const { status, body } = await ask(home, path, sent);
                assert.deepEqual([status, home.logged.at(-1)], [501, body.toString("utf8")], path);
            }
            assert.equal(home.logged.length, unknown.length);
        }));

    it("need a version of the interface, and a value to be set to", () =>
        withVault(["Key Vault Administrator"], async (home) => {
            const bad = [400, "BadParameter", undefined];
            assert.deepEqual(codes(await ask(home, "/secrets/session")), bad);
            for (const body of ["", "[]", "{", "{}", '{"value":1}']) {
                assert.deepEqual(codes(await ask(home, `/secrets/session?${version}`, set(body))), bad, body);
            }
        }));

    it("leave a note of who asked for them, and not of what they are", () =>
        withVault(["Key Vault Secrets User"], async (home) => {
            await ask(home, `/secrets/session?${version}`, { headers: { "user-agent": "job" } });
            await ask(home, `/secrets/session?${version}`, set({ value: "hunter2" }));
            await home.ask(vaultHost, `/secrets/session?${version}`);
            const noted = home.rows.map(({ resourceId, table, row }) => [
                resourceId,
                table,
                row.OperationName,
                row.HttpStatusCode,
                row.ResultSignature,
                row.Identity,
            ]);
            const claim = {
                "http://schemas.microsoft.com/identity/claims/objectidentifier": home.deployed.principalId,
                appid: home.deployed.clientId,
            };
            assert.deepEqual(noted, [
                [vaultId, "AZKVAuditLogs", "SecretGet", 200, "OK", { claim }],
                [vaultId, "AZKVAuditLogs", "SecretSet", 403, "Forbidden", { claim }],
                [vaultId, "AZKVAuditLogs", "SecretGet", 401, "Unauthorized", {}],
            ]);
            const { Id, RequestUri, ClientInfo, TimeGenerated } = home.rows[0]?.row ?? assert.fail();
            assert.deepEqual(
                [Id, RequestUri, ClientInfo, TimeGenerated],
                [
                    `https://${vaultHost}/secrets/session`,
                    `https://${vaultHost}/secrets/session?${version}`,
                    "job",
                    "2026-11-27T00:00:00.000Z",
                ],
            );
            assert.ok(!/hunter2|not-in-the-journal/.test(JSON.stringify(home.rows)));
        }));
});
