import { ApplicationAppRole } from "@pulumi/azuread/applicationAppRole";
import { ApplicationFederatedIdentityCredential } from "@pulumi/azuread/applicationFederatedIdentityCredential";
import { ApplicationIdentifierUri } from "@pulumi/azuread/applicationIdentifierUri";
import { ApplicationOwner } from "@pulumi/azuread/applicationOwner";
import { ApplicationPermissionScope } from "@pulumi/azuread/applicationPermissionScope";
import { ApplicationPreAuthorized } from "@pulumi/azuread/applicationPreAuthorized";
import type { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import { v5 as uuidFrom } from "uuid";
import { checked, guidProblem, knownAfter, validate } from "../shared";
import { createConditionalAccess } from "./conditional-access";
import {
    type EntraApplicationArgs,
    entraApplicationProblems,
    issuerProblem,
    RoleMember,
    subjectProblem,
} from "./entra-application-args";
import { register } from "./registration";
import { assign, defaultAccess, represent } from "./service-principal";
import { onVerifiedDomain } from "./verified-domain";
import { WriteSequence } from "./write-sequence";

/**
 * The application of one MCP server in Entra: tokens for this server and no other, for who is assigned to it.
 *
 * - It is of this tenant alone, its tokens are of version 2, and its only identifier URI is the URL that clients call. So
 *   a client that asks for a token for that URL, as the protocol wants, gets one.
 * - It has no password, no certificate, no redirect URI and no implicit grant. What proves itself as the application
 *   does so with tokens of an issuer that is named exactly.
 * - Its parts are written one after another in the order in which they need each other: version of the tokens,
 *   identifier URI, scopes and roles, then the clients that need no consent.
 * - A preview asks the tenant whether the domain of the endpoint is verified, and fails when it is not.
 *
 * Serves practices MUST-1, MUST-3, 2.1, 2.2, 2.3, 7.2, 7.3 and, with `conditionalAccess`, 2.4 and ZT-3.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class EntraApplication extends pulumi.ComponentResource {
    /**
     * Client id: the audience of its tokens, a GUID. Waits until the application is complete, people are assigned and
     * the conditions of a sign-in hold.
     */
    readonly clientId: pulumi.Output<string>;
    /** Id of the application for other resources of azuread: `/applications/<object id>`. */
    readonly applicationId: pulumi.Output<string>;
    /** Object id of the service principal, a GUID. */
    readonly servicePrincipalId: pulumi.Output<string>;
    /** The endpoint, once it is an identifier URI; a client asks for `<identifier URI>/<scope>`. */
    readonly identifierUri: pulumi.Output<string>;
    /** Ids of the scopes by name, GUIDs. Each waits until its scope is there. */
    readonly scopeIds: pulumi.Output<Record<string, string>>;
    /** Ids of the roles by name, GUIDs. Each waits until its role is there. */
    readonly roleIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: EntraApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:EntraApplication", name, {}, opts);
        validate(this, name, entraApplicationProblems(name, args));

        const registration = register(name, { displayName: args.displayName, purpose: args.endpoint }, this);
        const application: Application = {
            name,
            args,
            id: registration.id,
            writes: new WriteSequence(registration, this),
            component: this,
        };

        this.identifierUri = createIdentifierUri(application);
        const scopes = createScopes(application);
        const roles = createRoles(application);
        // after the roles: Entra copies them to the service principal when it makes it, and later with a delay
        const principal = represent(name, registration.clientId, application.writes.options);
        preAuthorizeClients(application, scopes);
        createCredentials(application);
        createOwners(application);

        const assignments = createAssignments(application, principal, roles);
        const conditions = createConditions(application, principal);
        const all = [application.writes.last, principal, ...assignments, ...conditions];
        this.clientId = knownAfter(all, registration.clientId);
        this.applicationId = registration.id;
        this.servicePrincipalId = principal.objectId;
        this.scopeIds = pulumi.all(scopes);
        this.roleIds = pulumi.all(roles.ids);
        this.registerOutputs({
            clientId: this.clientId,
            applicationId: this.applicationId,
            servicePrincipalId: this.servicePrincipalId,
            identifierUri: this.identifierUri,
            scopeIds: this.scopeIds,
            roleIds: this.roleIds,
        });
    }
}

/** What all parts of one application are made with. */
interface Application {
    name: string;
    args: EntraApplicationArgs;
    id: pulumi.Output<string>;
    writes: WriteSequence;
    component: pulumi.Resource;
}

type Ids = Record<string, pulumi.Output<string>>;

function createIdentifierUri({ name, args, id, writes, component }: Application): pulumi.Output<string> {
    const identifierUri = onVerifiedDomain(args.endpoint, component);
    const uri = writes.next(
        (opts) => new ApplicationIdentifierUri(`${name}-uri`, { applicationId: id, identifierUri }, opts),
    );
    return knownAfter(uri, args.endpoint);
}

function createScopes({ name, args, id, writes }: Application): Ids {
    const scopes = Object.entries(args.scopes ?? {}).map(([value, { title, description, adminConsent }]) => {
        const scopeId = permissionId(args.endpoint, "scope", value);
        const scope = writes.next(
            (opts) =>
                new ApplicationPermissionScope(
                    `${name}-scope-${value}`,
                    {
                        applicationId: id,
                        scopeId,
                        value,
                        type: adminConsent ? "Admin" : "User",
                        adminConsentDisplayName: title,
                        adminConsentDescription: description,
                        ...(!adminConsent && { userConsentDisplayName: title, userConsentDescription: description }),
                    },
                    opts,
                ),
        );
        return [value, knownAfter(scope, scopeId)];
    });
    return Object.fromEntries(scopes);
}

interface Roles {
    ids: Ids;
    /** What stands for access alone. */
    access: pulumi.Input<string>;
}

function createRoles(application: Application): Roles {
    const { args } = application;
    const { roles = {}, assignments = {} } = args;
    const ids = Object.entries(roles).map(
        ([value, { title, description, members }]): [string, pulumi.Output<string>] => [
            value,
            createRole(application, value, { displayName: title, description, allowedMemberTypes: members, value }),
        ],
    );
    // an application that declares roles has no default access any more
    const needsAccess = ids.length > 0 && Object.values(assignments).some(({ role }) => role === undefined);
    const access = needsAccess
        ? createRole(application, "access", {
              displayName: "Access",
              description: "Use the application, without a role of its own.",
              allowedMemberTypes: Object.values(RoleMember),
          })
        : defaultAccess;
    return { ids: Object.fromEntries(ids), access };
}

function createRole(
    { name, args, id, writes }: Application,
    key: string,
    role: { displayName: string; description: string; allowedMemberTypes: RoleMember[]; value?: string },
): pulumi.Output<string> {
    const roleId = permissionId(args.endpoint, "role", role.value ?? "");
    const created = writes.next(
        (opts) => new ApplicationAppRole(`${name}-role-${key}`, { applicationId: id, roleId, ...role }, opts),
    );
    return knownAfter(created, roleId);
}

function preAuthorizeClients({ name, args, id, writes }: Application, scopes: Ids): void {
    for (const [client, settings] of Object.entries(args.preAuthorizedClients ?? {})) {
        const authorizedClientId = checked(settings.clientId, (clientId) =>
            guidProblem(clientId, `preAuthorizedClients.${client}.clientId`),
        );
        const permissionIds = settings.scopes.flatMap((scope) => scopes[scope] ?? []);
        writes.next(
            (opts) =>
                new ApplicationPreAuthorized(
                    `${name}-client-${client}`,
                    { applicationId: id, authorizedClientId, permissionIds },
                    opts,
                ),
        );
    }
}

function createCredentials({ name, args, id, writes }: Application): void {
    for (const [credential, { issuer, subject }] of Object.entries(args.federatedCredentials ?? {})) {
        const argument = `federatedCredentials.${credential}`;
        writes.next(
            (opts) =>
                new ApplicationFederatedIdentityCredential(
                    `${name}-credential-${credential}`,
                    {
                        applicationId: id,
                        displayName: credential,
                        // https://learn.microsoft.com/graph/api/resources/federatedidentitycredentials-overview
                        audiences: ["api://AzureADTokenExchange"],
                        issuer: checked(issuer, (url) => issuerProblem(url, `${argument}.issuer`)),
                        subject: checked(subject, (text) => subjectProblem(text, `${argument}.subject`)),
                    },
                    opts,
                ),
        );
    }
}

function createOwners({ name, args, id, writes }: Application): void {
    for (const [owner, objectId] of Object.entries(args.owners ?? {})) {
        const ownerObjectId = checked(objectId, (known) => guidProblem(known, `owners.${owner}`));
        writes.next(
            (opts) => new ApplicationOwner(`${name}-owner-${owner}`, { applicationId: id, ownerObjectId }, opts),
        );
    }
}

function createAssignments(
    { name, args, component }: Application,
    servicePrincipal: ServicePrincipal,
    { ids, access }: Roles,
): pulumi.Resource[] {
    return Object.entries(args.assignments ?? {}).map(([key, { principalId, role }]) => {
        const roleId = role === undefined ? access : (ids[role] ?? access);
        return assign(`${name}-assignment-${key}`, { principalId, roleId, servicePrincipal }, component);
    });
}

function createConditions({ name, args, component }: Application, { clientId }: ServicePrincipal): pulumi.Resource[] {
    const { displayName, conditionalAccess } = args;
    return conditionalAccess === undefined
        ? []
        : createConditionalAccess(name, { displayName, clientId }, conditionalAccess, { parent: component });
}

/** Graph wants an id for each scope and role from who makes it. It follows from the endpoint, so that it is the same in every run. */
export function permissionId(endpoint: string, kind: "scope" | "role", value: string): string {
    return uuidFrom([endpoint, kind, value].join("|"), uuidFrom.URL);
}
