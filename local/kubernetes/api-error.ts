import type { Properties } from "../provider/provider";
import { part } from "./object";

/** What the API server answered in place of what it was asked for: its own words. */
export class ApiError extends Error {
    override readonly name = "ApiError";

    constructor(
        readonly status: number,
        /** A `Status` of the API, whose reason is for programs. */
        readonly body: Properties,
    ) {
        super(typeof body.message === "string" ? body.message : `the API server answered with status ${status}`);
    }

    get reason(): string {
        return String(this.body.reason ?? "");
    }

    /** Whether what is missing is the namespace that the object would be in. */
    get isNamespaceMissing(): boolean {
        return this.status === 404 && part(this.body, "details").kind === "namespaces";
    }
}

/** Nothing is known of the kind: most often its definition is missing. In the words of the client that the real provider uses. */
export class NoMatchError extends Error {
    override readonly name = "NoMatchError";

    constructor(apiVersion: string, kind: string) {
        super(`no matches for kind "${kind}" in version "${apiVersion}"`);
    }
}
