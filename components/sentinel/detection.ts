import type { PlaybookName } from "./playbooks/playbook-name";

export const Severity = { High: "High", Medium: "Medium", Low: "Low", Informational: "Informational" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** Something that Microsoft Sentinel looks for in the log: `detections/<id>.kql` with `detections/<id>.yaml`. */
export interface Detection {
    /** Name of its files. */
    id: string;
    /** What an incident is called. */
    title: string;
    /** What has happened when it fires, what it counts, and what it does not see. */
    description: string;
    /** What to do: a page of docs/incidents with its heading, for example `tokens.md#token-replay`. */
    runbook: string;
    severity: Severity;
    /** Tactics of MITRE ATT&CK by the names that Sentinel has for them. */
    tactics: string[];
    /** Techniques of MITRE ATT&CK, for example `T1550`. */
    techniques: string[];
    /** How often it runs, ISO 8601. */
    frequency: string;
    /** How far it looks back, ISO 8601; not less than the frequency. */
    period: string;
    /** How long it is silent after it has fired, ISO 8601. Default: it is never silent. */
    suppression?: string;
    /**
     * Columns that name who and what was part in it, by kind of entity and identifier of Sentinel, for example
     * `{ Account: { AadUserId: User }, IP: { Address: ClientAddress } }`. Alerts that agree in the first kind and in the
     * details come to one incident.
     */
    entities: Record<string, Record<string, string>>;
    /** Columns that responses need besides, by the name that an alert has them under, for example `{ Namespace: Namespace }`. */
    details?: Record<string, string>;
    /** Ids of the practices that it serves. */
    practices: string[];
    /** Playbooks that run when it fires, or once somebody has approved them. */
    responses: PlaybookName[];
    query: string;
}
