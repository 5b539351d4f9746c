import type { TokenAnswer } from "../tokens/token-error";

/** What an endpoint answers. */
export interface Answer {
    status: number;
    headers: Record<string, string>;
    body: string;
}

const uncached = { "Cache-Control": "no-store", Pragma: "no-cache", "X-Content-Type-Options": "nosniff" };

export function json({ status, body }: TokenAnswer, headers: Record<string, string> = {}): Answer {
    return {
        status,
        headers: { "Content-Type": "application/json; charset=utf-8", ...uncached, ...headers },
        body: JSON.stringify(body),
    };
}

/** For what nothing is there. */
export const notFound: Answer = { status: 404, headers: uncached, body: "" };

export function redirect(location: string): Answer {
    return { status: 302, headers: { Location: location, "Referrer-Policy": "no-referrer", ...uncached }, body: "" };
}

/**
 * A page that nobody can frame, that runs no script, and that gives its address to nobody.
 *
 * @param formTargets - Origins that its form may lead to, besides its own.
 */
export function page(
    status: number,
    { title, content, formTargets = [] }: { title: string; content: string; formTargets?: string[] },
): Answer {
    return {
        status,
        headers: {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": [
                "default-src 'none'",
                // browsers hold redirects after a form to it, too
                `form-action ${["'self'", ...formTargets].join(" ")}`,
                "frame-ancestors 'none'",
                "base-uri 'none'",
            ].join("; "),
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
            ...uncached,
        },
        body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body>
<h1>${escaped(title)}</h1>
${content}
</body>
</html>
`,
    };
}

/** Text as it may stand in HTML, in attributes, too. */
export function escaped(text: string): string {
    return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
