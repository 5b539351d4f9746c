import { DotNetException } from "./dotnet/exception";

/**
 * What policies know as `context`: https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables
 */
export interface PolicyContext {
    api: { id: string };
    /** GUID in lower case with hyphens. */
    requestId: string;
    request: RequestMessage;
    /** Null until there is one. In `on-error` that of the statement that failed, when it chose a status. */
    response: ResponseMessage | null;
    /** Null outside of `on-error`. */
    lastError: LastError | null;
    variables: Map<string, unknown>;
    /** Milliseconds since the epoch. */
    now(): number;
}

export interface Message {
    headers: Headers;
    /** Null when the message has none. */
    body: MessageBody | null;
}

export interface RequestMessage extends Message {
    method: string;
    /** Address that the request came from: behind an edge, that of the edge. */
    ipAddress: string;
    url: { path: string; query: ReadonlyMap<string, string[]> };
}

export interface ResponseMessage extends Message {
    statusCode: number;
    reason: string;
}

/** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#lasterror */
export interface LastError {
    /** Name of the statement in which it happened. */
    source: string;
    /** Word for programs; "" when API Management documents none. */
    reason: string;
    message: string;
    /** Scope of the document: `global`, `api`, `operation`. */
    scope: string;
    section: string;
    /** Where in the document. */
    path: string;
}

/** Headers by name, whatever its letter case; several values of one keep their order. */
export class Headers {
    readonly #entries = new Map<string, { name: string; values: string[] }>();

    /** @param raw Optional. Names and values by turns, as Node.js has them. Default: none. */
    constructor(raw: readonly string[] = []) {
        for (let index = 0; index + 1 < raw.length; index += 2) {
            this.append(raw[index] as string, raw[index + 1] as string);
        }
    }

    /** All values of a header; undefined when it is absent. */
    values(name: string): string[] | undefined {
        return this.#entries.get(name.toLowerCase())?.values;
    }

    /** The values of a header, joined by commas. */
    get(name: string): string | undefined {
        return this.values(name)?.join(",");
    }

    has(name: string): boolean {
        return this.#entries.has(name.toLowerCase());
    }

    set(name: string, ...values: string[]): void {
        this.#entries.set(name.toLowerCase(), { name, values });
    }

    append(name: string, value: string): void {
        const values = this.values(name);
        if (values) values.push(value);
        else this.set(name, value);
    }

    delete(name: string): void {
        this.#entries.delete(name.toLowerCase());
    }

    get size(): number {
        return this.#entries.size;
    }

    /** Names and values by turns, as Node.js takes them. */
    raw(): string[] {
        return [...this.#entries.values()].flatMap(({ name, values }) => values.flatMap((value) => [name, value]));
    }
}

/**
 * The body of a message. It arrives while policies run; code sees it once it is loaded, so whoever runs code that reads a
 * body loads it before.
 */
export class MessageBody {
    #bytes: Uint8Array | undefined;
    #consumed = false;

    /** @param source Its bytes, or how they are read; that is done once, and only when somebody asks. */
    constructor(private readonly source: Uint8Array | (() => Promise<Uint8Array>)) {}

    /** Reads it to its end. Throws what reading throws. */
    async load(): Promise<Uint8Array> {
        this.#bytes ??= typeof this.source === "function" ? await this.source() : this.source;
        return this.#bytes;
    }

    /** Whether it has been read, so that it cannot be passed on as it arrives. */
    get loaded(): boolean {
        return this.#bytes !== undefined;
    }

    /** Whether code has read it without preserving it, so that nothing of it is left to pass on. */
    get consumed(): boolean {
        return this.#consumed;
    }

    /**
     * Its bytes, for code.
     * @param preserve Whether it can be read again.
     * @throws DotNetException when it was read before without being preserved.
     */
    read(preserve: boolean): Uint8Array {
        if (this.#bytes === undefined) throw new Error("Code reads a body that is not loaded.");
        if (this.#consumed) {
            throw new DotNetException("InvalidOperationException", "The body has been read already.");
        }
        this.#consumed = !preserve;
        return this.#bytes;
    }
}
