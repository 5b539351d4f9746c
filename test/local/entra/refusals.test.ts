// Does not prove that the texts are Microsoft's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import { type Properties, Refusal } from "../../../local/provider/provider";
import { graph, newTenant, oneError, type Tenant } from "./fixture";
import { before as deploy, editor, example, type Made, nobody, scopeId, users } from "./landscape";

interface Case {
    title: string;
    name: string;
    /** What the program asks for instead of the example. */
    change(made: Made): Properties;
    message(made: Made): string;
}

const objectId = (made: Made, name = "ApplicationRegistration") => String(made[name]?.outputs.objectId);
const clientId = (made: Made) => String(made.ApplicationRegistration?.outputs.clientId);
const described = (made: Made) => `Application (Application: "${objectId(made)}")`;
const badRequest = (code: string, message: string) => graph(400, "Bad Request", code, message);
const uriId = (made: Made, uri: string) =>
    `Application IdentifierUri (Application ID: "${objectId(made)}", IdentifierUri ID: "${Buffer.from(uri).toString("base64")}")`;

function wrongUri(title: string, uri: string, error: string): Case {
    return {
        title,
        name: "ApplicationIdentifierUri",
        change: () => ({ identifierUri: uri }),
        message: (made) => `creating ${uriId(made, uri)}: ${error}`,
    };
}

const notVerified = (uri: string) =>
    badRequest(
        "HostNameNotOnVerifiedDomain",
        `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
    );
const notOwn = (uri: string) =>
    badRequest(
        "InvalidValue",
        `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
    );

/** Each with all examples there, so that the request is the second one of its type. */
const cases: Case[] = [
    wrongUri("a URI has a foreign domain", "https://orders.example.org", notVerified("https://orders.example.org")),
    wrongUri(
        "a URI has a name below the initial domain",
        "https://a.contoso.onmicrosoft.com/b",
        notVerified("https://a.contoso.onmicrosoft.com/b"),
    ),
    wrongUri(
        "a domain only ends like a verified one",
        "https://evilcontoso.com/mcp",
        notVerified("https://evilcontoso.com/mcp"),
    ),
    wrongUri("a URI of the api scheme names nothing of the tenant", "api://orders", notOwn("api://orders")),
    wrongUri("a URI has another scheme", "urn:orders", notOwn("urn:orders")),
    {
        title: "a URI exists already in the application",
        name: "ApplicationIdentifierUri",
        change: () => ({}),
        message: (made) =>
            `a resource with the ID "${made.ApplicationIdentifierUri?.id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azuread_application_identifier_uri" for more information`,
    },
    {
        title: "the value of a scope is repeated",
        name: "ApplicationPermissionScope",
        change: () => ({ scopeId: nobody }),
        message: (made) =>
            `creating Permission Scope (Application ID: "${objectId(made)}", Scope ID: "${nobody}"): ${badRequest("DuplicateValue", "Request contains a property with duplicate values.")}`,
    },
    {
        title: "the value of a role is repeated",
        name: "ApplicationAppRole",
        change: () => ({ roleId: nobody }),
        message: (made) =>
            `creating App Role (Application ID: "${objectId(made)}", Role ID: "${nobody}"): ${badRequest("DuplicateValue", "Request contains a property with duplicate values.")}`,
    },
    {
        title: "a client is authorised for a scope that does not exist yet",
        name: "ApplicationPreAuthorized",
        change: () => ({ authorizedClientId: nobody, permissionIds: [scopeId, nobody] }),
        message: (made) =>
            `Adding pre-authorized application "${nobody}" for ${described(made)}: ${badRequest("InvalidValue", "Property api.preAuthorizedApplications.delegatedPermissionIds has a Permission Id that cannot be found in the AppPermissions sets.")}`,
    },
    {
        title: "a client is authorised twice",
        name: "ApplicationPreAuthorized",
        change: () => ({ authorizedClientId: editor.toUpperCase() }),
        message: (made) =>
            `[id] A resource with the ID "${objectId(made)}/preAuthorizedApplication/${editor.toUpperCase()}" already exists: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "azuread_application_pre_authorized" for more information.`,
    },
    {
        title: "the name of a credential is repeated",
        name: "ApplicationFederatedIdentityCredential",
        change: () => ({ subject: "other" }),
        message: (made) =>
            `Adding federated identity credential for ${described(made)}: ${graph(409, "Conflict", "Request_MultipleObjectsWithSameKeyValue", "FederatedIdentityCredential with name gateway already exists.")}`,
    },
    {
        title: "issuer and subject of a credential are repeated",
        name: "ApplicationFederatedIdentityCredential",
        change: () => ({ displayName: "other" }),
        message: (made) => {
            const { issuer, subject } = example("ApplicationFederatedIdentityCredential", made);
            return `Adding federated identity credential for ${described(made)}: ${badRequest("InvalidFederatedIdentityCredentialValue", `The combination of issuer and subject must be unique for the application. Issuer ${issuer} and Subject: ${subject} already exist. paramName: FederatedIdentityCredential.Subject, paramValue: ${subject}, objectType: Microsoft.Online.DirectoryServices.Application`)}`;
        },
    },
    {
        title: "an application has a service principal already",
        name: "ServicePrincipal",
        change: () => ({}),
        message: (made) =>
            `[id] A resource with the ID "${objectId(made, "ServicePrincipal")}" already exists: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "azuread_service_principal" for more information.`,
    },
    {
        title: "a service principal has no application",
        name: "ServicePrincipal",
        change: () => ({ clientId: nobody }),
        message: () =>
            `Could not create service principal: ${badRequest("NoBackingApplicationObject", `The appId '${nobody}' of the service principal does not reference a valid application object.`)}`,
    },
    {
        title: "a role is of an application without service principal",
        name: "AppRoleAssignment",
        change: () => ({ resourceObjectId: nobody }),
        message: () =>
            `[principal_object_id] Service principal not found for resource (Object ID: "${nobody}"): ${graph(404, "Not Found", "Request_ResourceNotFound", `Resource '${nobody}' does not exist or one of its queried reference-property objects are not present.`)}`,
    },
    {
        title: "nobody has the id that a role is assigned to",
        name: "AppRoleAssignment",
        change: () => ({ principalObjectId: nobody }),
        message: () =>
            `Could not create app role assignment: ${graph(404, "Not Found", "Request_ResourceNotFound", `Resource '${nobody}' does not exist or one of its queried reference-property objects are not present.`)}`,
    },
    {
        title: "the application does not have the role",
        name: "AppRoleAssignment",
        change: () => ({ appRoleId: nobody }),
        message: (made) =>
            `Could not create app role assignment: ${badRequest("Request_BadRequest", `Permission being assigned was not found on application '${clientId(made)}'.`)}`,
    },
    {
        title: "access without a role is to an application that has roles",
        name: "AppRoleAssignment",
        change: () => ({ appRoleId: "00000000-0000-0000-0000-000000000000" }),
        message: (made) =>
            `Could not create app role assignment: ${badRequest("Request_BadRequest", `Permission being assigned was not found on application '${clientId(made)}'.`)}`,
    },
    {
        title: "nobody has the id of an owner",
        name: "ApplicationOwner",
        change: () => ({ ownerObjectId: nobody }),
        message: (made) =>
            `adding Application Id Owner (Application: "${objectId(made)}"\nDirectory Object: "${nobody}"): ${graph(404, "Not Found", "Request_ResourceNotFound", `Resource '${nobody}' does not exist or one of its queried reference-property objects are not present.`)}`,
    },
    {
        title: "somebody has the role already",
        name: "AppRoleAssignment",
        change: () => ({}),
        message: () =>
            `Could not create app role assignment: ${badRequest("Request_BadRequest", "Permission being assigned already exists on the object.")}`,
    },
    ...(
        [
            ["user", "User", { users: { includedUsers: [nobody] } }],
            ["group", "Group", { users: { includedUsers: ["All"], excludedGroups: [nobody] } }],

            ["application", "Application", { applications: { includedApplications: [nobody] } }],
            ["location", "Named location", { locations: { includedLocations: [nobody] } }],
        ] as const
    ).map(
        ([title, kind, change]): Case => ({
            title: `a policy names a ${title} that does not exist`,
            name: "ConditionalAccessPolicy",
            change: (made) => ({
                conditions: {
                    ...(example("ConditionalAccessPolicy", made).conditions as Properties),
                    ...(change as unknown as Properties),
                },
            }),
            message: () =>
                `Could not create conditional access policy: ${badRequest("BadRequest", `${kind} '${nobody}' does not exist in the directory.`)}`,
        }),
    ),
    {
        title: "a policy has only controls without effect",
        name: "ConditionalAccessPolicy",
        change: () => ({ grantControls: null, sessionControls: { disableResilienceDefaults: false } }),
        message: () =>
            `Could not create conditional access policy: ${badRequest("BadRequest", "The policy has neither grant controls nor session controls that have an effect.")}`,
    },
];

describe("entra refuses when", () => {
    for (const { title, name, change, message } of cases) {
        it(title, async () => {
            const tenant = newTenant();
            const made = await deploy(tenant);
            const stored = [...tenant.store.records];
            await assert.rejects(tenant.create(name, example(name, made, change(made))), (error: Error) => {
                assert.ok(error instanceof Refusal);
                assert.equal(error.message, oneError(message(made)));
                return true;
            });
            assert.deepEqual([...tenant.store.records], stored);
        });
    }

    it("an application has 20 credentials", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ApplicationFederatedIdentityCredential");
        const credential = (index: number) =>
            tenant.create(
                "ApplicationFederatedIdentityCredential",
                example("ApplicationFederatedIdentityCredential", made, {
                    displayName: `c${index}`,
                    subject: `s${index}`,
                }),
            );
        for (let index = 1; index <= 20; index++) {
            await credential(index);
        }
        await assert.rejects(credential(21), {
            message: oneError(
                `Adding federated identity credential for ${described(made)}: ${badRequest("Request_BadRequest", "An application can have at most 20 federated identity credentials.")}`,
            ),
        });
    });

    it("another application has the URI, and 30 days long when that one is deleted with it", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ApplicationPermissionScope");
        const other = await tenant.create("ApplicationRegistration", { displayName: "other" });
        const { identifierUri = "" } = example("ApplicationIdentifierUri", made);
        const take = () => tenant.create("ApplicationIdentifierUri", { applicationId: other.id, identifierUri });
        const taken =
            /Request_BadRequest: Another object with the same value for property identifierUris already exists\./;
        await assert.rejects(take(), taken);
        await tenant.remove("ApplicationRegistration", made.ApplicationRegistration as Made[string]);
        await assert.rejects(take(), taken);
        tenant.clock.advance(29 * 24 * 3600);
        await assert.rejects(take(), taken);
        tenant.clock.advance(24 * 3600);
        await take();
    });

    it("a policy names a user where a group should be", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ConditionalAccessPolicy");
        const user = "33333333-3333-4333-8333-000000000011";
        const conditions = example("ConditionalAccessPolicy", made).conditions as Properties;
        const wrong = { ...conditions, users: { includedGroups: [user] } };
        await assert.rejects(
            tenant.create("ConditionalAccessPolicy", example("ConditionalAccessPolicy", made, { conditions: wrong })),
            new RegExp(`Group '${user}' does not exist in the directory`),
        );
    });

    it("nobody of that id can own a service principal", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ServicePrincipal");
        await assert.rejects(
            tenant.create("ServicePrincipal", example("ServicePrincipal", made, { owners: [users, nobody] })),
            /Resource '99999999-9999-4999-8999-999999999999' does not exist/,
        );
    });

    it("a plan is wrong", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ConditionalAccessPolicy");
        const refused = (sessionControls: Properties, change: Properties = {}) =>
            tenant.preview(
                "ConditionalAccessPolicy",
                example("ConditionalAccessPolicy", made, { sessionControls, ...change }),
            );
        const { urn } = tenant.subject("ConditionalAccessPolicy");
        await assert.rejects(
            refused({ signInFrequencyInterval: "everyTime", signInFrequency: 1, signInFrequencyPeriod: "days" }),
            {
                message: `diffing ${urn}: ${oneError("when `session_controls.sign_in_frequency_interval` is set to `everyTime`, `sign_in_frequency` and `sign_in_frequency_period` are not valid")}`,
            },
        );
        const spelledOut = {
            signInFrequencyAuthenticationType: "primaryAndSecondaryAuthentication",
            signInFrequencyInterval: "timeBased",
        };
        await refused(spelledOut);
        await assert.rejects(
            tenant.preview("ConditionalAccessPolicy", { displayName: "p", sessionControls: spelledOut }),
            /when specifying `session_controls` but not `grant_controls`, one of the properties/,
        );
    });

    it("an id has another form", async () => {
        await assert.rejects(newTenant().read("ApplicationAppRole", `/applications/${nobody}`), {
            name: "Refusal",
            message: `parsing "/applications/${nobody}": it must have the form /applications/<id>/appRoles/<id>`,
        });
    });

    it("what should change or go is gone", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant);
        const scope = made.ApplicationPermissionScope as Made[string];
        await tenant.remove("ApplicationPermissionScope", scope);
        const name = `Permission Scope (Application ID: "${objectId(made)}", Scope ID: "${scopeId}")`;
        await assert.rejects(tenant.remove("ApplicationPermissionScope", scope), {
            message: `deleting ${tenant.subject("ApplicationPermissionScope").urn}: ${oneError(`deleting ${name}: could not identify existing permission scope`)}`,
        });
        for (const gone of ["ServicePrincipal", "ApplicationRegistration", "AuthenticationStrengthPolicy"]) {
            await tenant.remove(gone, made[gone] as Made[string]);
            await assert.rejects(tenant.remove(gone, made[gone] as Made[string]), /Request_ResourceNotFound/, gone);
        }
    });
});

describe("entra accepts", () => {
    const uris = (made: Made) => [
        "https://contoso.com/orders",
        "https://mcp.contoso.com",
        "https://contoso.onmicrosoft.com/orders",
        `api://${clientId(made)}`,
        "api://11111111-1111-4111-8111-111111111111/orders",
        `api://orders/${clientId(made)}`,
        "api://orders.contoso.onmicrosoft.com/x",
    ];

    it("each form of an identifier URI that is documented", async () => {
        const tenant: Tenant = newTenant();
        const made = await deploy(tenant, "ApplicationIdentifierUri");
        for (const identifierUri of uris(made)) {
            await tenant.create(
                "ApplicationIdentifierUri",
                example("ApplicationIdentifierUri", made, { identifierUri }),
            );
        }
        const application = made.ApplicationRegistration as Made[string];
        const principal = await tenant.create("ServicePrincipal", { clientId: application.outputs.clientId ?? "" });
        assert.deepEqual(principal.outputs.servicePrincipalNames, uris(made));
    });

    it("a subject twice when the issuers differ", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant, "ServicePrincipal");
        const change = { displayName: "other", issuer: "https://token.actions.githubusercontent.com" };
        const inputs = example("ApplicationFederatedIdentityCredential", made, change);
        const { outputs } = await tenant.create("ApplicationFederatedIdentityCredential", inputs);
        assert.equal(outputs.subject, made.ApplicationFederatedIdentityCredential?.outputs.subject);
    });

    it("session controls alone, and chooses what they leave open", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant);
        const session = made.ConditionalAccessPolicy?.outputs.sessionControls as Properties;
        assert.deepEqual(
            [session.signInFrequencyAuthenticationType, session.signInFrequencyInterval],
            ["primaryAndSecondaryAuthentication", "timeBased"],
        );
        const alone = async (sessionControls: Properties) => {
            const inputs = example("ConditionalAccessPolicy", made, { sessionControls, grantControls: null });
            return (await tenant.create("ConditionalAccessPolicy", inputs)).outputs.sessionControls as Properties;
        };
        const everyTime = await alone({ signInFrequencyInterval: "everyTime" });
        assert.equal(everyTime.signInFrequencyAuthenticationType, "primaryAndSecondaryAuthentication");
        const browser = await alone({ persistentBrowserMode: "never" });
        assert.equal(browser.signInFrequencyInterval, "");
    });

    it("access without a role to an application that has none", async () => {
        const tenant = newTenant();
        const { outputs: application } = await tenant.create("ApplicationRegistration", { displayName: "other" });
        const { outputs: principal } = await tenant.create("ServicePrincipal", {
            clientId: application.clientId ?? "",
        });
        const { outputs: assignment } = await tenant.create("AppRoleAssignment", {
            appRoleId: "00000000-0000-0000-0000-000000000000",
            principalObjectId: users,
            resourceObjectId: principal.objectId ?? "",
        });
        assert.equal(assignment.principalDisplayName, "users of MCP servers");
    });

    it("redirect URIs of each kind, and shows them with the service principal", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant);
        const web = { type: "Web", redirectUris: ["https://contoso.com/callback"] };
        await tenant.create("ApplicationRedirectUris", example("ApplicationRedirectUris", made, web));
        const principal = await tenant.read("ServicePrincipal", made.ServicePrincipal?.id ?? "", {}, {});
        assert.deepEqual(principal?.outputs.redirectUris, [
            "http://localhost:6274/oauth/callback",
            "https://contoso.com/callback",
        ]);
    });

    it("an authentication strength that every tenant has", async () => {
        const tenant = newTenant();
        const made = await deploy(tenant);
        const authenticationStrengthPolicyId =
            "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004";
        const grantControls = { operator: "OR", authenticationStrengthPolicyId };
        await tenant.create("ConditionalAccessPolicy", example("ConditionalAccessPolicy", made, { grantControls }));
    });
});
