import { ApiError, NoMatchError } from "./api-error";
import type { ApiAnswer, ApiConnection } from "./connection";
import { apiVersionOf, type KubernetesObject, kindOf, nameOf, namespaceOf } from "./object";

/** What discovery says about a kind. */
interface Kind {
    /** Path of its API group and version. */
    base: string;
    /** Plural name in paths. */
    plural: string;
    namespaced: boolean;
}

export interface WriteOptions {
    fieldManager: string;
    dryRun: boolean;
    signal?: AbortSignal;
}

/** The objects of a cluster. Every write is validated strictly: a field that the server does not know is refused. */
export class Cluster {
    readonly #kinds = new Map<string, Promise<Map<string, Kind>>>();

    constructor(readonly connection: ApiConnection) {}

    /** Undefined when the server does not know the kind. */
    async kindOf({ apiVersion, kind }: { apiVersion: string; kind: string }): Promise<Kind | undefined> {
        const known = (await this.#discover(apiVersion)).get(kind);
        if (known === undefined) {
            // its definition may be there the next time
            this.#kinds.delete(apiVersion);
        }
        return known;
    }

    /** To be called when a definition has gone: its kind is then no longer known. */
    forgetKinds(): void {
        this.#kinds.clear();
    }

    #discover(apiVersion: string): Promise<Map<string, Kind>> {
        const known = this.#kinds.get(apiVersion);
        if (known !== undefined) {
            return known;
        }
        const found = this.#fetchKinds(apiVersion);
        this.#kinds.set(apiVersion, found);
        found.catch(() => this.#kinds.delete(apiVersion));
        return found;
    }

    async #fetchKinds(apiVersion: string): Promise<Map<string, Kind>> {
        const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
        try {
            const { body } = await this.connection.send({ method: "GET", path: base });
            const resources = body.resources as unknown as { name: string; kind: string; namespaced: boolean }[];
            return new Map(
                resources
                    .filter(({ name }) => !name.includes("/"))
                    .map(({ name, kind, namespaced }) => [kind, { base, plural: name, namespaced }]),
            );
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) {
                return new Map();
            }
            throw error;
        }
    }

    /** @throws {NoMatchError} when the server does not know the kind. */
    async #path(object: KubernetesObject, name?: string): Promise<string> {
        const [apiVersion, kind] = [apiVersionOf(object), kindOf(object)];
        const known = await this.kindOf({ apiVersion, kind });
        if (known === undefined) {
            throw new NoMatchError(apiVersion, kind);
        }
        const scope = known.namespaced ? ["namespaces", namespaceOf(object) || "default"] : [];
        return [known.base, ...scope, known.plural, ...(name === undefined ? [] : [name])].join("/");
    }

    /** The object as it is; the given one says which. */
    async get(object: KubernetesObject, signal?: AbortSignal): Promise<KubernetesObject> {
        const path = await this.#path(object, nameOf(object));
        return (await this.connection.send({ method: "GET", path, signal })).body;
    }

    /** All objects of a kind in a namespace. */
    async list(apiVersion: string, kind: string, namespace: string): Promise<KubernetesObject[]> {
        const path = await this.#path({ apiVersion, kind, metadata: { namespace } });
        return (await this.connection.send({ method: "GET", path })).body.items as KubernetesObject[];
    }

    async create(object: KubernetesObject, { fieldManager, dryRun, signal }: WriteOptions): Promise<ApiAnswer> {
        const path = (await this.#path(object)) + query({ fieldManager, ...strict, ...dry(dryRun) });
        return this.connection.send({ method: "POST", path, body: object, signal });
    }

    /** Server-side apply. */
    async apply(
        object: KubernetesObject,
        { fieldManager, dryRun, signal, force }: WriteOptions & { force: boolean },
    ): Promise<ApiAnswer> {
        const options = { fieldManager, force: String(force), ...strict, ...dry(dryRun) };
        return this.connection.send({
            method: "PATCH",
            path: (await this.#path(object, nameOf(object))) + query(options),
            body: object,
            contentType: "application/apply-patch+yaml",
            signal,
        });
    }

    /** RFC 6902. */
    async patch(object: KubernetesObject, operations: object[], signal?: AbortSignal): Promise<KubernetesObject> {
        const path = await this.#path(object, nameOf(object));
        const contentType = "application/json-patch+json";
        return (await this.connection.send({ method: "PATCH", path, body: operations, contentType, signal })).body;
    }

    async delete(object: KubernetesObject, propagationPolicy: string, signal?: AbortSignal): Promise<void> {
        const path = await this.#path(object, nameOf(object));
        await this.connection.send({ method: "DELETE", path, body: { propagationPolicy }, signal });
    }
}

const strict = { fieldValidation: "Strict" };
const dry = (dryRun: boolean): Record<string, string> => (dryRun ? { dryRun: "All" } : {});

function query(parameters: Record<string, string>): string {
    return `?${new URLSearchParams(parameters)}`;
}
