import { Headers } from "../context";
import { type CompileStatement, childOf, childrenOf, fixed, textOf } from "../pipeline/compiler";
import type { PolicyElement } from "../policy/document";

/** What is answered to a preflight; undefined when it asks for what is not allowed. */
export type Preflight = (request: Headers) => Headers | undefined;

interface CorsRules {
    credentials: string;
    origins: string[];
    methods: string[];
    maxAge: string;
    requestHeaders: string[];
    exposedHeaders: string[];
}

/**
 * Adds what lets a page of an allowed origin read the response, whichever that is. Requests of other origins go on.
 * https://learn.microsoft.com/azure/api-management/cors-policy
 */
export const cors: CompileStatement = (element) => {
    const { origins, exposedHeaders } = rulesOf(element);
    return async (exchange) => {
        const origin = exchange.context.request.headers.get("Origin");
        // generally, only the first `cors` is applied
        if (exchange.corsHeaders.length > 0 || origin === undefined || !origins.includes(origin)) return "next";
        exchange.corsHeaders = [
            ["Access-Control-Allow-Origin", origin],
            ["Access-Control-Expose-Headers", exposedHeaders.join(",")],
        ];
        return "next";
    };
};

/** Compiles what a `cors` answers to preflights. */
export function compilePreflight(element: PolicyElement): Preflight {
    const rules = rulesOf(element);
    const { origins, methods, requestHeaders } = rules;
    const allowedHeaders = requestHeaders.map((name) => name.toLowerCase());
    return (request) => {
        const origin = request.get("Origin") ?? "";
        const method = request.get("Access-Control-Request-Method") ?? "";
        const asked = namesIn(request.get("Access-Control-Request-Headers") ?? "");
        const allowed =
            origins.includes(origin) &&
            methods.includes(method) &&
            asked.every((name) => allowedHeaders.includes(name.toLowerCase()));
        return allowed ? answer(origin, rules) : undefined;
    };
}

function answer(origin: string, { credentials, methods, maxAge, requestHeaders }: CorsRules): Headers {
    return new Headers(
        [
            ["Access-Control-Allow-Origin", origin],
            ["Access-Control-Allow-Credentials", credentials],
            ["Access-Control-Allow-Methods", methods.join(",")],
            ["Access-Control-Allow-Headers", requestHeaders.join(",")],
            ["Access-Control-Max-Age", maxAge],
        ].flat(),
    );
}

function namesIn(list: string): string[] {
    return list
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
}

function rulesOf(element: PolicyElement): CorsRules {
    const methods = childOf(element, "allowed-methods");
    const texts = (list: PolicyElement, item: string) => childrenOf(list, item).map((each) => textOf(each).value);
    return {
        credentials: fixed(element, "allow-credentials"),
        origins: texts(childOf(element, "allowed-origins"), "origin"),
        methods: texts(methods, "method"),
        maxAge: fixed(methods, "preflight-result-max-age"),
        requestHeaders: texts(childOf(element, "allowed-headers"), "header"),
        exposedHeaders: texts(childOf(element, "expose-headers"), "header"),
    };
}
