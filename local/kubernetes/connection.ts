import { Agent, request } from "node:https";
import type { Properties } from "../provider/provider";
import { ApiError } from "./api-error";

/** Where a cluster is and how to be let in. */
export interface Access {
    /** For example `https://127.0.0.1:40000`. */
    server: string;
    token: string;
    /** Certificate that the server's is checked against, PEM. */
    certificate: string;
}

export interface ApiRequest {
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    path: string;
    /** An object is sent as JSON. */
    body?: object | string;
    /** Default: `application/json`. */
    contentType?: string;
    signal?: AbortSignal;
}

export interface ApiAnswer {
    status: number;
    body: Properties;
    /** Texts of the `Warning` headers, which admission uses for what it lets through. */
    warnings: string[];
}

/**
 * HTTPS to one API server. The client of the Kubernetes project is not used: it drops fields that it does not know, so
 * that nobody would ever see the server refuse them.
 */
export class ApiConnection {
    readonly #agent: Agent;

    constructor(readonly access: Access) {
        this.#agent = new Agent({ keepAlive: true, maxSockets: 32, ca: access.certificate });
    }

    /** @throws {ApiError} for every answer that is not a success. */
    async send(options: ApiRequest): Promise<ApiAnswer> {
        const answer = await this.#exchange(options);
        if (answer.status >= 300) {
            throw new ApiError(answer.status, answer.body);
        }
        return answer;
    }

    #exchange({ method, path, body, contentType, signal }: ApiRequest): Promise<ApiAnswer> {
        const { server, token } = this.access;
        const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "application/json" };
        const content = typeof body === "object" ? JSON.stringify(body) : body;
        if (content !== undefined) {
            headers["content-type"] = contentType ?? "application/json";
            headers["content-length"] = String(Buffer.byteLength(content)); // Node.js leaves it out of a DELETE
        }
        return new Promise((resolve, reject) => {
            const sent = request(server + path, { method, agent: this.#agent, headers, signal }, (response) => {
                let text = "";
                response
                    .setEncoding("utf8")
                    .on("data", (chunk: string) => {
                        text += chunk;
                    })
                    .on("error", reject)
                    .on("end", () =>
                        resolve({
                            status: response.statusCode ?? 0,
                            body: parse(text),
                            warnings: warningsIn(response.headersDistinct.warning ?? []),
                        }),
                    );
            });
            sent.on("error", (error) => reject(signal?.aborted ? signal.reason : error));
            sent.end(content);
        });
    }

    close(): void {
        this.#agent.destroy();
    }
}

function parse(text: string): Properties {
    try {
        return JSON.parse(text);
    } catch {
        return { message: text.trim() };
    }
}

/** The text of `299 - "text"`, in which quotes and backslashes are escaped. */
function warningsIn(headers: string[]): string[] {
    return headers
        .flatMap((header) => [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)])
        .map(([, text = ""]) => text.replaceAll(/\\(.)/g, "$1"));
}
