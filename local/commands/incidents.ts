import { lastSegment } from "../azure/arm-id";
import { readOnlyCloud } from "../azure/read-only-cloud";
import { readRecords } from "../cloud/read-records";
import { Failure } from "../report/failure";
import { awaitedLabels } from "../sentinel/automation";
import type { Incident } from "../sentinel/incident";
import { Incidents } from "../sentinel/incidents";
import type { Response } from "../sentinel/sentinel";
import type { PlaybookOutcome } from "../serve/open-sentinel";
import type { ServedCloud } from "../serve/serve-cloud";
import { homePaths } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { serveHome } from "./serve-home";

/** All incidents of the home folder. Takes no lock, so it answers while something is served, too. */
export function listIncidents(): Promise<Incident[]> {
    return new Incidents(cloudFolder()).all();
}

function cloudFolder(): string {
    return homePaths(homeFolder()).cloud;
}

/** The incident with a number. Throws Failure when there is none. */
export async function findIncident(number: number): Promise<Incident> {
    const found = (await listIncidents()).find(({ incidentNumber }) => incidentNumber === number);
    if (found === undefined) throw new Failure(`There is no incident ${number}. npm start -- incidents lists them.`);
    return found;
}

/** Runs every detection that is deployed on all of the log, and the playbooks that incidents start. */
export function detect(log: (line: string) => void): Promise<Response<PlaybookOutcome>[]> {
    return withSentinel(log, ({ sentinel }) => sentinel.runAll());
}

/**
 * Approves a playbook for an incident, as an analyst does with a label: it runs.
 * @throws Failure when there is no such incident, or the playbook needs no approval.
 */
export async function approve(
    number: number,
    playbook: string,
    log: (line: string) => void,
): Promise<Response<PlaybookOutcome>> {
    const { id } = await findIncident(number);
    const label = await approvalOf(playbook);
    return withSentinel(log, ({ sentinel }) => sentinel.addLabel(id, label));
}

/** The label that approves a playbook, as the automation rules that are deployed say. */
async function approvalOf(playbook: string): Promise<string> {
    const home = cloudFolder();
    const labels = awaitedLabels(readOnlyCloud(await readRecords(home), home).all());
    const byPlaybook = new Map(labels.map((label) => [label.slice(label.lastIndexOf(" ") + 1), label]));
    const found = byPlaybook.get(playbook);
    if (found !== undefined) return found;
    const names = [...byPlaybook.keys()].join(", ") || "none";
    throw new Failure(`"${playbook}" is no playbook that needs approval; those are ${names}.`);
}

async function withSentinel<T>(log: (line: string) => void, action: (served: ServedCloud) => Promise<T>): Promise<T> {
    const { served } = await serveHome({ log });
    try {
        return await action(served);
    } finally {
        await served.close();
    }
}

/** One line for each incident. */
export function renderIncidents(incidents: Incident[]): string {
    if (incidents.length === 0) return "There are no incidents. npm start -- detect looks for them in the log.";
    return incidents
        .map(({ incidentNumber, createdTimeUtc, severity, status, title }) =>
            [String(incidentNumber).padStart(4), createdTimeUtc, severity.padEnd(13), status.padEnd(6), title].join(
                "  ",
            ),
        )
        .join("\n");
}

/** Everything that an analyst wants to know of an incident. */
export function renderIncident(incident: Incident): string {
    const { alerts, labels, comments, relatedAnalyticRuleIds } = incident;
    const entities = alerts.flatMap((alert) => alert.entities);
    return [
        renderIncidents([incident]),
        ...unique(relatedAnalyticRuleIds.map((id) => `rule     ${lastSegment(id)}`)),
        `alerts   ${alerts.length}`,
        ...unique(entities.map(({ kind, properties }) => `${kind.padEnd(9)}${Object.values(properties).join(" ")}`)),
        ...unique(
            alerts
                .flatMap(({ details }) => Object.entries(details))
                .map(([name, values]) => `${name}: ${values.join(", ")}`),
        ),
        ...labels.map((label) => `label    ${label}`),
        ...comments.map(({ createdTimeUtc, message }) => `${createdTimeUtc}  ${message}`),
    ].join("\n      ");
}

/** What came of incidents. */
export function renderResponses(responses: Response<PlaybookOutcome>[]): string {
    if (responses.length === 0) return "No detection found anything new in the log.";
    return responses
        .map(({ incident, runs }) => [renderIncident(incident), ...runs.map(renderRun)].join("\n      "))
        .join("\n");
}

function renderRun({ playbook, status, seconds, problem }: PlaybookOutcome): string {
    const how = { Succeeded: "ran", Failed: "failed", NotStarted: "was not started" }[status];
    return [`playbook ${playbook} ${how}, ${Math.round(seconds)} s`, ...(problem === undefined ? [] : [problem])].join(
        ": ",
    );
}

function unique(lines: string[]): string[] {
    return [...new Set(lines)];
}
