import { TokenError } from "./token-error";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A parameter that must be there, once. */
export function field(form: URLSearchParams, name: string): string {
    const value = optionalField(form, name);
    if (value === undefined) {
        throw new TokenError(
            900144,
            "invalid_request",
            `The request body must contain the following parameter: '${name}'.`,
        );
    }
    return value;
}

/** A parameter that may be there, once; without a value it is not. */
export function optionalField(form: URLSearchParams, name: string): string | undefined {
    const [value, ...others] = form.getAll(name);
    if (others.length > 0) throw invalidRequest(`The parameter '${name}' is duplicated.`);
    return value || undefined;
}

export function invalidRequest(text: string): TokenError {
    return new TokenError(90023, "invalid_request", text);
}

/** No application has a secret here, so an assertion is the only proof. */
export function clientAssertion(form: URLSearchParams): string {
    if (!form.has("client_assertion")) {
        throw form.has("client_secret")
            ? new TokenError(7000215, "invalid_client", "Invalid client secret provided.")
            : new TokenError(
                  7000218,
                  "invalid_client",
                  "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
              );
    }
    if (field(form, "client_assertion_type") !== assertionType) {
        throw invalidRequest(`Unsupported 'client_assertion_type' value '${form.get("client_assertion_type")}'.`);
    }
    return field(form, "client_assertion");
}

/** Names of scopes, and the resource that has them. */
export interface RequestedScopes {
    resource: string;
    scopes: string[];
}

/** Scopes of one resource, each with its name before: `https://host/path/scope`, `<client id>/scope`. */
export function requestedScopes(text: string): RequestedScopes {
    const parts = text.split(" ").filter(Boolean);
    const split = parts.map((scope) => {
        const slash = scope.lastIndexOf("/");
        return { resource: scope.slice(0, Math.max(slash, 0)), name: scope.slice(slash + 1) };
    });
    const [first] = split;
    const isMixed = split.length > 1 && split.some(({ name }) => name === ".default");
    if (first === undefined || isMixed || split.some(({ resource, name }) => resource === "" || name === "")) {
        throw new TokenError(
            70011,
            "invalid_scope",
            `The provided value for the input parameter 'scope' is not valid. The scope ${text} is not valid.`,
        );
    }
    if (split.some(({ resource }) => resource !== first.resource)) {
        throw new TokenError(
            28000,
            "invalid_request",
            `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${text} is not valid.`,
        );
    }
    return { resource: first.resource, scopes: split.map(({ name }) => name) };
}

/** What an answer says of scopes: those in the token, then what was asked for otherwise. */
export function scopeText({ resource, scopes }: RequestedScopes, granted: string[]): string {
    const names = [...granted, ...scopes.filter((name) => !granted.includes(name))];
    return names.map((name) => `${resource}/${name}`).join(" ");
}
