import type * as pulumi from "@pulumi/pulumi";
import { listed, repeated, roleProblem } from "../shared";
import { endpointProblem } from "../shared/endpoint";
import { idProblem, idsProblems, keyProblem, proseProblem } from "./argument-problems";
import { conditionalAccessProblems, type EntraConditionalAccess } from "./conditional-access";
import { domainProblem } from "./verified-domain";

/** Who may be assigned a role. */
export const RoleMember = {
    /** Users and groups: the role is in tokens that a client gets for a user. */
    Users: "User",
    /** Applications and managed identities: the role is in tokens that they get for themselves. */
    Applications: "Application",
} as const;
export type RoleMember = (typeof RoleMember)[keyof typeof RoleMember];

/** What a user lets a client do in his or her name: a value of the claim `scp`. */
export interface EntraScope {
    /** Required. What the consent page calls it, 1 to 100 characters. */
    title: string;
    /** Required. What it allows, for the person who consents, 1 to 500 characters. */
    description: string;
    /** Optional. Whether only an administrator may consent. Default: false, users may. */
    adminConsent?: boolean;
}

/** What an administrator lets a group or an application do: a value of the claim `roles`. */
export interface EntraRole {
    /** Required. What the list of roles calls it, 1 to 100 characters. */
    title: string;
    /** Required. What it allows, for the person who assigns it, 1 to 500 characters. */
    description: string;
    /** Required. Who may have it, at least one kind. */
    members: RoleMember[];
}

/** A client that needs no consent of the user, because who deploys gives it for all. */
export interface EntraPreAuthorizedClient {
    /** Required. Client id of the application, a GUID. */
    clientId: pulumi.Input<string>;
    /** Required. Names of the scopes that it gets without consent, at least one. */
    scopes: string[];
}

/** Somebody who may use the application. */
export interface EntraAssignment {
    /** Required. Object id of the group, application or managed identity, a GUID. Members of a group in the group do not count. */
    principalId: pulumi.Input<string>;
    /** Optional. Name of a role. Default: none, only access. */
    role?: string;
}

/** Tokens of another issuer that the application proves itself with, in the place of a secret. */
export interface EntraFederatedCredential {
    /** Required. Issuer of the tokens, an https URL. Entra compares it byte for byte. */
    issuer: pulumi.Input<string>;
    /** Required. Subject of the tokens, without wildcard; of a managed identity its object id. */
    subject: pulumi.Input<string>;
}

/** Arguments of `EntraApplication`. */
export interface EntraApplicationArgs {
    /** Required. Name that people see on consent pages and in lists, 1 to 120 characters. */
    displayName: string;
    /**
     * Required. URL that clients call, and so the `resource` that they ask tokens for: https, in lower case, without port
     * and without slash at its end, below a domain that the tenant has verified. It is the identifier URI byte for byte.
     * Another endpoint is another application.
     */
    endpoint: string;
    /** Conditional. Required unless `roles` are given. Scopes by name, for example `orders.read`. Default: none. */
    scopes?: Record<string, EntraScope>;
    /** Conditional. Required unless `scopes` are given. Roles by name, for example `Orders.Manager`. Default: none. */
    roles?: Record<string, EntraRole>;
    /** Optional. Clients that need no consent, by short names. Default: none, users consent to each client. */
    preAuthorizedClients?: Record<string, EntraPreAuthorizedClient>;
    /** Optional. Who may use the application, by short names. Default: nobody. */
    assignments?: Record<string, EntraAssignment>;
    /** Optional. What the application may prove itself with, by short names, 20 at most. Default: nothing. */
    federatedCredentials?: Record<string, EntraFederatedCredential>;
    /** Optional. Object ids of who may change the application, by short names. Default: nobody but administrators of the tenant. */
    owners?: Record<string, pulumi.Input<string>>;
    /** Optional. Conditions of a sign-in. Default: those that the tenant has for everything. */
    conditionalAccess?: EntraConditionalAccess;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function entraApplicationProblems(name: string, args: EntraApplicationArgs): string[] {
    const { scopes = {}, roles = {}, assignments = {}, federatedCredentials = {}, conditionalAccess } = args;
    return [
        ...listed(
            roleProblem(name, "The component's name"),
            proseProblem(args.displayName, "displayName", 120),
            endpointProblem(args.endpoint, "endpoint") ?? domainProblem(args.endpoint, "endpoint"),
            Object.keys({ ...scopes, ...roles }).length > 0
                ? undefined
                : "There are neither scopes nor roles; give at least one, because a token without any lets its holder do nothing.",
        ),
        ...Object.entries(scopes).flatMap(([scope, settings]) => scopeProblems(scope, settings)),
        ...Object.entries(roles).flatMap(([role, settings]) => appRoleProblems(role, settings)),
        ...clientProblems(args),
        ...Object.entries(assignments).flatMap(([key, { principalId, role }]) =>
            listed(
                keyProblem(key, "assignments"),
                idProblem(principalId, `assignments.${key}.principalId`),
                role === undefined || Object.hasOwn(roles, role)
                    ? undefined
                    : `assignments.${key}.role is "${role}"; ${oneOf(roles, "roles")}`,
            ),
        ),
        ...repeatedAssignments(assignments),
        ...credentialProblems(federatedCredentials),
        ...idsProblems(args.owners ?? {}, "owners"),
        ...(conditionalAccess ? conditionalAccessProblems(conditionalAccess, "conditionalAccess") : []),
    ];
}

function scopeProblems(scope: string, { title, description }: EntraScope): string[] {
    return listed(
        /^[a-z][a-z0-9-]{0,58}\.(read|write|execute)$/.test(scope)
            ? undefined
            : `The name of scopes.${scope} must be a group of tools in lower-case letters, digits and hyphens, then .read, .write or .execute, for example orders.read.`,
        proseProblem(title, `scopes.${scope}.title`, 100),
        proseProblem(description, `scopes.${scope}.description`, 500),
    );
}

function appRoleProblems(role: string, { title, description, members }: EntraRole): string[] {
    const kinds: string[] = Object.values(RoleMember);
    const wrong = members.filter((member) => !kinds.includes(member));
    return listed(
        /^[A-Za-z][A-Za-z0-9.-]{0,119}$/.test(role)
            ? undefined
            : `The name of roles.${role} must be 1 to 120 letters, digits, dots and hyphens that begin with a letter, for example Orders.Manager.`,
        proseProblem(title, `roles.${role}.title`, 100),
        proseProblem(description, `roles.${role}.description`, 500),
        members.length > 0 && wrong.length === 0 && new Set(members).size === members.length
            ? undefined
            : `roles.${role}.members is [${members.join(", ")}]; it must have one or both of ${kinds.join(" and ")}.`,
    );
}

function clientProblems({ scopes = {}, preAuthorizedClients = {} }: EntraApplicationArgs): string[] {
    const clients = Object.entries(preAuthorizedClients);
    const ids = Object.fromEntries(clients.map(([key, { clientId }]) => [key, clientId]));
    return [
        ...listed(
            ...clients.map(([key]) => keyProblem(key, "preAuthorizedClients")),
            ...clients.map(([key, { clientId }]) => idProblem(clientId, `preAuthorizedClients.${key}.clientId`)),
            ...repeated(Object.entries(ids)).map(
                ([key, other]) =>
                    `preAuthorizedClients.${key}.clientId is the same as that of ${other}; Entra keeps one entry for each client.`,
            ),
        ),
        ...clients.flatMap(([key, client]) =>
            listed(
                client.scopes.length > 0
                    ? undefined
                    : `preAuthorizedClients.${key}.scopes is empty; name at least one scope.`,
                ...client.scopes
                    .filter((scope) => !Object.hasOwn(scopes, scope))
                    .map((scope) => `preAuthorizedClients.${key}.scopes has "${scope}"; ${oneOf(scopes, "scopes")}`),
            ),
        ),
    ];
}

/** Entra takes each pair of principal and role once. */
function repeatedAssignments(assignments: Record<string, EntraAssignment>): string[] {
    const pairs = Object.entries(assignments).flatMap(([key, { principalId, role }]): [string, string][] =>
        typeof principalId === "string" ? [[key, `${principalId} ${role ?? ""}`]] : [],
    );
    return repeated(pairs).map(([key, other]) => `assignments.${key} is the same as assignments.${other}; remove one.`);
}

// https://learn.microsoft.com/graph/api/resources/federatedidentitycredentials-overview
const maximumCredentials = 20;

function credentialProblems(credentials: Record<string, EntraFederatedCredential>): string[] {
    const entries = Object.entries(credentials);
    return listed(
        entries.length > maximumCredentials
            ? `federatedCredentials has ${entries.length} entries; Entra takes ${maximumCredentials} for an application.`
            : undefined,
        ...entries.flatMap(([key, { issuer, subject }]) => [
            keyProblem(key, "federatedCredentials"),
            typeof issuer === "string" ? issuerProblem(issuer, `federatedCredentials.${key}.issuer`) : undefined,
            typeof subject === "string" ? subjectProblem(subject, `federatedCredentials.${key}.subject`) : undefined,
        ]),
    );
}

/** A problem when a text cannot be the issuer of tokens. */
export function issuerProblem(issuer: string, argument: string): string | undefined {
    return /^https:\/\/[^\s*?#]+$/.test(issuer)
        ? undefined
        : `${argument} is "${issuer}"; it must be the https URL that the tokens have as issuer, exactly.`;
}

/** A problem when a text cannot be the subject of tokens of one workload. */
export function subjectProblem(subject: string, argument: string): string | undefined {
    return /^[^\s*]+$/.test(subject) && subject.length <= 600
        ? undefined
        : `${argument} is "${subject}"; it must be the subject that the tokens have, exactly: 1 to 600 characters without spaces and wildcards.`;
}

function oneOf(allowed: Record<string, unknown>, what: string): string {
    const names = Object.keys(allowed);
    return names.length === 0 ? `there are no ${what}.` : `it must be one of ${what}: ${names.join(", ")}.`;
}
