import type { Colors } from "./terminal";

/** The terms under which a resource may break a rule. */
export interface Terms {
    /** Last day: `2027-01-31`. */
    expires: string;
    /** Present when it ends soon, within 30 days. */
    daysLeft?: number;
    owner: string;
    reason: string;
}

/** `until 2027-01-31 by <owner>: <reason>`, marked when it ends soon. */
export function renderTerms({ expires, daysLeft, owner, reason }: Terms, colors: Colors): string {
    const left = daysLeft === undefined ? "" : ` ${colors.yellow(`(${daysLeft} days left)`)}`;
    return `until ${expires}${left} by ${owner}: ${reason}`;
}
