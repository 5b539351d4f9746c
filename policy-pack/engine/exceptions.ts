import type { Resource } from "./resource";

/** A resource that may break a rule for a while; configured under the rule. */
export interface Exception {
    /** The resource: its URN, or the end of it, `<type>::<logical name>`. */
    resource: string;
    /** Why the risk is taken. */
    reason: string;
    /** Who answers for it. */
    owner: string;
    /** Last day that it holds, in UTC: `2027-01-31`. */
    expires: string;
}

const fields = ["resource", "reason", "owner", "expires"] as const;
/** Of a reason. */
export const fewestCharacters = 20;
/** From today to the last day of an exception. */
export const mostDays = 365;
const soonDays = 30;
const day = 86_400_000;

/** Schema for the engine. It asks for the shape only: {@link exceptionProblems} has sentences for the rest. */
export const exceptionsSchema = {
    type: "array" as const,
    description: "Resources that may break the rule for a while: exact resource, reason, owner, last day.",
    items: {
        type: "object" as const,
        properties: Object.fromEntries(fields.map((field) => [field, { type: "string" as const }])),
    },
    default: [],
};

/** What is wrong with configured exceptions, in sentences; empty when nothing is. */
export function exceptionProblems(exceptions: readonly Partial<Exception>[], now: Date): string[] {
    return exceptions.flatMap((exception, index) => {
        const at = `exceptions[${index}]`;
        const repeated = exceptions.findIndex(({ resource }) => resource === exception.resource) < index;
        return [
            ...Object.keys(exception)
                .filter((name) => !fields.some((field) => field === name))
                .map((name) => `${at} has "${name}", which means nothing: it has ${fields.join(", ")}.`),
            ...resourceProblems(exception.resource, at),
            ...(repeated
                ? [`${at}.resource is "${exception.resource}", as of an exception before it: leave one.`]
                : []),
            ...reasonProblems(exception.reason, at),
            ...(exception.owner?.trim()
                ? []
                : [`${at}.owner is missing: name the team or person that answers for it.`]),
            ...expiryProblems(exception.expires, at, now),
        ];
    });
}

function resourceProblems(resource: string | undefined, at: string): string[] {
    const isExact = /^(urn:pulumi:.*::)?[^*:]+(:[^*:]+)*::[^*]+$/.test(resource ?? "");
    return isExact
        ? []
        : [
              `${at}.resource is ${quoted(resource)}: it must name one resource by its URN or the end of that, for example "azure-native:keyvault:Vault::vault".`,
          ];
}

function reasonProblems(reason: string | undefined, at: string): string[] {
    const length = reason?.trim().length ?? 0;
    return length >= fewestCharacters
        ? []
        : [`${at}.reason has ${length} characters: say in ${fewestCharacters} or more why the risk is taken.`];
}

function expiryProblems(expires: string | undefined, at: string, now: Date): string[] {
    const latest = isoDay(new Date(now.getTime() + mostDays * day));
    const allowed = `it must be a day from ${isoDay(now)} to ${latest}, ${mostDays} days ahead, for example "${isoDay(new Date(now.getTime() + 90 * day))}"`;
    if (expires === undefined || !isDay(expires)) return [`${at}.expires is ${quoted(expires)}: ${allowed}.`];
    if (expires < isoDay(now))
        return [`${at} expired on ${expires}: mend the resource and remove the exception, or decide anew; ${allowed}.`];
    return expires > latest ? [`${at}.expires is "${expires}", which is too far ahead: ${allowed}.`] : [];
}

function isDay(text: string): boolean {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
    // 31 February is a time to Date, but another day
    return !Number.isNaN(time) && isoDay(new Date(time)) === text;
}

function isoDay(date: Date): string {
    return date.toISOString().slice(0, 10);
}

function quoted(text: string | undefined): string {
    return text === undefined ? "missing" : `"${text}"`;
}

/** Whether an exception is for a resource. */
export function covers({ resource }: Exception, { urn }: Pick<Resource, "urn">): boolean {
    return urn === resource || (!resource.startsWith("urn:") && endOf(urn) === resource);
}

/** `<type>::<logical name>` of a URN. */
function endOf(urn: string): string {
    const [, , types = "", ...name] = urn.split("::");
    return [types.slice(types.lastIndexOf("$") + 1), ...name].join("::");
}

/** The terms of an exception, as a report shows them; how many days are left once it ends soon. */
export function termsOf({ expires, owner, reason }: Exception, now: Date): string {
    const days = Math.round((Date.parse(expires) - Date.parse(isoDay(now))) / day);
    const left = days <= soonDays ? ` (${days} days left)` : "";
    return `until ${expires}${left} by ${owner}: ${reason}`;
}
