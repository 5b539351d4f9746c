import { isAllowed, type Need } from "../azure/authorization/effective-role";
import type { Cloud } from "../azure/cloud";
import type { Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import type { Incidents } from "../sentinel/incidents";
import { type ManagementAnswer, ManagementError, NotKnown } from "./answer";
import type { EndedExecution, StartJob } from "./jobs";

/** A request to Resource Manager that has been let through. */
export interface ArmRequest {
    /** ARM id that it is about. */
    id: string;
    /** Parameters of its path. */
    names: Readonly<Record<string, string>>;
    /** Names in lower case. */
    headers: Record<string, string>;
    body: Value | undefined;
    /** Object id of who sends it. */
    principalId: string;
    /** What exists at the moment, to be read only. */
    cloud: Cloud;
    incidents: Incidents;
    startJob: StartJob;
    /** Runs of jobs by their ids in lower case, for as long as this process lives. */
    executions: Map<string, EndedExecution>;
    /** Changes what exists. */
    change<T>(change: (cloud: Cloud) => Promise<T>): Promise<T>;
    /** Milliseconds since the epoch. */
    now(): number;
}

/** Something that Resource Manager does. */
export interface ArmOperation {
    method: "GET" | "PUT" | "PATCH" | "POST";
    /** With names in braces. */
    path: string;
    /** Part of the path behind the id that it is about, for example `/start`. Default: none. */
    behind?: string;
    apiVersions: string[];
    /** What the caller needs on that id. */
    action: string;
    /** Built-in roles that have it. */
    roles: string[];
    answer(request: ArmRequest): Promise<ManagementAnswer> | ManagementAnswer;
}

export const group = "/subscriptions/{subscription}/resourceGroups/{group}/providers";

/** The operation that a request is for, with the id that it is about. */
export function findOperation(
    operations: ArmOperation[],
    method: string,
    path: string,
): { operation: ArmOperation; id: string; names: Record<string, string> } | undefined {
    for (const operation of operations) {
        if (operation.method !== method) continue;
        const { behind = "" } = operation;
        const pattern = operation.path.replace(/[.]/g, "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
        const match = new RegExp(`^${pattern}${behind}$`, "i").exec(path);
        if (match) return { operation, id: path.slice(0, path.length - behind.length), names: { ...match.groups } };
    }
    return undefined;
}

/** Throws what Resource Manager says of a version that it does not have for an operation. */
export function checkApiVersion({ apiVersions }: ArmOperation, version: string | null, path: string): void {
    if (version === null) {
        throw new ManagementError(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        );
    }
    if (!apiVersions.includes(version)) {
        throw new ManagementError(
            400,
            "NoRegisteredProviderFound",
            `No registered resource provider found for '${path}' with API version '${version}'. The supported api-versions are '${apiVersions.join(", ")}'.`,
        );
    }
}

/** Throws what Resource Manager says to who may not do something. */
export function checkAllowed(need: Need, cloud: Cloud): void {
    if (isAllowed(need, cloud)) return;
    const { principalId, action, scope } = need;
    throw new ManagementError(
        403,
        "AuthorizationFailed",
        `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
}

export function resourceNotFound(id: string): ManagementError {
    return new ManagementError(404, "ResourceNotFound", `The Resource '${id}' was not found.`);
}

/** The body of a request; throws when it is none, or has what is not known here. */
export function bodyWith(body: Value | undefined, allowed: string[], what: string): Properties {
    if (!isObject(body)) {
        throw new ManagementError(400, "InvalidRequestContent", "The request content was invalid: it is no object.");
    }
    const strange = Object.keys(body).find((name) => !allowed.includes(name));
    if (strange !== undefined) throw new NotKnown(`the property ${strange} of ${what}`);
    return body;
}
