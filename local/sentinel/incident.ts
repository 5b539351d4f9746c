import type { Properties } from "../provider/provider";

/** Who or what was part in an alert: its kind and identifiers as Sentinel has them, for example `aadUserId`. */
export interface Entity {
    kind: string;
    properties: Properties;
}

/** What a rule has found. */
export interface Alert {
    /** Name, a GUID. */
    name: string;
    /** ARM id of the rule. */
    ruleId: string;
    title: string;
    severity: string;
    /** RFC 3339. */
    timeGenerated: string;
    entities: Entity[];
    /** Custom details: values by name. */
    details: Record<string, string[]>;
}

export interface IncidentComment {
    name: string;
    message: string;
    /** Object id of who wrote it. */
    author: string;
    /** RFC 3339. */
    createdTimeUtc: string;
}

/** A case of somebody to look at. */
export interface Incident {
    /** ARM id. */
    id: string;
    incidentNumber: number;
    title: string;
    severity: string;
    status: "New" | "Active" | "Closed";
    classification?: string;
    labels: string[];
    /** RFC 3339. */
    createdTimeUtc: string;
    lastModifiedTimeUtc: string;
    /** ARM ids of the rules of its alerts. */
    relatedAnalyticRuleIds: string[];
    alerts: Alert[];
    comments: IncidentComment[];
}
