import { Headers } from "../context";
import type { Exchange } from "./exchange";
import { ownResponse, PolicyFailure } from "./failure";

const header = "Ocp-Apim-Subscription-Key";

/**
 * Asks for a key where an API needs one. Nobody has any: subscriptions are not deployed here.
 * https://learn.microsoft.com/azure/api-management/api-management-subscriptions
 * @throws PolicyFailure without a key that is valid.
 */
export function requireSubscription({ api, context: { request }, record }: Exchange): void {
    if (!api?.subscriptionRequired) return;
    const given = request.headers.has(header) || request.url.query.has("subscription-key");
    const { reason, message } = given ? invalid : notFound;
    const challenge = `AzureApiManagementKey realm="${record.url}",name="${header}",type="header"`;
    const failure = new PolicyFailure({
        reason,
        message,
        response: ownResponse(401, "Access Denied", message, { headers: new Headers(["WWW-Authenticate", challenge]) }),
    });
    failure.place = { source: "authorization", scope: "", section: "inbound", path: "" };
    throw failure;
}

// https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-built-in-steps
const notFound = {
    reason: "SubscriptionKeyNotFound",
    message:
        "Access denied due to missing subscription key. Make sure to include subscription key when making requests to this API.",
};
const invalid = {
    reason: "SubscriptionKeyInvalid",
    message:
        "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.",
};
