// Does not prove that Microsoft Graph answers with these values, nor that it takes as long; texts are tested elsewhere.
import assert from "node:assert/strict";
import { type Properties, unknown } from "../../../local/provider/provider";
import { newTenant, type Tenant } from "./fixture";
import { before, example, type Made, nobody, scopeId } from "./landscape";

interface Case {
    id: RegExp;
    /** Outputs that Entra chooses. */
    chosen: string[];
    /** Changes of the inputs that are made in place, with the paths that a preview shows. */
    inPlace?: [change: Properties, changes: Record<string, string>];
    /** A change that needs a new resource. */
    replaced?: [change: Properties, changes: Record<string, string>];
    /** A reference to what is not there. */
    missing?: [change: Properties, message: RegExp];
    /** What a second one with the same inputs is told; those without a message may exist twice. */
    conflict?: RegExp;
}

const guid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const noApplication = `/applications/${nobody}`;
const notThere = new RegExp(`Request_ResourceNotFound: Resource '${nobody}' does not exist`);
const otherApplication = { applicationId: "update-replace" };

const cases: Record<string, Case> = {
    ApplicationRegistration: {
        id: new RegExp(`^/applications/${guid}$`),
        chosen: ["clientId", "disabledByMicrosoft", "objectId", "publisherDomain"],
        inPlace: [
            { displayName: "invoices", requestedAccessTokenVersion: 1, notes: null },
            { displayName: "update", requestedAccessTokenVersion: "update", notes: "delete" },
        ],
    },
    ApplicationIdentifierUri: {
        id: new RegExp(`^/applications/${guid}/identifierUris/aHR0cHM6Ly9tY3AuY29udG9zby5jb20vb3JkZXJzL21jcA==$`),
        chosen: [],
        replaced: [{ identifierUri: "https://mcp.contoso.com/other" }, { identifierUri: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*" already exists/,
    },
    ApplicationPermissionScope: {
        id: new RegExp(`^/applications/${guid}/permissionScopes/${scopeId}$`),
        chosen: [],
        inPlace: [
            { value: "orders.list", type: "Admin", userConsentDisplayName: "Read" },
            { value: "update", type: "update", userConsentDisplayName: "add" },
        ],
        replaced: [{ scopeId: nobody }, { scopeId: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*" already exists/,
    },
    ApplicationAppRole: {
        id: new RegExp(`^/applications/${guid}/appRoles/${guid}$`),
        chosen: [],
        inPlace: [
            { allowedMemberTypes: ["User"], description: "d" },
            { "allowedMemberTypes[1]": "delete", description: "update" },
        ],
        replaced: [{ roleId: nobody }, { roleId: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /a resource with the ID "\/applications\/.*" already exists/,
    },
    ApplicationPreAuthorized: {
        id: new RegExp(`^${guid}/preAuthorizedApplication/${guid}$`),
        chosen: [],
        inPlace: [{ permissionIds: [] }, { permissionIds: "delete" }],
        replaced: [{ authorizedClientId: nobody }, { authorizedClientId: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /A resource with the ID ".*\/preAuthorizedApplication\/.*" already exists/,
    },
    ApplicationFederatedIdentityCredential: {
        id: new RegExp(`^${guid}/federatedIdentityCredential/${guid}$`),
        chosen: ["credentialId"],
        inPlace: [
            { subject: "other", audiences: ["api://other"] },
            { subject: "update", "audiences[0]": "update" },
        ],
        replaced: [{ displayName: "other" }, { displayName: "update-replace" }],
        missing: [{ applicationId: noApplication }, notThere],
        conflict: /FederatedIdentityCredential with name gateway already exists\./,
    },
    ServicePrincipal: {
        id: new RegExp(`^/servicePrincipals/${guid}$`),
        chosen: [
            ...["appRoleIds", "appRoles", "applicationTenantId", "displayName", "featureTags", "homepageUrl"],
            ...["logoutUrl", "oauth2PermissionScopeIds", "oauth2PermissionScopes", "objectId", "redirectUris"],
            ...["samlMetadataUrl", "servicePrincipalNames", "signInAudience", "tags", "type"],
        ],
        inPlace: [
            { appRoleAssignmentRequired: false, accountEnabled: false },
            { appRoleAssignmentRequired: "delete", accountEnabled: "delete" },
        ],
        replaced: [{ clientId: nobody }, { clientId: "update-replace" }],
        missing: [{ clientId: nobody }, /does not reference a valid application object\./],
        conflict: /\[id\] A resource with the ID ".*" already exists/,
    },
    AppRoleAssignment: {
        id: new RegExp(`^/servicePrincipals/${guid}/appRoleAssignedTo/[A-Za-z0-9_-]{43}$`),
        chosen: ["principalDisplayName", "principalType", "resourceDisplayName"],
        replaced: [{ principalObjectId: nobody }, { principalObjectId: "update-replace" }],
        missing: [{ principalObjectId: nobody }, notThere],
        conflict: /Permission being assigned already exists on the object/,
    },
    NamedLocation: {
        id: new RegExp(`^/identity/conditionalAccess/namedLocations/${guid}$`),
        chosen: ["objectId"],
        inPlace: [{ displayName: "sites" }, { displayName: "update" }],
        replaced: [
            { ip: { ipRanges: ["198.51.100.0/24"] } },
            { "ip.ipRanges[0]": "update-replace", "ip.trusted": "delete-replace" },
        ],
    },
    AuthenticationStrengthPolicy: {
        id: new RegExp(`^/policies/authenticationStrengthPolicies/${guid}$`),
        chosen: [],
        inPlace: [
            { allowedCombinations: ["x509CertificateMultiFactor", "fido2"] },
            { "allowedCombinations[0]": "update" },
        ],
    },
    ConditionalAccessPolicy: {
        id: new RegExp(`^/identity/conditionalAccess/policies/${guid}$`),
        chosen: ["objectId"],
        inPlace: [
            { state: "disabled", sessionControls: { signInFrequency: 4, signInFrequencyPeriod: "hours" } },
            { state: "update", "sessionControls.signInFrequency": "update" },
        ],
        missing: [
            {
                grantControls: {
                    operator: "OR",
                    authenticationStrengthPolicyId: `/policies/authenticationStrengthPolicies/${nobody}`,
                },
            },
            /Authentication strength '\/policies\/.*' does not exist in the directory\./,
        ],
    },
};

/** What the engine keeps and the program does not see. */
function visible({ __meta: _, ...outputs }: Properties): Properties {
    return outputs;
}

for (const [name, { id, chosen, inPlace, replaced, missing, conflict }] of Object.entries(cases)) {
    describe(`entra ${name}`, () => {
        let tenant: Tenant;
        let made: Made;
        let inputs: Properties;

        beforeEach(async () => {
            tenant = newTenant();
            made = await before(tenant, name);
            inputs = example(name, made);
        });

        it("is made, with the id and the outputs of the provider", async () => {
            const resource = await tenant.create(name, inputs);
            assert.match(resource.id, id);
            const { outputs } = resource;
            assert.equal(outputs.id, resource.id);
            assert.deepEqual(await tenant.read(name, resource.id, {}, {}), { id: resource.id, inputs: {}, outputs });
            for (const output of chosen) {
                assert.notEqual(outputs[output], undefined, output);
            }
            assert.match(
                String(outputs.__meta),
                /^\{"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":\{"create":\d+00000000000,"delete":3/,
            );
        });

        it("is previewed with its inputs known, and what Entra chooses unknown; nothing is made", async () => {
            const records = tenant.store.records.size;
            const checked = (await tenant.check(name, inputs)).inputs;
            const outputs = await tenant.preview(name, checked);
            const unknowns = Object.keys(outputs).filter((output) => outputs[output] === unknown);
            assert.deepEqual(unknowns.sort(), ["id", ...chosen].sort());
            const known = Object.keys(outputs).filter((output) => !unknowns.includes(output));
            assert.deepEqual(
                known.sort(),
                Object.keys(checked)
                    .filter((input) => input !== "__defaults")
                    .sort(),
            );
            assert.equal(tenant.store.records.size, records);
        });

        it("does not change when nothing does, also after it was read or imported", async () => {
            const { inputs: checked } = await tenant.check(name, inputs);
            const resource = await tenant.create(name, inputs);
            const none = { changes: {}, deleteBeforeReplace: false };
            assert.deepEqual(await tenant.diff(name, resource.outputs, inputs), none);
            const refreshed = await tenant.read(name, resource.id, checked, resource.outputs);
            assert.deepEqual(refreshed?.outputs, resource.outputs);
            const { changes } = await tenant.diff(name, resource.outputs, refreshed?.inputs ?? {});
            assert.deepEqual(changes, {});
            const imported = await tenant.read(name, resource.id);
            assert.deepEqual((await tenant.diff(name, resource.outputs, imported?.inputs ?? {})).changes, {});
            assert.deepEqual((await tenant.check(name, imported?.inputs ?? {})).failures, []);
        });

        if (inPlace) {
            it("is changed in place", async () => {
                const resource = await tenant.create(name, inputs);
                const news = { ...inputs, ...inPlace[0] };
                assert.deepEqual(await tenant.diff(name, resource.outputs, news), {
                    changes: inPlace[1],
                    deleteBeforeReplace: false,
                });
                const previewed = await tenant.update(name, resource, news, { preview: true });
                const outputs = await tenant.update(name, resource, news);
                assert.deepEqual((await tenant.diff(name, outputs, news)).changes, {});
                assert.notDeepEqual(visible(outputs), visible(resource.outputs));
                assert.equal(previewed.id, resource.id);
                for (const output of chosen) {
                    assert.deepEqual(previewed[output], resource.outputs[output], output);
                }
            });
        }

        if (replaced) {
            it("is replaced, the new one first", async () => {
                const { outputs } = await tenant.create(name, inputs);
                assert.deepEqual(await tenant.diff(name, outputs, { ...inputs, ...replaced[0] }), {
                    changes: replaced[1],
                    deleteBeforeReplace: false,
                });
                if (inputs.applicationId !== undefined) {
                    const news = { ...inputs, applicationId: unknown };
                    assert.deepEqual((await tenant.diff(name, outputs, news)).changes, otherApplication);
                }
            });
        }

        it("is deleted, and can be made again", async () => {
            const resource = await tenant.create(name, inputs);
            await tenant.remove(name, resource);
            assert.equal(await tenant.read(name, resource.id, {}, {}), undefined);
            assert.match((await tenant.create(name, inputs)).id, id);
        });

        if (missing) {
            it("is refused when it refers to what is not there, and leaves nothing", async () => {
                const records = tenant.store.records.size;
                await assert.rejects(tenant.create(name, { ...inputs, ...missing[0] }), {
                    name: "Refusal",
                    message: missing[1],
                });
                assert.equal(tenant.store.records.size, records);
            });
        }

        it(conflict ? "exists once" : "may exist twice", async () => {
            const first = await tenant.create(name, inputs);
            if (conflict) {
                await assert.rejects(tenant.create(name, inputs), { name: "Refusal", message: conflict });
            } else {
                assert.notEqual((await tenant.create(name, inputs)).id, first.id);
            }
        });

        it("is refused with a property that it does not have", async () => {
            const { failures } = await tenant.check(name, { ...inputs, colour: "red" });
            assert.deepEqual(failures, ["Invalid or unknown key. Examine values at 'res.colour'."]);
        });
    });
}
