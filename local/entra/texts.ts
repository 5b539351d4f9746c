import { string } from "../provider/schema";
import { isGuid } from "../provider/values";
import type { Field } from "./schema";

/** A text that the provider calls wrong in these words. */
function text(problem: (value: string, key: string) => string | undefined): Field {
    return {
        ...string,
        problems: (value, key) => {
            const found = problem(value, key);
            return found === undefined ? [] : [found];
        },
    };
}

export const nonEmpty = text((value, key) =>
    value === "" ? `expected "${key}" to not be an empty string, got ` : undefined,
);

export const guid = text((value, key) =>
    isGuid(value) ? undefined : `expected "${key}" to be a valid UUID, got ${value}`,
);

export const webAddress = text((value, key) =>
    /^https?:\/\/[^/]+/.test(value)
        ? undefined
        : `expected "${key}" to have a url with schema of: "http,https", got ${value}`,
);

export function withLength(minimum: number, maximum: number): Field {
    return text((value, key) => {
        const length = Buffer.byteLength(value);
        return length < minimum || length > maximum
            ? `expected length of ${key} to be in the range (${minimum} - ${maximum}), got ${value}`
            : undefined;
    });
}

/** Resource id of the application, which is not its client id. */
export const applicationId = text((value) => idProblem(value, "Application", "/applications/applicationId"));

export const authenticationStrengthPolicyId = text((value) =>
    idProblem(
        value,
        "PolicyAuthenticationStrengthPolicy",
        "/policies/authenticationStrengthPolicies/authenticationStrengthPolicyId",
    ),
);

/** The first words of what the provider says: a list of segments follows in the real one. */
function idProblem(value: string, kind: string, example: string): string | undefined {
    const parent = example.slice(0, example.lastIndexOf("/") + 1);
    const isRight = value.startsWith(parent) && /^[^/]+$/.test(value.slice(parent.length));
    return isRight
        ? undefined
        : [
              `parsing "${value}": parsing the ${kind} ID: the number of segments didn't match`,
              `Expected a ${kind} ID that matched (containing ${example.split("/").length - 1} segments):`,
              `> ${example}`,
          ].join("\n\n");
}

/** Value of a claim: of a role or a scope. */
export const claimValue: Field = {
    ...string,
    problems: (value) => [
        ...(value.length > 249 ? ["Value must be between 0-249 characters in length"] : []),
        ...(value.startsWith(".") ? ["Value must not begin with a period"] : []),
        ...(/[^A-Za-z0-9:!#$%&'()*+,./;<=>?@[\]^_{|}~`-]/.test(value)
            ? ["Value must be alphanumeric with these allowed characters: !#$%&'()*+,-./:;<=>?@[]^+_`{|}~"]
            : []),
    ],
};
