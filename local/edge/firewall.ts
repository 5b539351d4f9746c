import type { ReadBody } from "./body";
import type { DeployedFirewall } from "./deployed";
import type { RateLimiter } from "./rate-limiter";

/** What the firewall has found in a request. */
export interface Finding {
    /** Name of the custom rule; absent for a limit of the policy. */
    rule?: string;
    message: string;
}

/** The custom rule that refuses a request before its body is read. */
export function customRuleFinding(
    { rateLimits }: DeployedFirewall,
    limiter: RateLimiter,
    { uri, address, now }: { uri: string; address: string; now: number },
): Finding | undefined {
    const exceeded = rateLimits
        .filter(({ uriPrefixes }) => uriPrefixes.every((prefixes) => prefixes.some((each) => uri.startsWith(each))))
        .find((rule) => limiter.isExceeded(rule, address, now));
    return exceeded && { rule: exceeded.name, message: "Rate limit exceeded" };
}

// https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-waf-request-size-limits#limits
const uploadBuffer = 4 * 1024;

/** Most bytes of a body that are worth reading: no longer one passes. */
export function longestBody(firewall: DeployedFirewall, contentType: string | undefined): number {
    if (firewall.mode === "Detection") return Number.POSITIVE_INFINITY;
    return isForm(contentType) ? Math.max(firewall.bodyLimit, uploadLimit(firewall)) : firewall.bodyLimit;
}

/** Whether a body is longer than it may be. A form that uploads a file is measured as a whole. */
export function bodyFinding(
    firewall: DeployedFirewall,
    contentType: string | undefined,
    body: Exclude<ReadBody, "broken off">,
): Finding | undefined {
    const uploads =
        body !== "too long" &&
        isForm(contentType) &&
        /^content-disposition:.*;\s*filename/im.test(body.toString("latin1"));
    const limit = uploads ? uploadLimit(firewall) : firewall.bodyLimit;
    // its words: https://learn.microsoft.com/answers/questions/1530585/waf-error-request-body-length-exceeded-the-limit
    return body === "too long" || body.length > limit
        ? { message: "Request body length exceeded the limit" }
        : undefined;
}

function uploadLimit(firewall: DeployedFirewall): number {
    return firewall.uploadLimit + uploadBuffer;
}

function isForm(contentType: string | undefined): boolean {
    return /^\s*multipart\/form-data\s*(;|$)/i.test(contentType ?? "");
}
