import type { Report } from "../report/report";
import { operate } from "./operation";
import type { Session } from "./session";

/** Compares the state with the cloud, says what drifted, and writes what the cloud says into the state. */
export function refresh(session: Session): Promise<Report> {
    return operate(session, "refresh", [], (options) => session.stack.refresh(options).then(() => ({})));
}
