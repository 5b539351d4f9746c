// Does not prove that Azure words its answers alike, nor that what lies in the folder of the local cloud cannot be changed
// by who may write there.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setByHand } from "../../../local/azure/by-hand";
import { changeCloud } from "../../../local/azure/change-cloud";
import { noWaiting } from "../../../local/cloud/clock";
import type { Properties } from "../../../local/provider/provider";
import { groupId, subscription } from "../azure/fixture";
import { accountId, example } from "../azure/landscape";
import { blobHost, type RunnerLandscape } from "../jobs/runner-landscape";
import { type Received, type Sent, ServedHome } from "../private-endpoints/served-home";

const resource = "https://storage.azure.com/";
const contributor: [string, string][] = [["Storage Blob Data Contributor", accountId]];
const containerId = `${accountId}/blobServices/default/containers/audit`;
const day = 24 * 60 * 60 * 1000;

async function withAccount(landscape: RunnerLandscape, use: (home: ServedHome) => Promise<void>): Promise<void> {
    const home = await ServedHome.start({ roles: contributor, ...landscape });
    try {
        await use(home);
    } finally {
        await home.close();
    }
}

/** Another account, without immutability, whose blobs have no versions. */
const plainHost = "stplain.blob.core.windows.net";
const withPlainAccount: RunnerLandscape = {
    roles: [["Storage Blob Data Contributor", groupId]],
    async more(cloud) {
        const { immutableStorageWithVersioning: _, ...inputs } = example["storage:StorageAccount"] as Properties;
        await cloud.create("storage:StorageAccount", { ...inputs, accountName: "stplain" });
        await cloud.create("storage:BlobContainer", {
            ...example["storage:BlobContainer"],
            accountName: "stplain",
        });
    },
};

/** A role of one's own on the container, with one action on blobs. */
function own(action: string): RunnerLandscape["more"] {
    const roleDefinitionId = "99999999-9999-4999-8999-000000000001";
    return async (cloud, principalId) => {
        await cloud.create("authorization:RoleDefinition", {
            scope: subscription,
            roleDefinitionId,
            roleName: "Evidence writer",
            permissions: [
                { dataActions: [`Microsoft.Storage/storageAccounts/blobServices/containers/blobs/${action}`] },
            ],
            assignableScopes: [subscription],
        });
        await cloud.create("authorization:RoleAssignment", {
            scope: containerId,
            roleAssignmentName: "55555555-5555-4555-8555-000000000300",
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}`,
        });
    };
}

/** Puts a hold on the container of the other account, as Resource Manager does. */
async function hold(home: ServedHome): Promise<void> {
    await changeCloud(home.deployed.home, noWaiting, async (cloud) => {
        const container = cloud.find(containerId.replace("stone", "stplain")) ?? assert.fail();
        await cloud.put({ ...container, body: { ...container.body, hasLegalHold: true } });
    });
}

async function ask(home: ServedHome, path: string, sent: Sent = {}, host = blobHost): Promise<Received> {
    const headers = {
        authorization: `Bearer ${await home.token(resource)}`,
        "x-ms-version": "2024-11-04",
        ...sent.headers,
    };
    return home.ask(host, path, { ...sent, headers });
}

function write(body: string, headers: Record<string, string> = {}): Sent {
    return { method: "PUT", body, headers: { "x-ms-blob-type": "BlockBlob", ...headers } };
}

const text = ({ body }: Received) => body.toString("utf8");
const code = (received: Received) => [received.status, received.headers["x-ms-error-code"]];

describe("The blobs of an account", () => {
    it("are read as they were written", () =>
        withAccount({}, async (home) => {
            const headers = { "content-type": "application/json", "x-ms-meta-incident": "7" };
            const made = await ask(home, "/audit/incident-7/pods%20all.json", write('{"items":[]}', headers));
            assert.equal(made.status, 201);
            const md5 = createHash("md5").update('{"items":[]}').digest("base64");
            assert.equal(made.headers["content-md5"], md5);
            const read = await ask(home, "/audit/incident-7/pods%20all.json");
            assert.deepEqual([read.status, text(read)], [200, '{"items":[]}']);
            assert.deepEqual(
                ["content-type", "x-ms-meta-incident", "etag", "x-ms-version-id", "last-modified"].map(
                    (name) => read.headers[name],
                ),
                [
                    "application/json",
                    "7",
                    made.headers.etag,
                    "2026-11-27T00:00:00.0000000Z",
                    "Fri, 27 Nov 2026 00:00:00 GMT",
                ],
            );
            const head = await ask(home, "/audit/incident-7/pods%20all.json", { method: "HEAD" });
            assert.deepEqual([head.status, text(head), head.headers["content-length"]], [200, "", "12"]);
            assert.deepEqual(code(await ask(home, "/audit/incident-7/other")), [404, "BlobNotFound"]);
            assert.deepEqual(code(await ask(home, "/none/one")), [404, "ContainerNotFound"]);
            assert.deepEqual(code(await ask(home, "/none/one", write(""))), [404, "ContainerNotFound"]);
        }));

    it("are listed by name, those that begin with a prefix alone", () =>
        withAccount({}, async (home) => {
            for (const name of ["b", "a/two&lt", "a/one", "a"]) {
                assert.equal((await ask(home, `/audit/${name}`, write(name))).status, 201, name);
            }
            await ask(home, "/audit/a/one", write("once more"));
            const list = async (query: string) =>
                [
                    ...text(await ask(home, `/audit?restype=container&comp=list${query}`)).matchAll(
                        /<Name>(.*?)<\/Name>/g,
                    ),
                ].map(([, name]) => name);
            assert.deepEqual(await list(""), ["a", "a/one", "a/two&amp;lt", "b"]);
            assert.deepEqual(await list("&prefix=a/"), ["a/one", "a/two&amp;lt"]);
            assert.deepEqual(await list("&include=versions&prefix=a/o"), ["a/one", "a/one"]);
        }));

    it("keep what is written over as an earlier version, where the policy of the account makes all immutable", () =>
        withAccount({}, async (home) => {
            const first = await ask(home, "/audit/log", write("one"));
            const second = await ask(home, "/audit/log", write("two"));
            assert.deepEqual([first.status, second.status], [201, 201]);
            assert.equal(second.headers["x-ms-version-id"], "2026-11-27T00:00:00.0000001Z");
            const version = encodeURIComponent(String(first.headers["x-ms-version-id"]));
            assert.equal(text(await ask(home, "/audit/log")), "two");
            const old = await ask(home, `/audit/log?versionid=${version}`);
            assert.equal(text(old), "one");
            assert.equal(old.headers["x-ms-immutability-policy-until-date"], "Sun, 27 Dec 2026 00:00:00 GMT");
        }));

    it("are deleted by nobody until their time is over, also when the policy is shortened", () =>
        withAccount({}, async (home) => {
            await ask(home, "/audit/log", write("one"));
            const path = "immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays";
            await changeCloud(home.deployed.home, noWaiting, (cloud) => setByHand(cloud, accountId, path, "1"));
            const remove = () => ask(home, "/audit/log", { method: "DELETE" });
            assert.deepEqual(code(await remove()), [409, "BlobImmutableDueToPolicy"]);
            assert.match(text(await remove()), /not permitted as the blob is immutable due to a policy/);
            home.now += 30 * day - 1;
            assert.deepEqual(code(await remove()), [409, "BlobImmutableDueToPolicy"]);
            home.now += 1;
            assert.equal((await remove()).status, 501);
            assert.equal(text(await ask(home, "/audit/log")), "one");
        }));

    it("are deleted by nobody while a hold is on them, which only who may has them come with", async () => {
        const held = write("one", { "x-ms-legal-hold": "true" });
        await withAccount({ more: own("immutableStorage/runAsSuperUser/action") }, async (home) => {
            assert.equal((await ask(home, "/audit/log", held)).status, 201);
            assert.equal((await ask(home, "/audit/log")).headers["x-ms-legal-hold"], "true");
            home.now += 31 * day;
            const refusal = await ask(home, "/audit/log", { method: "DELETE" });
            assert.deepEqual(code(refusal), [409, "BlobImmutableDueToLegalHold"]);
        });
        await withAccount({}, async (home) => {
            assert.deepEqual(code(await ask(home, "/audit/log", held)), [403, "AuthorizationPermissionMismatch"]);
            assert.deepEqual(code(await ask(home, "/audit/log")), [404, "BlobNotFound"]);
        });
    });

    it("are neither written over nor deleted in a container with a hold, where there are no versions", () =>
        withAccount(withPlainAccount, async (home) => {
            assert.equal((await ask(home, "/audit/log", write("one"), plainHost)).status, 201);
            assert.equal((await ask(home, "/audit/log", write("two"), plainHost)).status, 201);
            const folder = join(home.deployed.home, "blobs", "stplain", "audit", "log");
            assert.equal((await readdir(folder)).length, 2, "a file, and what is said of it");

            await hold(home);
            const held = [409, "BlobImmutableDueToLegalHold"];
            assert.deepEqual(code(await ask(home, "/audit/log", write("three"), plainHost)), held);
            assert.deepEqual(code(await ask(home, "/audit/log", { method: "DELETE" }, plainHost)), held);
            assert.equal((await ask(home, "/audit/new", write("one"), plainHost)).status, 201);
            const read = await ask(home, "/audit/log", {}, plainHost);
            assert.deepEqual([text(read), read.headers["x-ms-version-id"]], ["two", undefined]);
        }));

    it("are not written over in a container with a hold, even where there are versions", () => {
        const more: RunnerLandscape["more"] = async (cloud, principalId) => {
            await withPlainAccount.more?.(cloud, principalId);
            const service = { ...example["storage:BlobServiceProperties"], accountName: "stplain" };
            await cloud.create("storage:BlobServiceProperties", service);
        };
        return withAccount({ ...withPlainAccount, more }, async (home) => {
            const first = await ask(home, "/audit/log", write("one"), plainHost);
            const second = await ask(home, "/audit/log", write("two"), plainHost);
            assert.notEqual(first.headers["x-ms-version-id"], second.headers["x-ms-version-id"]);
            await hold(home);
            const refusal = await ask(home, "/audit/log", write("three"), plainHost);
            assert.deepEqual(code(refusal), [409, "BlobImmutableDueToLegalHold"]);
        });
    });

    it("are written once, when the writer says so", () =>
        withAccount({}, async (home) => {
            const once = write("one", { "if-none-match": "*" });
            assert.equal((await ask(home, "/audit/log", once)).status, 201);
            assert.deepEqual(code(await ask(home, "/audit/log", once)), [409, "BlobAlreadyExists"]);
        }));

    it("are refused to who lacks the role for what it does", async () => {
        const refused = [403, "AuthorizationPermissionMismatch"];
        await withAccount({ roles: [["Storage Blob Data Reader", containerId]] }, async (home) => {
            assert.deepEqual(code(await ask(home, "/audit/log", write("one"))), refused);
            assert.deepEqual(code(await ask(home, "/audit/log", { method: "DELETE" })), refused);
            assert.deepEqual(code(await ask(home, "/audit/log")), [404, "BlobNotFound"]);
            assert.deepEqual(code(await ask(home, "/none/log")), refused);
            assert.equal((await ask(home, "/audit?restype=container&comp=list")).status, 200);
        });
        await withAccount({ roles: [["Owner", accountId]] }, async (home) => {
            assert.deepEqual(code(await ask(home, "/audit/log")), refused);
            assert.deepEqual(code(await ask(home, "/audit?restype=container&comp=list")), refused);
        });
    });

    it("are added, and neither read nor written over, with a role that allows no more", () =>
        withAccount({ roles: [], more: own("add/action") }, async (home) => {
            const refused = [403, "AuthorizationPermissionMismatch"];
            assert.equal((await ask(home, "/audit/log", write("one"))).status, 201);
            assert.deepEqual(code(await ask(home, "/audit/log", write("two"))), refused);
            assert.deepEqual(code(await ask(home, "/audit/log")), refused);
        }));

    it("are for who has a token for storage, and it is said where to get one", () =>
        withAccount({}, async (home) => {
            const headers = { "x-ms-version": "2024-11-04" };
            const none = await home.ask(blobHost, "/audit/log", { headers });
            assert.deepEqual(code(none), [401, "NoAuthenticationInformation"]);
            assert.match(
                String(none.headers["www-authenticate"]),
                /^Bearer authorization_uri=https:\/\/login\.microsoftonline\.com\/.* resource_id=https:\/\/storage\.azure\.com$/,
            );
            for (const authorization of [
                `Bearer ${await home.token("https://vault.azure.net")}`,
                "SharedKey stone:c2lnbmF0dXJl",
            ]) {
                const refusal = await home.ask(blobHost, "/audit/log", { headers: { ...headers, authorization } });
                assert.deepEqual(code(refusal), [401, "InvalidAuthenticationInfo"]);
            }
            const unversioned = { authorization: `Bearer ${await home.token(resource)}` };
            assert.deepEqual(code(await home.ask(blobHost, "/audit/log", { headers: unversioned })), [
                400,
                "MissingRequiredHeader",
            ]);
        }));

    it("answer nothing else, and say that it is not Azure which does not", () =>
        withAccount({}, async (home) => {
            const unknown: [string, Sent?][] = [
                ["/?comp=list"],
                ["/audit"],
                ["/audit?restype=container&comp=list&delimiter=/"],
                ["/audit?restype=container&comp=list&include=deleted"],
                ["/audit?restype=container", { method: "PUT" }],
                ["/audit/log?snapshot=2026"],
                ["/audit/log?comp=block&blockid=MQ==", write("")],
                ["/audit/log", { method: "PUT", body: "", headers: { "x-ms-blob-type": "AppendBlob" } }],
                ["/audit/log", write("", { "x-ms-tags": "a=b" })],
                ["/audit/log", write("", { "x-ms-legal-hold": "false" })],
                ["/audit/log", write("", { "if-match": '"0x1"' })],
                ["/audit/log", write("", { "if-none-match": '"0x1"' })],
                ["/audit/log", { headers: { range: "bytes=0-1" } }],
                ["/audit/log", { headers: { "x-ms-lease-id": "one" } }],
            ];
            for (const [path, sent] of unknown) {
                const answer = await ask(home, path, sent);
                assert.deepEqual([answer.status, home.logged.at(-1)], [501, text(answer)], path);
            }
            assert.equal(home.logged.length, unknown.length);
        }));
});
