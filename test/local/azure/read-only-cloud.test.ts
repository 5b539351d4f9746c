// Does not prove that what the engine keeps in its state is encrypted: its passphrase does that.
import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { azurePackage } from "../../../local/azure";
import { namedValueText } from "../../../local/azure/api-management/named-value-text";
import { readOnlyCloud } from "../../../local/azure/read-only-cloud";
import { azureRecords } from "../../../local/azure/stack-records";
import { noWaiting } from "../../../local/cloud/clock";
import { homeJournal, openHomeJournal } from "../../../local/cloud/home-journal";
import type { Journal } from "../../../local/cloud/journal";
import { decodeJournal } from "../../../local/cloud/journal-line";
import { readRecords } from "../../../local/cloud/read-records";
import { sealingKey, sealingKeyFile } from "../../../local/cloud/sealing-key";
import { temporaryFolder } from "../../support/temporary-folder";
import { apiManagementExamples, serviceId } from "./api-management-landscape";
import { groupId, seed } from "./fixture";
import { example } from "./landscape";

const inside = "in-the-vault-and-nowhere-else";
const namedValue = "apimanagement:NamedValue";
const id = `${serviceId}/namedValues/risk-level`;

/** Everything that has a text that never comes out. */
const steps: [token: string, inputs: object][] = [
    ["resources:ResourceGroup", example["resources:ResourceGroup"] ?? {}],
    ["keyvault:Vault", example["keyvault:Vault"] ?? {}],
    ["keyvault:Secret", { ...example["keyvault:Secret"], properties: { value: inside } }],
    [
        "apimanagement:ApiManagementService",
        {
            ...apiManagementExamples["apimanagement:ApiManagementService"],
            ...{ virtualNetworkType: "None", virtualNetworkConfiguration: {} },
        },
    ],
    [namedValue, { ...apiManagementExamples[namedValue], secret: true, value: inside }],
];

describe("the cloud of a home folder, for somebody who only reads it", () => {
    const home = temporaryFolder();
    let journal: Journal;
    beforeEach(async () => {
        journal = await openHomeJournal(home());
        const parts = { store: journal, clock: noWaiting, seed, sealingKey: () => sealingKey(home()) };
        const provider = azurePackage(parts).configure({});
        const { signal } = new AbortController();
        for (const [token, inputs] of steps) {
            const type = `azure-native:${token}`;
            const request = { urn: `urn:${token}`, type, name: "", inputs: { ...inputs }, preview: false, signal };
            const { outputs } = await provider.create(request);
            assert.equal(JSON.stringify(outputs).includes(inside), false, token);
        }
    });
    afterEach(() => journal.close());

    const read = async () => readOnlyCloud(await readRecords(home()), home());
    const textNow = async () => {
        const cloud = await read();
        return namedValueText(cloud.find(id) ?? assert.fail("it is not there"), cloud);
    };

    it("has what is sealed, also while a run is under way", async () => {
        assert.deepEqual(await textNow(), { value: inside });
        const [version = ""] = (await read()).sealedWithin(`${groupId}/providers/Microsoft.KeyVault`);
        assert.equal((await read()).unsealed(version)?.value, inside);
    });

    it("has it in no file as it is, and in nothing that is listed", async () => {
        const files = await readdir(home(), { recursive: true, withFileTypes: true });
        const contents = await Promise.all(
            files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
        );
        const forms = [inside, Buffer.from(inside).toString("base64").replace(/=+$/, "").slice(0, -1)];
        for (const content of contents) {
            assert.deepEqual(
                forms.map((form) => content.includes(form)),
                [false, false],
            );
        }
        assert.ok(contents.length >= 2);
        assert.equal(JSON.stringify((await read()).all()).includes(inside), false);
    });

    it("has what is sealed as soon as the resource that it belongs to, and not later", async () => {
        const { batches } = decodeJournal(await readFile(homeJournal(home())));
        const sealed = batches.filter((writes) => writes.some(({ key }) => key.startsWith("sealed:")));
        const made = sealed.map((writes) => writes.find(({ key }) => key.startsWith("arm:"))?.value?.type);
        assert.deepEqual(made, ["azure-native:keyvault:Secret", `azure-native:${namedValue}`]);
    });

    it("says that the key is lost, and has no text then", async () => {
        await rm(sealingKeyFile(home()));
        await assert.rejects(textNow(), { message: /sealing-key is missing: .*Put it back, or deploy new values\.$/ });

        sealingKey(home());
        await assert.rejects(textNow(), { message: /cannot be opened: it was sealed with another key/ });
    });

    it("changes nothing", async () => {
        const cloud = await read();
        await assert.rejects(cloud.put({ type: "azure-native:x:Y", id: "/x", body: {} }), {
            message: "This cloud is only read.",
        });
    });

    it("has nothing sealed any more once the stack is removed", async () => {
        const type = "azure-native:resources:ResourceGroup";
        await azureRecords.remove(journal, [{ type, id: groupId }]);
        assert.deepEqual((await readRecords(home())).list("sealed:"), []);
    });
});
