import { lastSegment, parentOf } from "../azure/arm-id";
import type { Stored } from "../azure/cloud";
import { compileQuery, type Query } from "../kql/run";
import type { Row } from "../kql/schema";
import type { ReadLog } from "../logs/read-log";
import { messageOf } from "../report/failure";
import { alertsOf } from "./alerts";
import { type IncidentEvent, playbooksFor } from "./automation";
import { incidentFor } from "./grouping";
import type { Alert, Incident } from "./incident";
import type { Incidents } from "./incidents";
import { type Rule, rulesIn } from "./rule";
import { type Workspace, workspaceOf } from "./workspace";

/**
 * How much later than its time a rule looks, so that rows have arrived:
 * https://learn.microsoft.com/azure/sentinel/scheduled-rules-overview#ingestion-delay-for-scheduled-rules
 */
const delay = 5 * 60_000;

export interface SentinelOptions<Run> {
    /** Required. Reads the log. */
    readLog: ReadLog;
    /** Required. Where incidents are kept. */
    incidents: Incidents;
    /** Required. Everything that is deployed at the moment; the same array as long as nothing changes. */
    deployed(): Stored[];
    /** Required. Runs the workflow with an ARM id for an incident. */
    runPlaybook(workflowId: string, incident: Incident, event: IncidentEvent): Promise<Run>;
    /** Required. Milliseconds since the epoch. */
    now(): number;
    /** Required. Takes a sentence about a rule that cannot run; the others do. */
    log(line: string): void;
    /** Optional. What `rand()` in queries gives next, from 0 to 1. Default: Math.random. */
    random?(): number;
}

/** What came of an incident that is new, or that somebody or something has added to. */
export interface Response<Run> {
    incident: Incident;
    event: IncidentEvent;
    /** What the playbooks did, in their order. */
    runs: Run[];
}

/** What is deployed at a moment, and what came of it. */
interface Current {
    resources: Stored[];
    workspace: Workspace;
    /** By query. */
    compiled: Map<string, Query>;
}

/** Microsoft Sentinel as it is deployed: looks for what its rules describe, and starts what its automation rules say. */
export class Sentinel<Run> {
    readonly #options: Required<SentinelOptions<Run>>;
    /** By id of the rule: when it was due last. */
    readonly #due = new Map<string, number>();
    /** By id of the rule: until when it is silent. */
    readonly #silentUntil = new Map<string, number>();
    #kept: Current | undefined;

    constructor(options: SentinelOptions<Run>) {
        this.#options = { random: Math.random, ...options };
    }

    /** Runs each rule for every time that it was due since the last call; a rule that is new runs at once. */
    async runDue(): Promise<Response<Run>[]> {
        const now = this.#options.now();
        const responses: Response<Run>[] = [];
        for (const rule of rulesIn(this.#options.deployed())) {
            const last = this.#due.get(rule.id) ?? now - rule.frequency;
            for (let due = last + rule.frequency; due <= now; due += rule.frequency) {
                this.#due.set(rule.id, due);
                responses.push(...(await this.#run(rule, due, due - delay)));
            }
        }
        return responses;
    }

    /** Runs every rule now on all that the log has up to now, as somebody does who does not want to wait. */
    async runAll(): Promise<Response<Run>[]> {
        const now = this.#options.now();
        const responses: Response<Run>[] = [];
        for (const rule of rulesIn(this.#options.deployed())) responses.push(...(await this.#run(rule, now, now)));
        return responses;
    }

    /** Adds a label to an incident, as an analyst does who approves something. */
    async addLabel(id: string, label: string): Promise<Response<Run>> {
        const lastModifiedTimeUtc = new Date(this.#options.now()).toISOString();
        const incident = await this.#options.incidents.change(id, ({ labels }) => ({
            labels: [...labels, label],
            lastModifiedTimeUtc,
        }));
        return this.#respond(incident, { kind: "Updated", added: ["Labels"] });
    }

    async #run(rule: Rule, time: number, end: number): Promise<Response<Run>[]> {
        try {
            return await this.#runWhole(rule, time, end);
        } catch (error) {
            this.#options.log(`The rule ${lastSegment(rule.id)}, "${rule.title}", cannot run: ${messageOf(error)}`);
            return [];
        }
    }

    async #runWhole(rule: Rule, time: number, end: number): Promise<Response<Run>[]> {
        if (time < (this.#silentUntil.get(rule.id) ?? 0)) return [];
        const alerts = alertsOf(rule, await this.#rowsOf(rule, end), time);
        if (alerts.length > 0) this.#silentUntil.set(rule.id, time + rule.suppression);
        if (!rule.createsIncidents || alerts.length === 0) return [];
        const known = new Map((await this.#options.incidents.all()).map((incident) => [incident.id, incident]));
        const events = new Map<string, IncidentEvent>();
        for (const alert of alerts) {
            const incident = await this.#addToIncident(alert, rule, [...known.values()]);
            const { id } = incident;
            if (!known.has(id)) events.set(id, { kind: "Created" });
            else if (!events.has(id)) events.set(id, { kind: "Updated", added: ["Alerts"] });
            known.set(id, incident);
        }
        const responses: Response<Run>[] = [];
        for (const [id, event] of events) {
            const incident = await this.#options.incidents.find(id);
            if (incident !== undefined) responses.push(await this.#respond(incident, event));
        }
        return responses;
    }

    async #rowsOf({ query, period }: Rule, end: number): Promise<Row[]> {
        const { readLog, random } = this.#options;
        const { workspace, compiled } = this.#current();
        const { schema, watchlists } = workspace;
        const run = compiled.get(query) ?? compileQuery(query, schema);
        compiled.set(query, run);
        const rows = new Map<string, Row[]>();
        for (const table of run.tables) rows.set(table, await readLog(table, end - period, end));
        return run({
            rows: (table) => rows.get(table) ?? [],
            watchlist: (alias) => watchlists.get(alias)?.rows ?? [],
            now: end,
            random,
        });
    }

    #current(): Current {
        const resources = this.#options.deployed();
        if (this.#kept?.resources !== resources) {
            this.#kept = { resources, workspace: workspaceOf(resources), compiled: new Map() };
        }
        return this.#kept;
    }

    /** The incident with the alert: one of those that are known, or a new one. */
    #addToIncident(alert: Alert, rule: Rule, known: Incident[]): Promise<Incident> {
        const { incidents } = this.#options;
        const found = incidentFor(alert, rule, known);
        if (found !== undefined) {
            return incidents.change(found.id, ({ status, alerts }) => ({
                alerts: [...alerts, alert],
                status: status === "Closed" ? "Active" : status,
                lastModifiedTimeUtc: alert.timeGenerated,
            }));
        }
        return incidents.create(parentOf(rule.id), {
            title: rule.title,
            severity: rule.severity,
            createdTimeUtc: alert.timeGenerated,
            relatedAnalyticRuleIds: [rule.id],
            alerts: [alert],
        });
    }

    async #respond(incident: Incident, event: IncidentEvent): Promise<Response<Run>> {
        const { deployed, runPlaybook, incidents } = this.#options;
        const runs: Run[] = [];
        for (const workflowId of playbooksFor(incident, event, deployed())) {
            runs.push(await runPlaybook(workflowId, incident, event));
        }
        return { incident: (await incidents.find(incident.id)) ?? incident, event, runs };
    }
}
