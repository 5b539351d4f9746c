import type { RedirectKind } from "../applications/redirect-uris";
import type { Client } from "../tokens/registered";

/**
 * The kind of a redirect URI, if a client has it. It must be the same text, but for the port of this machine, and a slash
 * where there is no path: https://learn.microsoft.com/entra/identity-platform/reply-url
 */
export function redirectKind({ redirectUris }: Client, uri: string): RedirectKind | undefined {
    const kinds = Object.keys(redirectUris) as RedirectKind[];
    return kinds.find((kind) => redirectUris[kind].some((known) => comparable(known) === comparable(uri)));
}

function comparable(uri: string): string {
    return uri
        .replace(/^(http:\/\/(?:localhost|127\.0\.0\.1)):\d{1,5}(?=[/?#]|$)/, "$1")
        .replace(/^https?:\/\/[^/?#]+$/, "$&/");
}
