import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { type Listener, listen } from "../listen";
import { type Answer, errorAnswer, invalidBody } from "./answer";
import { type Behaviour, failure, malformed } from "./behaviour";
import { operations } from "./operations";

const apiVersion = "2024-09-01";

/** A service that listens. */
export interface ContentSafetyServer extends Listener {
    /** How it is from the next request on. At first it is well. */
    behaviour: Behaviour;
}

export interface ContentSafetyOptions {
    /** Object id of whom a token is of; undefined when it is not good. */
    principalOf(token: string): Promise<string | undefined>;
    /** Whether its roles let a principal call the account. */
    mayCall(principalId: string): boolean;
}

/** Serves an account of Azure AI Content Safety on 127.0.0.1: Prompt Shields and analysis of text. */
export async function serveContentSafety(options: ContentSafetyOptions): Promise<ContentSafetyServer> {
    const server = createServer((request, response) => {
        void handle(request, response, served.behaviour, options).catch(() => response.destroy());
    });
    const served: ContentSafetyServer = { ...(await listen(server)), behaviour: { kind: "well" } };
    return served;
}

async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    behaviour: Behaviour,
    options: ContentSafetyOptions,
): Promise<void> {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const { status, body, headers } =
        behaviour.kind === "failing" ? failure(behaviour.status) : await answerTo(request, options);
    if (behaviour.kind === "slow") await pause(behaviour.milliseconds, undefined, { signal: gone.signal });
    const isSpoilt = behaviour.kind === "malformed" && status === 200;
    const text = isSpoilt ? malformed(body, behaviour.how) : JSON.stringify(body);
    response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers }).end(text);
}

async function answerTo(request: IncomingMessage, options: ContentSafetyOptions): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const name = /^\/contentsafety\/([^/]+)$/.exec(pathname)?.[1] ?? "";
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined || request.method !== "POST") {
        return errorAnswer(404, "404", "Resource not found");
    }
    const refusal = await refuseCaller(request, options);
    if (refusal) return refusal;
    const version = searchParams.get("api-version");
    if (version !== apiVersion) {
        return version === null
            ? errorAnswer(400, "MissingApiVersionParameter", "The query parameter api-version is required.")
            : errorAnswer(400, "UnsupportedApiVersionValue", `The API version ${version} is not supported.`);
    }
    if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
        return errorAnswer(415, "UnsupportedMediaType", "The request must be application/json.");
    }
    try {
        return operation(await json(request));
    } catch (error) {
        if (error instanceof SyntaxError) return invalidBody("The request body is no valid JSON.");
        throw error;
    }
}

/** https://learn.microsoft.com/azure/ai-services/authentication */
async function refuseCaller(
    { headers }: IncomingMessage,
    { principalOf, mayCall }: ContentSafetyOptions,
): Promise<Answer | undefined> {
    if (headers["ocp-apim-subscription-key"] !== undefined) {
        return errorAnswer(
            403,
            "AuthenticationTypeDisabled",
            "Key based authentication is disabled for this resource.",
        );
    }
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
    const principalId = token === undefined ? undefined : await principalOf(token);
    if (principalId === undefined) {
        const message =
            "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.";
        return { status: 401, body: { statusCode: 401, message } };
    }
    return mayCall(principalId)
        ? undefined
        : errorAnswer(401, "PermissionDenied", "Principal does not have access to API/Operation.");
}
