import { attribute, type CompileStatement, fixed } from "../pipeline/compiler";
import { PolicyFailure } from "../pipeline/failure";
import { messageOf } from "../pipeline/message";
import { asText } from "../pipeline/value";
import { NoToken } from "../surroundings";

/**
 * Puts a token of an identity of the service into a variable, or else into the request's `Authorization`.
 * https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy
 */
export const authenticationManagedIdentity: CompileStatement = (element, compiler) => {
    const resource = fixed(element, "resource");
    const clientId = asText(compiler.value(attribute(element, "client-id")));
    const variable = element.attributes.find(({ name }) => name === "output-token-variable-name")?.text.value;
    return async (exchange, made) => {
        const { runtime, service, context } = exchange;
        const token = await runtime.surroundings
            .managedIdentityToken(service, await clientId(exchange), resource)
            .catch((error: unknown) => {
                throw error instanceof NoToken ? new PolicyFailure({ reason: "", message: error.message }) : error;
            });
        if (variable === undefined)
            messageOf(exchange, compiler.section, made).headers.set("Authorization", `Bearer ${token}`);
        else context.variables.set(variable, token);
        return "next";
    };
};
