// Does not prove that Entra replicates in this time: Microsoft publishes none. What the provider waits for is its source's.
import assert from "node:assert/strict";
import { patchApplication } from "../../../local/entra/applications/application";
import { Directory } from "../../../local/entra/directory";
import { PartialFailure, type Properties } from "../../../local/provider/provider";
import { graph, newTenant, oneError, seed, type Tenant } from "./fixture";
import { before as deploy, example, type Made, nobody, roleId, scopeId, users } from "./landscape";

const outputs = (made: Made, name: string): Properties => made[name]?.outputs ?? {};
const directory = ({ store, clock }: Tenant) => new Directory(store, clock, seed);

describe("entra replication", () => {
    it("makes the provider wait for an application that it has just made", async () => {
        const tenant = newTenant();
        const { outputs: application } = await tenant.create("ApplicationRegistration", { displayName: "orders" });
        tenant.clock.waits.length = 0;
        await tenant.create("ServicePrincipal", { clientId: application.clientId ?? "" });
        // the call itself, and a pause of a second: then 5 seconds are over
        assert.deepEqual(tenant.clock.waits, [4, 1]);
    });

    it("makes it wait for both ends of an assignment", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ServicePrincipal");
        const client = await tenant.create("ApplicationRegistration", { displayName: "client" });
        tenant.clock.advance(60);
        const { outputs: resource } = await tenant.create(
            "ServicePrincipal",
            example("ServicePrincipal", made, { appRoleAssignmentRequired: false }),
        );
        const { outputs: principal } = await tenant.create("ServicePrincipal", {
            clientId: client.outputs.clientId ?? "",
        });
        tenant.clock.waits.length = 0;
        const { outputs: assignment } = await tenant.create("AppRoleAssignment", {
            appRoleId: roleId,
            principalObjectId: principal.objectId ?? "",
            resourceObjectId: resource.objectId ?? "",
        });
        assert.deepEqual(tenant.clock.waits, [2, 1, 2]);
        assert.deepEqual(
            [assignment.principalDisplayName, assignment.principalType, assignment.resourceDisplayName],
            ["client", "ServicePrincipal", "orders"],
        );
        const servicePrincipal = { id: String(principal.id), outputs: principal };
        await tenant.remove("ServicePrincipal", servicePrincipal);
        assert.equal(await tenant.read("AppRoleAssignment", String(assignment.id), {}, {}), undefined);
    });

    it("is waited for until the time-out of the provider, and no longer", async () => {
        const tenant = newTenant();
        await assert.rejects(tenant.create("ServicePrincipal", { clientId: nobody }), /NoBackingApplicationObject/);
        const waited = tenant.clock.waits.reduce((sum, seconds) => sum + seconds, 0);
        assert.deepEqual(tenant.clock.waits.slice(0, 9), [4, 1, 2, 4, 8, 16, 32, 61, 61]);
        assert.ok(waited > 9 * 60 && waited < 10 * 60 + 4, `${waited} seconds`);
    });

    it("is not waited for when something else is wrong", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "AppRoleAssignment");
        tenant.clock.advance(60);
        tenant.clock.waits.length = 0;
        const inputs = example("AppRoleAssignment", made, { appRoleId: nobody });
        await assert.rejects(tenant.create("AppRoleAssignment", inputs), /Permission being assigned was not found/);
        assert.deepEqual(tenant.clock.waits, [2]);
    });

    it("ends with the run that waits for it", async () => {
        const tenant = newTenant();
        const controller = new AbortController();
        const creating = tenant.create("ServicePrincipal", { clientId: nobody }, controller.signal);
        controller.abort(new Error("operation cancelled"));
        await assert.rejects(creating, { message: "operation cancelled" });
        assert.equal(tenant.store.records.size, 0);
    });
});

describe("entra applications", () => {
    it("keep every part that is written at the same time: the provider locks them", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ApplicationIdentifierUri");
        const names = ["ApplicationIdentifierUri", "ApplicationPermissionScope", "ApplicationAppRole"];
        const start = tenant.clock.now();
        await Promise.all(names.map((name) => tenant.create(name, example(name, made))));
        assert.equal(tenant.clock.now() - start, 3000);
        const { outputs: principal } = await tenant.create("ServicePrincipal", example("ServicePrincipal", made));
        assert.deepEqual(
            [principal.servicePrincipalNames, principal.oauth2PermissionScopeIds, principal.appRoleIds],
            [["https://mcp.contoso.com/orders/mcp"], { "orders.read": scopeId }, { "orders.admin": roleId }],
        );
    });

    it("keep their parts when their own properties change", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "NamedLocation");
        const application = made.ApplicationRegistration as Made[string];
        await tenant.update("ApplicationRegistration", application, { displayName: "invoices" });
        const principal = await tenant.read("ServicePrincipal", made.ServicePrincipal?.id ?? "", {}, {});
        assert.equal(principal?.outputs.displayName, "invoices");
        assert.deepEqual(principal?.outputs.appRoleIds, { "orders.admin": roleId });
    });

    it("refuse to change or lose what is enabled; so the provider disables it first", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ApplicationPreAuthorized");
        const objectId = String(outputs(made, "ApplicationRegistration").objectId);
        const refused = {
            message: graph(
                400,
                "Bad Request",
                "CannotDeleteOrUpdateEnabledEntitlement",
                "Permission (scope or role) cannot be deleted or updated unless disabled first.",
            ),
        };
        for (const list of ["oauth2PermissionScopes", "appRoles"]) {
            const [permission] = directory(tenant).get(`/applications/${objectId}`)[list] as Properties[];
            const patch = (items: Properties[]) => patchApplication(directory(tenant), objectId, { [list]: items });
            await assert.rejects(patch([]), refused);
            await assert.rejects(patch([{ ...permission, value: "other" }]), refused);
            await assert.rejects(patch([{ ...permission, value: "other", isEnabled: false }]), refused);
            await patch([{ ...permission, isEnabled: false }]);
            await patch([{ ...permission, value: "other", isEnabled: true }]);
            await patch([{ ...permission, value: "other", isEnabled: false }]);
            await patch([]);
        }
    });

    it("take along their service principal, its assignments and their credentials", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "NamedLocation");
        await tenant.remove("ApplicationRegistration", made.ApplicationRegistration as Made[string]);
        assert.deepEqual(
            [...tenant.store.records.keys()].filter((key) => !key.startsWith("created:")),
            [`entra-deleted:${made.ApplicationRegistration?.id}`],
        );
    });
});

describe("entra service principals", () => {
    const role = (objectId: string, type = "ServicePrincipal") => ({
        scope: `/subscriptions/${seed.subscriptionId}`,
        roleAssignmentName: "55555555-5555-4555-8555-000000000001",
        principalId: objectId,
        principalType: type,
        roleDefinitionId: `/subscriptions/${seed.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${seed.roleDefinitions.Reader}`,
    });
    const azure = (tenant: Tenant, type: string, inputs: Properties) =>
        tenant.azure.create({
            urn: "u",
            type: `azure-native:${type}`,
            name: "res",
            inputs,
            preview: false,
            signal: new AbortController().signal,
        });

    it("can have roles in Azure as long as they exist", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "AppRoleAssignment");
        const inputs = role(String(outputs(made, "ServicePrincipal").objectId));
        await azure(tenant, "authorization:RoleAssignment", inputs);
        await tenant.remove("ServicePrincipal", made.ServicePrincipal as Made[string]);
        const again = { ...inputs, roleAssignmentName: "55555555-5555-4555-8555-000000000002" };
        await assert.rejects(azure(tenant, "authorization:RoleAssignment", again), /Code="PrincipalNotFound"/);
    });

    it("are also the managed identities of Azure", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "AppRoleAssignment");
        const group = { resourceGroupName: "rg", location: "westeurope" };
        await azure(tenant, "resources:ResourceGroup", group);
        const identity = { ...group, resourceName: "id-gateway" };
        const { outputs: made_ } = await azure(tenant, "managedidentity:UserAssignedIdentity", identity);
        const change = { principalObjectId: made_.principalId ?? "" };
        const { outputs: assignment } = await tenant.create(
            "AppRoleAssignment",
            example("AppRoleAssignment", made, change),
        );
        assert.deepEqual(
            [assignment.principalDisplayName, assignment.principalType],
            ["id-gateway", "ServicePrincipal"],
        );
    });

    it("are adopted on request, and deleted by either owner", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "AppRoleAssignment");
        const adopted = await tenant.create(
            "ServicePrincipal",
            example("ServicePrincipal", made, { useExisting: true, owners: [users], tags: ["HideApp"] }),
        );
        assert.equal(adopted.id, made.ServicePrincipal?.id);
        assert.deepEqual(
            [adopted.outputs.owners, adopted.outputs.featureTags],
            [[users], [{ customSingleSignOn: false, enterprise: false, gallery: false, hide: true }]],
        );
        await tenant.remove("ServicePrincipal", made.ServicePrincipal as Made[string]);
        await tenant.remove("ServicePrincipal", adopted);
        const featureTags = [{ enterprise: true, hide: false }];
        const { outputs: tagged } = await tenant.create(
            "ServicePrincipal",
            example("ServicePrincipal", made, { featureTags }),
        );
        assert.deepEqual(tagged.tags, ["WindowsAzureActiveDirectoryIntegratedApp"]);
    });
});

describe("entra updates", () => {
    it("that Graph refuses leave what was planned in the state, with the reason, as Terraform does", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ApplicationAppRole");
        const second = example("ApplicationPermissionScope", made, { scopeId: nobody, value: "orders.write" });
        const resource = await tenant.create("ApplicationPermissionScope", second);
        const oldInputs = { ...second, __defaults: [] };
        const failure = await tenant
            .update("ApplicationPermissionScope", resource, { ...second, value: "orders.read" }, { oldInputs })
            .catch((error: unknown) => error);
        assert.ok(failure instanceof PartialFailure);
        const { urn } = tenant.subject("ApplicationPermissionScope");
        const objectId = outputs(made, "ApplicationRegistration").objectId;
        const name = `Permission Scope (Application ID: "${objectId}", Scope ID: "${nobody}")`;
        const duplicate = graph(
            400,
            "Bad Request",
            "DuplicateValue",
            "Request contains a property with duplicate values.",
        );
        assert.deepEqual(failure.reasons, [`updating ${urn}: ${oneError(`updating ${name}: ${duplicate}`)}`]);
        assert.deepEqual(failure.resource, {
            id: resource.id,
            inputs: oldInputs,
            outputs: { ...resource.outputs, value: "orders.read" },
        });
        // it was disabled first, and stays so until the update succeeds
        const application = directory(tenant).get(`/applications/${objectId}`);
        const scopes = application.oauth2PermissionScopes as Properties[];
        assert.deepEqual(
            scopes.map(({ value, isEnabled }) => [value, isEnabled]),
            [
                ["orders.read", true],
                ["orders.write", false],
            ],
        );
        await tenant.update("ApplicationPermissionScope", resource, second);
    });
});

describe("entra provider", () => {
    it("says who deploys", async () => {
        const { clientId, objectId } = seed.client;
        assert.deepEqual(await newTenant().provider.invoke("azuread:index/getClientConfig:getClientConfig", {}), {
            clientId,
            objectId,
            tenantId: seed.tenantId,
            id: `${seed.tenantId}-${clientId}-${objectId}`,
        });
    });

    it("says which domains are verified", async () => {
        const { domains, id } = await newTenant().provider.invoke("azuread:index/getDomains:getDomains", {});
        assert.deepEqual(
            (domains as Properties[]).map(({ domainName, initial, verified }) => [domainName, initial, verified]),
            [
                ["contoso.onmicrosoft.com", true, true],
                ["contoso.com", false, true],
            ],
        );
        assert.match(String(id), new RegExp(`^domains#${seed.tenantId}#[\\w-]{27}=$`));
    });

    it("takes no filter of domains", async () => {
        await assert.rejects(newTenant().provider.invoke("azuread:index/getDomains:getDomains", { onlyRoot: true }), {
            message:
                "Function azuread:index/getDomains:getDomains takes no onlyRoot in the local cloud. Add it to local/entra/invoke.ts.",
        });
    });

    it("says what to add for another function", async () => {
        await assert.rejects(newTenant().provider.invoke("azuread:index/getGroup:getGroup", {}), {
            message:
                "Function azuread:index/getGroup:getGroup is not part of the local cloud, which has getClientConfig and getDomains. Add it to local/entra/invoke.ts.",
        });
    });

    it("knows one tenant", () => {
        assert.throws(() => newTenant({ tenantId: nobody }), {
            message: `AADSTS90002: Tenant '${nobody}' not found. The local cloud has one tenant, ${seed.tenantId} (local/seed.yaml).`,
        });
    });
});

describe("entra drift", () => {
    it("shows as a change of what exists, and in the inputs that were there", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ApplicationIdentifierUri");
        const { id, outputs: old } = made.ApplicationRegistration as Made[string];
        const inputs = example("ApplicationRegistration", made);
        const { inputs: checked } = await tenant.check("ApplicationRegistration", inputs);
        await directory(tenant).put(id, {
            ...directory(tenant).get(id),
            displayName: "renamed by hand",
            supportUrl: "https://contoso.com",
        });
        const read = await tenant.read("ApplicationRegistration", id, checked, old);
        const { __defaults: _, ...rest } = checked;
        assert.deepEqual(read?.inputs, { ...rest, displayName: "renamed by hand" });
        assert.deepEqual((await tenant.diff("ApplicationRegistration", read?.outputs ?? {}, inputs)).changes, {
            displayName: "update",
            supportUrl: "delete",
        });
    });

    it("is not another order in a set, but one in a list", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant);
        const role = { allowedMemberTypes: ["Application", "User"] };
        const roles = await tenant.diff("ApplicationAppRole", outputs(made, "ApplicationAppRole"), {
            ...example("ApplicationAppRole", made),
            ...role,
        });
        assert.deepEqual(roles.changes, {});
        const { outputs: location } = await tenant.create("NamedLocation", {
            displayName: "l",
            country: { countriesAndRegions: ["DE", "FR"] },
        });
        const other = { displayName: "l", country: { countriesAndRegions: ["FR", "DE"] } };
        assert.deepEqual((await tenant.diff("NamedLocation", location, other)).changes, {
            "country.countriesAndRegions[0]": "update-replace",
            "country.countriesAndRegions[1]": "update-replace",
        });
    });
});
