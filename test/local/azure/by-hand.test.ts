// Does not prove that a stack drifts: test/engine/drift.test.ts does.
import assert from "node:assert/strict";
import { azurePackage } from "../../../local/azure";
import { deleteByHand, setByHand } from "../../../local/azure/by-hand";
import { Cloud, type Stored } from "../../../local/azure/cloud";
import { formatPropertyPath, parsePropertyPath } from "../../../local/azure/property-path";
import { findType, typeOf } from "../../../local/azure/registry";
import { noWaiting } from "../../../local/cloud/clock";
import type { Properties } from "../../../local/provider/provider";
import { fixedKey } from "../cloud/fixed-key";
import { JumpingClock } from "../cloud/jumping-clock";
import { MemoryStore } from "../cloud/memory-store";
import { groupId, seedWithStorage } from "./fixture";
import { everything, example, subnetId, vaultId, workspaceId } from "./landscape";

describe("a property path", () => {
    const paths: [path: string, parts: (string | number)[]][] = [
        ["tags", ["tags"]],
        ["properties.sku.name", ["properties", "sku", "name"]],
        ["rules[0].access", ["rules", 0, "access"]],
        ['tags["cost-center"]', ["tags", "cost-center"]],
        ['tags["a.b"].c[12]', ["tags", "a.b", "c", 12]],
        ["tags.cost-center", ["tags", "cost-center"]],
    ];
    for (const [path, parts] of paths) {
        it(`is ${path}`, () => {
            assert.deepEqual(parsePropertyPath(path), parts);
            assert.deepEqual(parsePropertyPath(formatPropertyPath(parts)), parts);
        });
    }
    for (const path of ["", ".", "a..b", "a.", "[x]", "a[", 'a["b]', "a]"]) {
        it(`is not ${JSON.stringify(path)}`, () => assert.equal(parsePropertyPath(path), undefined));
    }
});

/** What every PUT makes anew. */
const volatile =
    /^(etag|systemData|updated|updatedOn|modifiedDate|lastModified(Date|Time|Utc|TimeUtc)|secretUriWithVersion|changedTime|version|timeModified|revision)$/i;

describe("a change by hand", () => {
    let cloud: Cloud;
    beforeEach(async () => {
        const store = new MemoryStore();
        cloud = new Cloud(store, noWaiting, seedWithStorage, typeOf, fixedKey);
        const provider = azurePackage({
            store,
            clock: new JumpingClock(),
            seed: seedWithStorage,
            sealingKey: fixedKey,
        }).configure({});
        const { signal } = new AbortController();
        for (const step of everything) {
            const [token, inputs] = typeof step === "string" ? [step, example[step] ?? {}] : step;
            const type = `azure-native:${token}`;
            // locks come last, where a test wants one
            if (token !== "authorization:ManagementLockByScope") {
                await provider.create({ urn: "", type, name: "", inputs, preview: false, signal });
            }
        }
    });

    const bodyOf = (id: string): Properties => cloud.find(id)?.body ?? assert.fail(`${id} is gone`);
    const ofType = (token: string): Stored => cloud.all(`azure-native:${token}`)[0] ?? assert.fail(token);
    const refused = (set: Promise<void>, message: string | RegExp) => assert.rejects(set, { name: "Refusal", message });

    it("is there afterwards, and is all that has changed", async () => {
        const before = bodyOf(vaultId);

        await setByHand(cloud, vaultId, "properties.publicNetworkAccess", "Enabled");

        const { properties, systemData: _, ...after } = bodyOf(vaultId);
        const { properties: old, systemData: __, ...others } = before;
        assert.deepEqual(properties, { ...(old as Properties), publicNetworkAccess: "Enabled" });
        assert.deepEqual({ ...after, etag: "" }, { ...others, etag: "" });
    });

    it("takes values of every kind, and adds, changes and removes them", async () => {
        const changes: [id: string, path: string, json: string, value: unknown][] = [
            [workspaceId, "retentionInDays", "120", 120],
            [workspaceId, "features.disableLocalAuth", "true", true],
            [workspaceId, 'tags["cost-center"]', "4711", "4711"],
            [workspaceId, "tags", '{"a":"b"}', { a: "b" }],
            [workspaceId, "tags", "null", undefined],
            [subnetId, "privateEndpointNetworkPolicies", '"Enabled"', "Enabled"],
            [ofType("network:NetworkSecurityGroup").id, "securityRules[1].priority", "4000", 4000],
        ];
        for (const [id, path, json, value] of changes) {
            await setByHand(cloud, id, path, json);
            const found = parsePropertyPath(path)?.reduce<unknown>(
                (inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part],
                bodyOf(id),
            );
            assert.deepEqual(found, value, path);
        }
        await setByHand(cloud, ofType("network:NetworkSecurityGroup").id, "securityRules[0]", "null");
        assert.equal((bodyOf(ofType("network:NetworkSecurityGroup").id).securityRules as unknown[]).length, 1);
    });

    for (const token of Object.keys(example)) {
        const path = ["tags", "description", "displayName"].find((name) => {
            const field = findType(`azure-native:${token}`)?.properties[name];
            return field && !field.readOnly && !field.notModelled;
        });
        const never = ["keyvault:Key", "operationalinsights:SavedSearch", "resources:Deployment"];
        if (path !== undefined && !never.includes(token)) {
            it(`of one property of a ${token} leaves the others alone`, async () => {
                const { id, body } = ofType(token);
                await setByHand(cloud, id, path, path === "tags" ? '{"by":"hand"}' : "by hand");
                const changed = bodyOf(id);
                assert.notDeepEqual(changed[path], body[path]);
                const stable = ({ [path]: _, ...others }: Properties) =>
                    JSON.parse(JSON.stringify(others), (name, value) => (volatile.test(name) ? undefined : value));
                assert.deepEqual(stable(changed), stable(body));
            });
        }
    }

    it("refuses an id that nothing has, with the nearest", async () => {
        const id = vaultId.replace("kv-one", "kv-on");
        await refused(
            setByHand(cloud, id, "tags", "{}"),
            new RegExp(`^There is no resource ${id}\\. The nearest are:\n {2}${vaultId}\n`),
        );
        await refused(deleteByHand(cloud, id), /The nearest are:/);
        const empty = new Cloud(new MemoryStore(), noWaiting, seedWithStorage, typeOf);
        await refused(deleteByHand(empty, id), /: nothing is deployed\. npm start deploys dev\.$/);
    });

    it("refuses to change a deployment, whose template nobody has", async () => {
        await refused(
            setByHand(cloud, ofType("resources:Deployment").id, "tags", "{}"),
            "Azure does not keep the template of azure-native:resources:Deployment: it can only be deployed again, or deleted.",
        );
    });

    const type = "azure-native:keyvault:Vault";
    const refusals: [path: string, json: string, message: string | RegExp][] = [
        [
            "properties.publicNetworkAcces",
            "a",
            `${type} has no property properties.publicNetworkAcces; the nearest is publicNetworkAccess.`,
        ],
        ["properties[0]", "1", `${type} has no property properties[0].`],
        ["tags.a.b", "1", `${type} has no property tags.a.b.`],
        ["name", "other", "name is what Azure answers, and cannot be set."],
        [
            "properties..sku",
            "1",
            'properties..sku is no path: write it like properties.sku.name, rules[0].access or tags["cost-center"].',
        ],
        [
            "properties.enablePurgeProtection",
            "maybe",
            "The value of properties.enablePurgeProtection is no JSON: it must be true or false.",
        ],
        [
            "properties.softDeleteRetentionInDays",
            "many",
            "The value of properties.softDeleteRetentionInDays is no JSON: it must be a whole number.",
        ],
        ["tags", "{a}", 'The value of tags is no JSON: it must be an object like {"a": 1}.'],
        [
            "properties.softDeleteRetentionInDays",
            '"90"',
            "'properties.softDeleteRetentionInDays' should be of type 'integer' but got a string.",
        ],
        [
            "properties.sku.name",
            "gold",
            /^Status=400 Code="InvalidParameterValue" Message="The value 'gold' of 'properties\.sku\.name' is not/,
        ],
        ["location", "northeurope", /^Status=409 Code="InvalidResourceLocation"/],
        [
            "properties.networkAcls.ipRules[0].value",
            "1.2.3.4",
            /^There is no properties\.networkAcls\.ipRules\[0\]: the list has 0 items\.$/,
        ],
    ];
    for (const [path, json, message] of refusals) {
        it(`refuses ${path} = ${json}`, async () => {
            const before = bodyOf(vaultId);
            await refused(setByHand(cloud, vaultId, path, json), message);
            assert.deepEqual(bodyOf(vaultId), before);
        });
    }

    it("refuses the value of a secret without repeating it, and a key, which never changes", async () => {
        await assert.rejects(setByHand(cloud, ofType("keyvault:Secret").id, "properties.value", "hunter2"), {
            message: "properties.value goes in and never comes out: nobody could see the change.",
        });
        await refused(
            setByHand(cloud, ofType("keyvault:Key").id, "tags", "{}"),
            "Azure never changes a azure-native:keyvault:Key that exists: it can only be deleted.",
        );
    });

    it("deletes a resource with what lies in it, and leaves a vault's name taken", async () => {
        const assignments = cloud.all("azure-native:authorization:RoleAssignment");
        const assignment = assignments.find(({ id }) => id.startsWith(`${vaultId}/`))?.id ?? assert.fail("none");
        await deleteByHand(cloud, vaultId);
        assert.equal(cloud.find(vaultId), undefined);
        assert.equal(cloud.find(assignment), undefined);
        assert.ok(cloud.softDeleted(type, (id) => id === vaultId));
        assert.ok(cloud.find(groupId));
    });

    it("respects locks and what is in use, as Azure does", async () => {
        await refused(deleteByHand(cloud, subnetId), /^Status=4\d\d Code="InUseSubnetCannotBeDeleted"/);
        const id = `${vaultId}/providers/Microsoft.Authorization/locks/keep`;
        await cloud.put({ type: "azure-native:authorization:ManagementLockByScope", id, body: { level: "ReadOnly" } });

        await refused(deleteByHand(cloud, vaultId), /^Status=409 Code="ScopeLocked"/);
        await refused(setByHand(cloud, vaultId, "tags", "{}"), /^Status=409 Code="ScopeLocked"/);
        await deleteByHand(cloud, id);
        await setByHand(cloud, vaultId, "tags", "{}");
    });
});
