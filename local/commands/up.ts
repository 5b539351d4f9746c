import { countByOperation } from "../report/changes";
import { duration } from "../report/duration";
import type { Report } from "../report/report";
import { operate } from "./operation";
import { policyOptions } from "./policy-options";
import { preview } from "./preview";
import type { Session } from "./session";

/**
 * Deploys the stack: a preview that the policy pack has to pass, then the deployment, judged again with the values that
 * only the cloud knows.
 */
export async function up(session: Session): Promise<Report> {
    const plan = await preview(session);
    if (plan.result !== "succeeded") {
        return plan;
    }
    const { unchanged, ...changed } = countByOperation(plan.changes);
    const total = Object.values(changed).reduce((sum, count) => sum + count, 0);
    session.terminal.line(
        `Preview: ${total} resources to change, ${unchanged} unchanged; no mandatory finding of the policy pack ` +
            `(${duration(plan.seconds)})`,
    );
    const expected = plan.changes.filter(({ operation }) => operation !== "unchanged");
    const report = await operate(session, "up", expected, (options) =>
        session.stack.up({ ...options, ...policyOptions(session) }),
    );
    return report.result === "succeeded" ? report : { ...report, findings: merge(plan.findings, report.findings) };
}

/** A deployment that ended early has not judged everything again: what the preview said still counts. */
function merge(planned: Report["findings"], found: Report["findings"]): Report["findings"] {
    return [...new Map([...planned, ...found].map((finding) => [JSON.stringify(finding), finding])).values()];
}
