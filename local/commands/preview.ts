import type { Report } from "../report/report";
import { operate } from "./operation";
import { policyOptions } from "./policy-options";
import type { Session } from "./session";

/** Shows what `up` would do, and lets the policy pack judge it. Changes nothing. */
export function preview(session: Session): Promise<Report> {
    session.terminal.block(["Preview with the policy pack"]);
    return operate(session, "preview", [], (options) =>
        session.stack.preview({ ...options, ...policyOptions(session) }).then(() => ({})),
    );
}
