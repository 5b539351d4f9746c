import {
    Headers,
    type LastError,
    type Message,
    type PolicyContext,
    type RequestMessage,
    type ResponseMessage,
} from "../../context";
import { given, notNull } from "../checks";
import { decodeBody } from "../encoding";
import { DotNetException } from "../exception";
import { parseObject } from "../json/parse";
import type { Jwt } from "../jwt";
import type { Members } from "./members";

/** Several values by name. */
type Values = Headers | ReadonlyMap<string, string[]>;

export const contextMembers: Members = {
    "Api: IApi": (context: PolicyContext) => context.api,
    "LastError: ILastError": (context: PolicyContext) => context.lastError,
    "Request: IRequest": (context: PolicyContext) => context.request,
    "RequestId: Guid": (context: PolicyContext) => context.requestId,
    "Response: IResponse": (context: PolicyContext) => context.response,
    "Variables: IReadOnlyDictionary<string, object>": (context: PolicyContext) => context.variables,
};

export const apiMembers: Members = {
    "Id: string": (api: PolicyContext["api"]) => api.id,
};

export const lastErrorMembers: Members = {
    "Reason: string": (error: LastError) => error.reason,
    "Source: string": (error: LastError) => error.source,
};

export const requestMembers: Members = {
    "Body: IMessageBody": bodyOf,
    "Headers: IReadOnlyDictionary<string, string[]>": (request: RequestMessage) => request.headers,
    "IpAddress: string": (request: RequestMessage) => request.ipAddress,
    "Method: string": (request: RequestMessage) => request.method,
    "Url: IUrl": (request: RequestMessage) => request.url,
};

export const responseMembers: Members = {
    "Body: IMessageBody": bodyOf,
    "Headers: IReadOnlyDictionary<string, string[]>": (response: ResponseMessage) => response.headers,
    "StatusCode: int": (response: ResponseMessage) => response.statusCode,
};

export const urlMembers: Members = {
    "Query: IReadOnlyDictionary<string, string[]>": (url: RequestMessage["url"]) => url.query,
};

export const jwtMembers: Members = {
    "Claims: IReadOnlyDictionary<string, string[]>": (jwt: Jwt) => jwt.claims,
};

export const bodyMembers: Members = {
    "As<JObject>(): JObject": (message: Message) => parseObject(textOf(message, false)),
    "As<byte[]>(preserveContent: bool): byte[]": bytesOf,
    "As<string>(preserveContent: bool): string": textOf,
};

export const valuesMembers: Members = {
    "Count: int": (values: Values) => values.size,
    "ContainsKey(string): bool": (values: Values, key: string | null) => values.has(given(key, "key")),
    "GetValueOrDefault(string, string): string": (values: Values, key: string | null, otherwise: string | null) => {
        const name = given(key, "key");
        const found = values instanceof Headers ? values.values(name) : values.get(name);
        return found?.join(",") ?? otherwise;
    },
};

export const variablesMembers: Members = {
    "[string]: object": (variables: PolicyContext["variables"], key: string | null) => {
        const name = given(key, "key");
        if (variables.has(name)) return variables.get(name);
        throw new DotNetException("KeyNotFoundException", `The given key '${name}' was not present in the dictionary.`);
    },
    "ContainsKey(string): bool": (variables: PolicyContext["variables"], key: string | null) =>
        variables.has(given(key, "key")),
    "GetValueOrDefault<string>(string, string): string": (
        variables: PolicyContext["variables"],
        key: string | null,
        otherwise: string | null,
    ) => {
        const value = variables.has(given(key, "key")) ? variables.get(key ?? "") : otherwise;
        if (value === null || typeof value === "string") return value;
        throw new DotNetException("InvalidCastException", `The variable ${key} is no text.`);
    },
};

// a body is known by its message, whose content type says how to read it
function bodyOf(message: Message): Message | null {
    return message.body && message;
}

function bytesOf(message: Message, preserve: boolean): Uint8Array {
    return notNull(message.body).read(preserve);
}

function textOf(message: Message, preserve: boolean): string {
    return decodeBody(bytesOf(message, preserve), message.headers.get("Content-Type"));
}
