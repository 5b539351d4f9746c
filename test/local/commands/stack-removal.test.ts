// Does not prove what a state names, nor that the cluster does what is planned: test/engine/reset.test.ts and entra-and-cluster.test.ts do.
import assert from "node:assert/strict";
import { type OwningStack, planRemoval } from "../../../local/commands/stack-removal";
import type { Properties } from "../../../local/provider/provider";
import { beginning } from "../../../local/recovery/unfinished-run";
import type { OwnedResource } from "../../../local/workspace/stack-files";
import { newCloud } from "../azure/fixture";
import { example } from "../azure/landscape";
import { newTenant, token } from "../entra/fixture";
import { before as deployed, example as entraExample, type Made, names } from "../entra/landscape";

/** What the fixtures have created is noted for this one. */
const unsettled = "urn:pulumi:dev::test::";

describe("the removal of one stack", () => {
    const azure = (type: string, id: string): OwnedResource => ({ type: `azure-native:${type}`, id, outputs: {} });
    const entra = (name: string, made: Made): OwnedResource => ({
        type: token(name),
        id: made[name]?.id ?? "",
        outputs: {},
    });
    const staging = (...resources: OwnedResource[]): OwningStack => ({ stack: "staging", resources });
    const dev = (resources: OwnedResource[], past: OwnedResource[] = resources) => ({
        stack: "dev",
        resources,
        past,
        urnPrefix: "urn:pulumi:settled::test::",
    });
    const refusal = (id: string, more = "") => ({
        name: "Failure",
        message:
            `staging has resources in those of dev, which would go with them: ${id}${more}. First npm start -- reset ` +
            "--stack staging; or npm start -- reset --all, which removes all stacks.",
    });

    /** A group, and a vault in it. */
    async function groupWithVault() {
        const cloud = newCloud();
        const group = await cloud.create("resources:ResourceGroup", example["resources:ResourceGroup"] ?? {});
        const vault = await cloud.create("keyvault:Vault", example["keyvault:Vault"] ?? {});
        return { cloud, group: azure("resources:ResourceGroup", group.id), vault: azure("keyvault:Vault", vault.id) };
    }

    it("is refused while another one has something in its resources, and has then changed nothing", async () => {
        const { cloud, group, vault } = await groupWithVault();
        const before = cloud.store.list("");

        await assert.rejects(planRemoval(cloud.store, dev([group]), [staging(vault)]), refusal(vault.id));
        await assert.rejects(
            planRemoval(cloud.store, dev([group, vault]), [staging(vault, group)]),
            refusal(vault.id, " and 1 more"),
        );
        assert.deepEqual(cloud.store.list(""), before);
    });

    it("leaves what it had once, as soon as that is another's", async () => {
        const { cloud, group, vault } = await groupWithVault();

        const { writes } = await planRemoval(cloud.store, dev([], [group, vault]), [staging(vault)]);

        assert.deepEqual(
            writes.filter(({ key }) => key.startsWith("arm:")),
            [],
        );
    });

    it("takes what it had once", async () => {
        const { cloud, group } = await groupWithVault();
        const { writes } = await planRemoval(cloud.store, dev([], [group]), []);
        await cloud.store.write(writes);

        assert.deepEqual(
            cloud.store.list("").filter(([key]) => key.startsWith("arm:")),
            [],
        );
    });

    it("takes what a run without an end created for it, with every note", async () => {
        const { cloud } = await groupWithVault();
        await cloud.store.write([beginning(unsettled, { command: "up", since: "noon" })]);

        const { writes } = await planRemoval(cloud.store, { ...dev([]), urnPrefix: unsettled }, []);
        await cloud.store.write(writes);

        assert.deepEqual(cloud.store.list(""), []);
    });

    it("takes all that it has in Entra, without names that are kept, and nothing of another's", async () => {
        const tenant = newTenant();
        const made = await deployed(tenant);
        const other = await tenant.create("NamedLocation", entraExample("NamedLocation", {}));
        const all = names.map((name) => entra(name, made));

        const { writes } = await planRemoval(tenant.store, dev(all), [
            staging({ ...other, type: token("NamedLocation") }),
        ]);
        await tenant.store.write(writes);

        assert.deepEqual(
            tenant.store
                .list("")
                .map(([key]) => key)
                .filter((key) => !key.startsWith("created:")),
            [`entra:${other.id.toLowerCase()}`],
        );
    });

    it("takes its part out of another's application, and is refused when the application is its own", async () => {
        const tenant = newTenant();
        const made = await deployed(tenant, "ServicePrincipal");
        const [application, scope] = [entra("ApplicationRegistration", made), entra("ApplicationIdentifierUri", made)];

        await assert.rejects(planRemoval(tenant.store, dev([application]), [staging(scope)]), refusal(scope.id));
        const principal = await tenant.create("ServicePrincipal", entraExample("ServicePrincipal", made));
        const theirs = { ...principal, type: token("ServicePrincipal") };
        await assert.rejects(planRemoval(tenant.store, dev([application]), [staging(theirs)]), refusal(theirs.id));

        const { writes } = await planRemoval(tenant.store, dev([scope]), [staging(application, theirs)]);
        await tenant.store.write(writes);
        assert.equal(await tenant.read("ApplicationIdentifierUri", scope.id, {}, {}), undefined);
        assert.ok(await tenant.read("ApplicationRegistration", application.id, {}, {}));
    });

    describe("from the cluster", () => {
        const { store } = newCloud();
        const object = (type: string, id: string, uid?: string, more: Properties = {}): OwnedResource => ({
            type: `kubernetes:${type}`,
            id,
            outputs: { metadata: { ...(uid && { uid }) }, ...more },
        });
        const namespace = object("core/v1:Namespace", "team", "1");
        const map = object("core/v1:ConfigMap", "team/map", "2");
        const patch = object("core/v1:NamespacePatch", "team", "1", { __fieldManager: "us" });
        const definition = object("apiextensions.k8s.io/v1:CustomResourceDefinition", "things.example.test", "3", {
            spec: { group: "example.test", names: { kind: "Thing" } },
        });
        const thing = object("example.test/v1:Thing", "other/thing", "4");

        it("names every object by its uid, dependents first, and none that was rendered into a file", async () => {
            const rendered = object("core/v1:ConfigMap", "team/rendered");
            const { objects } = await planRemoval(store, dev([patch, map, rendered, thing]), []);

            assert.deepEqual(objects, [
                { apiVersion: "example.test/v1", kind: "Thing", namespace: "other", name: "thing", uid: "4" },
                { apiVersion: "v1", kind: "ConfigMap", namespace: "team", name: "map", uid: "2" },
                { apiVersion: "v1", kind: "Namespace", name: "team", uid: "1", fieldManager: "us" },
            ]);
        });

        for (const [what, own, theirs] of [
            ["lies in its namespace", namespace, map],
            ["is of a kind that it defines", definition, thing],
            ["is the same", map, { ...map, id: "team/map" }],
            ["is somebody's fields in its own", namespace, patch],
        ] as const) {
            it(`is refused while an object of another stack ${what}, unless it was its own once`, async () => {
                await assert.rejects(planRemoval(store, dev([own]), [staging(theirs)]), refusal(theirs.id));
                assert.deepEqual((await planRemoval(store, dev([], [own]), [staging(theirs)])).objects, []);
            });
        }

        it("gives fields back in an object of another stack", async () => {
            const { objects } = await planRemoval(store, dev([patch]), [staging(namespace, map)]);
            assert.deepEqual(
                objects.map(({ fieldManager }) => fieldManager),
                ["us"],
            );
        });
    });
});
