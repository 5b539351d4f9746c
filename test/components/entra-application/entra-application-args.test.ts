// Does not prove that Entra accepts what has no problems here.
import assert from "node:assert/strict";
import { EntraApplication, type EntraApplicationArgs } from "../../../components";
import { entraApplicationProblems } from "../../../components/entra-application/entra-application-args";
import { capture } from "../../support/capture";
import { applicationArgs, breakGlass, gateway, manager, users, visualStudioCode } from "./sample-args";

const problems = (args: object, name = "orders") =>
    entraApplicationProblems(name, { ...applicationArgs, ...args } as EntraApplicationArgs);

const scope = applicationArgs.scopes["mcp.read"];
const urlRule =
    'it must be an https URL in lower case without port, query and slash at its end, for example "https://mcp.contoso.example/orders/mcp".';
const credentials = (credential: object) => ({
    federatedCredentials: { gateway: { issuer: "https://login.example/v2.0", subject: gateway, ...credential } },
});
const issuerRule = "it must be the https URL that the tokens have as issuer, exactly.";
const subjectRule =
    "it must be the subject that the tokens have, exactly: 1 to 600 characters without spaces and wildcards.";
const client = (given: object) => ({
    preAuthorizedClients: { vscode: { clientId: visualStudioCode, scopes: ["mcp.read"], ...given } },
});

const cases: [title: string, args: object, problem: string | undefined][] = [
    ["the smallest arguments", {}, undefined],
    ["roles without scopes", { scopes: {}, roles: { "Gateway.Invoke": manager } }, undefined],
    ["ids from elsewhere", { owners: { platform: Promise.resolve(gateway) } }, undefined],
    ["no name", { displayName: " " }, 'displayName is " "; it must be text of 1 to 120 characters.'],
    [
        "an endpoint with a slash at its end",
        { endpoint: "https://mcp.contoso.com/orders/mcp/" },
        `endpoint is "https://mcp.contoso.com/orders/mcp/"; ${urlRule}`,
    ],
    [
        "an endpoint without TLS",
        { endpoint: "http://mcp.contoso.com/orders" },
        `endpoint is "http://mcp.contoso.com/orders"; ${urlRule}`,
    ],
    ["an endpoint of the api scheme", { endpoint: "api://orders" }, `endpoint is "api://orders"; ${urlRule}`],
    ...["azure-api.net", "azurewebsites.net", "devtunnels.ms", "onmicrosoft.com"].map(
        (domain): [string, object, string] => [
            `an endpoint below ${domain}`,
            { endpoint: `https://contoso.${domain}/orders/mcp` },
            `endpoint is "https://contoso.${domain}/orders/mcp"; ${domain} belongs to Microsoft, and Entra takes a URL as identifier URI only below a domain that the tenant has verified: use a custom domain.`,
        ],
    ),
    ["a domain that only ends like one of Microsoft", { endpoint: "https://notdevtunnels.ms/orders/mcp" }, undefined],
    [
        "neither scopes nor roles",
        { scopes: {} },
        "There are neither scopes nor roles; give at least one, because a token without any lets its holder do nothing.",
    ],
    ...["user_impersonation", "Orders.read", "orders.delete", "access_as_user", "orders"].map(
        (name): [string, object, string] => [
            `a scope ${name}`,
            { scopes: { [name]: scope } },
            `The name of scopes.${name} must be a group of tools in lower-case letters, digits and hyphens, then .read, .write or .execute, for example orders.read.`,
        ],
    ),
    [
        "a scope without title",
        { scopes: { "mcp.read": { ...scope, title: "" } } },
        'scopes.mcp.read.title is ""; it must be text of 1 to 100 characters.',
    ],
    [
        "a scope without description",
        { scopes: { "mcp.read": { ...scope, description: "" } } },
        'scopes.mcp.read.description is ""; it must be text of 1 to 500 characters.',
    ],
    [
        "a role with a space",
        { roles: { "Order Manager": manager } },
        "The name of roles.Order Manager must be 1 to 120 letters, digits, dots and hyphens that begin with a letter, for example Orders.Manager.",
    ],
    [
        "a role with a long title",
        { roles: { Manager: { ...manager, title: "x".repeat(101) } } },
        `roles.Manager.title is "${"x".repeat(101)}"; it must be text of 1 to 100 characters.`,
    ],
    [
        "a role without description",
        { roles: { Manager: { ...manager, description: "" } } },
        'roles.Manager.description is ""; it must be text of 1 to 500 characters.',
    ],
    ...[[], ["Group"], ["User", "User"]].map((members): [string, object, string] => [
        `a role for [${members.join(", ")}]`,
        { roles: { Manager: { ...manager, members } } },
        `roles.Manager.members is [${members.join(", ")}]; it must have one or both of User and Application.`,
    ]),
    ["a client", client({}), undefined],
    [
        "a client by its name",
        client({ clientId: "vscode" }),
        'preAuthorizedClients.vscode.clientId is "vscode"; it must be a GUID.',
    ],
    [
        "a client without id",
        client({ clientId: undefined }),
        "preAuthorizedClients.vscode.clientId is missing; it must be a GUID.",
    ],
    [
        "a client without scopes",
        client({ scopes: [] }),
        "preAuthorizedClients.vscode.scopes is empty; name at least one scope.",
    ],
    [
        "a client with a foreign scope",
        client({ scopes: ["mcp.read", "mcp.write"] }),
        'preAuthorizedClients.vscode.scopes has "mcp.write"; it must be one of scopes: mcp.read, orders.write.',
    ],
    [
        "a client with a name that no resource can have",
        { preAuthorizedClients: { "VS Code": { clientId: visualStudioCode, scopes: ["mcp.read"] } } },
        '"VS Code" in preAuthorizedClients is no short name; it must be lower-case letters, digits and single hyphens, a letter first.',
    ],
    [
        "a client twice",
        {
            preAuthorizedClients: {
                vscode: { clientId: visualStudioCode, scopes: ["mcp.read"] },
                editor: { clientId: visualStudioCode.toUpperCase(), scopes: ["orders.write"] },
            },
        },
        "preAuthorizedClients.editor.clientId is the same as that of vscode; Entra keeps one entry for each client.",
    ],
    [
        "an assignment of somebody by name",
        { assignments: { users: { principalId: "everybody" } } },
        'assignments.users.principalId is "everybody"; it must be a GUID.',
    ],
    [
        "an assignment with a foreign role",
        { assignments: { users: { principalId: users, role: "Manager" } } },
        'assignments.users.role is "Manager"; there are no roles.',
    ],
    [
        "an assignment twice",
        { assignments: { users: { principalId: users }, all: { principalId: users } } },
        "assignments.all is the same as assignments.users; remove one.",
    ],
    [
        "somebody with a role and without",
        {
            roles: { Manager: manager },
            assignments: { users: { principalId: users }, managers: { principalId: users, role: "Manager" } },
        },
        undefined,
    ],
    [
        "an assignment with a name that no resource can have",
        { assignments: { Users: { principalId: users } } },
        '"Users" in assignments is no short name; it must be lower-case letters, digits and single hyphens, a letter first.',
    ],
    ["a credential of a service account", credentials({ subject: "system:serviceaccount:mcp:orders" }), undefined],
    ...["http://login.example", "login.example", "https://*.example", ""].map((issuer): [string, object, string] => [
        `an issuer "${issuer}"`,
        credentials({ issuer }),
        `federatedCredentials.gateway.issuer is "${issuer}"; ${issuerRule}`,
    ]),
    ...["", "repo:contoso/*", "two words"].map((subject): [string, object, string] => [
        `a subject "${subject}"`,
        credentials({ subject }),
        `federatedCredentials.gateway.subject is "${subject}"; ${subjectRule}`,
    ]),
    [
        "a long subject",
        credentials({ subject: "s".repeat(601) }),
        `federatedCredentials.gateway.subject is "${"s".repeat(601)}"; ${subjectRule}`,
    ],
    [
        "21 credentials",
        {
            federatedCredentials: Object.fromEntries(
                Array.from({ length: 21 }, (_, index) => [
                    `c${index}`,
                    { issuer: "https://login.example", subject: `s${index}` },
                ]),
            ),
        },
        "federatedCredentials has 21 entries; Entra takes 20 for an application.",
    ],
    [
        "a credential with a name that no resource can have",
        { federatedCredentials: { "a/b": { issuer: "https://login.example", subject: "s" } } },
        '"a/b" in federatedCredentials is no short name; it must be lower-case letters, digits and single hyphens, a letter first.',
    ],
    ["an owner by name", { owners: { me: "me" } }, 'owners.me is "me"; it must be a GUID.'],
    [
        "an owner with a name that no resource can have",
        { owners: { Me: gateway } },
        '"Me" in owners is no short name; it must be lower-case letters, digits and single hyphens, a letter first.',
    ],
    [
        "conditional access without emergency accounts",
        { conditionalAccess: { state: "on" } },
        "conditionalAccess.breakGlassGroupId is missing; it must be the object id of the group of emergency accounts, because a policy that applies to everybody can lock out everybody.",
    ],
    [
        "conditional access with a foreign state",
        { conditionalAccess: { state: "enabled", breakGlassGroupId: breakGlass } },
        'conditionalAccess.state is "enabled"; it must be one of report-only, on.',
    ],
];

describe("entraApplicationProblems", () => {
    for (const [title, args, problem] of cases)
        it(`says about ${title}: ${problem?.slice(0, 80) ?? "nothing"}`, () => {
            assert.deepEqual(problems(args), problem === undefined ? [] : [problem]);
        });

    it("says that the component's name is none", () => {
        assert.deepEqual(problems({}, "Orders"), [
            'The component\'s name is "Orders"; it must be lower-case letters, digits and single hyphens, a letter first.',
        ]);
    });

    it("are thrown all at once", async () => {
        const wrong = { ...applicationArgs, displayName: "", endpoint: "api://orders" };
        await assert.rejects(
            capture(() => new EntraApplication("orders", wrong)),
            {
                message: [
                    'EntraApplication "orders" has 2 problems:',
                    '  - displayName is ""; it must be text of 1 to 120 characters.',
                    `  - endpoint is "api://orders"; ${urlRule}`,
                ].join("\n"),
            },
        );
    });
});
