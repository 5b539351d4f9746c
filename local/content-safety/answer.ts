/** What the service answers. */
export interface Answer {
    status: number;
    body: object;
    headers?: Record<string, string>;
}

/** https://github.com/Azure/azure-rest-api-specs/tree/main/specification/cognitiveservices/data-plane/ContentSafety */
export function errorAnswer(status: number, code: string, message: string): Answer {
    return { status, body: { error: { code, message, details: [] } }, headers: { "x-ms-error-code": code } };
}

/** https://learn.microsoft.com/azure/ai-services/content-safety/concepts/response-codes */
export function invalidBody(message: string): Answer {
    return errorAnswer(400, "InvalidRequestBody", message);
}
