import { Headers, type ResponseMessage } from "../context";
import type { DeployedApi, DeployedOperation } from "../deployed";
import type { CompiledPolicy } from "./compile";
import type { Exchange } from "./exchange";
import { ownResponse, PolicyFailure } from "./failure";
import { runSection } from "./inherit";
import { answerPreflight, requestedMethod } from "./preflight";
import { findRoute, type Route } from "./routing";
import { requireSubscription } from "./subscription";

/** The policies that requests meet, from the innermost to the global one, which is all without an operation. */
export type PoliciesOf = (api?: DeployedApi, operation?: DeployedOperation) => CompiledPolicy[];

/**
 * The response to a request, whatever comes of it.
 * @param url - What the request asks for.
 * @throws only what is a defect.
 */
export async function run(exchange: Exchange, url: URL, policiesOf: PoliciesOf): Promise<ResponseMessage> {
    const { context, service } = exchange;
    const route = findRoute(service.apis, context.request.method, url.pathname);
    if (route) follow(route, url, exchange);
    else {
        const preflight = answerToPreflight(url, exchange, policiesOf);
        if (preflight) return preflight;
    }
    exchange.policies = policiesOf(route?.api, route?.operation);
    try {
        if (!route) throw operationNotFound();
        requireSubscription(exchange);
        await runSections(exchange);
    } catch (error) {
        if (!(error instanceof PolicyFailure)) throw error;
        await onError(error, exchange);
    }
    return context.response ?? internalError(exchange);
}

// an operation for OPTIONS is none of `cors`: https://learn.microsoft.com/azure/api-management/cors-policy#cors-policy-scenarios
function answerToPreflight(url: URL, exchange: Exchange, policiesOf: PoliciesOf): ResponseMessage | undefined {
    const { method, headers } = exchange.context.request;
    const asked = requestedMethod(method, headers);
    const route = asked === undefined ? undefined : findRoute(exchange.service.apis, asked, url.pathname);
    const answer = route && answerPreflight(headers, policiesOf(route.api, route.operation));
    if (answer) follow(route, url, exchange);
    return answer;
}

function follow({ api, operation, rest }: Route, { search }: URL, exchange: Exchange): void {
    const { context, record } = exchange;
    exchange.api = api;
    exchange.backendPath = rest + search;
    context.api.id = api.name;
    context.request.url.path = rest;
    record.apiId = api.name;
    record.operationId = operation.name;
}

async function runSections(exchange: Exchange): Promise<void> {
    const { context } = exchange;
    for (const section of ["inbound", "backend"] as const) {
        if ((await runSection(0, section, exchange)) === "end") return;
    }
    context.response ??= { statusCode: 200, reason: "OK", headers: new Headers(), body: null };
    await runSection(0, "outbound", exchange);
}

/** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies */
async function onError(failure: PolicyFailure, exchange: Exchange): Promise<void> {
    note(failure, exchange);
    try {
        await runSection(0, "on-error", exchange);
    } catch (error) {
        if (!(error instanceof PolicyFailure)) throw error;
        note(error, exchange);
    }
}

function note({ reason, message, place, response }: PolicyFailure, { context, record }: Exchange): void {
    if (place === undefined) throw new Error(`A failure does not say where it happened: ${message}`);
    context.lastError = { ...place, reason, message };
    context.response = response;
    record.lastError = { ...context.lastError, elapsed: context.now() - record.time };
}

// https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-built-in-steps
function operationNotFound(): PolicyFailure {
    const failure = new PolicyFailure({
        reason: "OperationNotFound",
        message: "Unable to match incoming request to an operation.",
        response: ownResponse(404, "Resource Not Found", "Resource not found"),
    });
    failure.place = { source: "configuration", scope: "", section: "backend", path: "" };
    return failure;
}

/** What the client gets when nothing has chosen a response. */
export function internalError({ context }: Exchange): ResponseMessage {
    return ownResponse(500, "Internal Server Error", "Internal server error", { activityId: context.requestId });
}
