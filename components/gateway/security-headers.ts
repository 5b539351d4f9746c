/**
 * What a browser is told about every response, and which headers tell others what runs here.
 * https://owasp.org/www-project-secure-headers
 *
 * Serves practice 8.4.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
};

/** Headers of a response that are removed. */
export const revealingHeaders: readonly string[] = ["Server", "X-Powered-By", "X-AspNet-Version"];
