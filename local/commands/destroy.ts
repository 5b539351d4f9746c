import type { Report } from "../report/report";
import { operate } from "./operation";
import type { Session } from "./session";

/** Deletes everything that the stack deployed, dependents first. */
export function destroy(session: Session): Promise<Report> {
    return operate(session, "destroy", [], (options) => session.stack.destroy(options).then(() => ({})));
}
