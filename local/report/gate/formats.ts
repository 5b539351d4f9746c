import type { Colors } from "../terminal";
import { gateJunit } from "./junit";
import type { GateFailure, GateReport } from "./report";
import { gateSarif } from "./sarif";
import { gateText } from "./text";
import { verdictOf } from "./verdict";

/** For a person, for programs, for code scanning, and for what shows test results. */
export const formats = ["text", "json", "sarif", "junit"] as const;

export type Format = (typeof formats)[number];

/** The document that `--format` asks for, with a line break at its end. */
export function renderGate(report: GateReport | GateFailure, format: Format, colors: Colors): string {
    switch (format) {
        case "text":
            return `${"problems" in report ? verdictOf(report, colors) : gateText(report, colors)}\n`;
        case "json":
            return `${JSON.stringify(report, undefined, 2)}\n`;
        case "sarif":
            return `${JSON.stringify(gateSarif(report), undefined, 2)}\n`;
        case "junit":
            return gateJunit(report);
    }
}
