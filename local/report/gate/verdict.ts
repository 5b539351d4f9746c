import type { Colors } from "../terminal";
import { type GateFailure, type GateReport, subjectOf } from "./report";

/** How it ended, in words; one line when anything was judged. */
export function verdictOf(report: GateReport | GateFailure, colors: Colors): string {
    switch (report.result) {
        case "failed":
            return `${colors.red("error")}  ${messageOf(report)}`;
        case "interrupted":
            return messageOf(report);
        case "blocked": {
            const count = Object.values(report.counts.mandatory).reduce((sum, each) => sum + each, 0);
            const findings = `${count} mandatory ${count === 1 ? "finding" : "findings"}`;
            return colors.red(`The policy pack blocks ${subjectOf(report)}: ${findings}.`);
        }
        case "succeeded":
            return colors.green(`${subjectOf(report)} passes the policy pack: no mandatory finding.`);
    }
}

function messageOf({ problems }: GateFailure): string {
    return problems.map(({ message }) => message).join("\n");
}
