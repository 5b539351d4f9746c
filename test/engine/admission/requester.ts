import { Agent, request } from "node:https";
import type { Cluster } from "../../../local/kubernetes/cluster";

/** Somebody whom the API server takes a requester for. */
export interface Requester {
    user: string;
    groups: readonly string[];
}

/** A request as it is sent. */
interface ApiCall {
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    path: string;
    body?: object;
    contentType?: string;
}

export interface Answer {
    status: number;
    // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever is there
    body: any;
    /** What the API server took, and advises against. */
    warnings: string[];
}

/** Requests to a cluster in the name of others, of which nothing stays unless it is said. */
export class Requests {
    /** What the API server has said to those whom it refused something. */
    readonly refusals: string[] = [];
    readonly #agent: Agent;

    constructor(private readonly cluster: Cluster) {
        this.#agent = new Agent({ keepAlive: true, ca: cluster.connection.access.certificate });
    }

    close(): void {
        this.#agent.destroy();
    }

    /** Creates the object; only tries to unless `keep` is given. */
    async create(object: object, as: Requester, { keep = false } = {}): Promise<Answer> {
        return this.send({ method: "POST", path: (await this.pathOf(object)) + query(keep), body: object }, as);
    }

    /** Makes the object, or takes over the fields that it names. */
    async apply(object: object, as: Requester): Promise<Answer> {
        const path = `${await this.pathOf(object)}/${nameIn(object)}${query(true)}&fieldManager=test`;
        return this.send({ method: "PATCH", path, body: object, contentType: "application/apply-patch+yaml" }, as);
    }

    /** Tries to change fields of an object. */
    async patch(object: object, body: object, as: Requester, { subresource = "" } = {}): Promise<Answer> {
        const path = `${await this.pathOf(object)}/${nameIn(object)}${subresource && `/${subresource}`}${query(false)}`;
        return this.send({ method: "PATCH", path, body, contentType: "application/merge-patch+json" }, as);
    }

    /** Path of the objects of its kind, in its namespace. */
    private async pathOf(object: object): Promise<string> {
        const { apiVersion, kind, metadata } = object as {
            apiVersion: string;
            kind: string;
            metadata: { namespace?: string };
        };
        const known = await this.cluster.kindOf({ apiVersion, kind });
        if (known === undefined) throw new Error(`The API server does not know ${apiVersion} ${kind}.`);
        return [known.base, ...(known.namespaced ? ["namespaces", metadata.namespace] : []), known.plural].join("/");
    }

    send({ method, path, body, contentType = "application/json" }: ApiCall, as: Requester): Promise<Answer> {
        const { server, token } = this.cluster.connection.access;
        const headers = {
            authorization: `Bearer ${token}`,
            accept: "application/json",
            "content-type": contentType,
            "impersonate-user": as.user,
            "impersonate-group": [...as.groups],
        };
        return new Promise((resolve, reject) => {
            const sent = request(server + path, { method, agent: this.#agent, headers }, async (response) => {
                const text = (await response.setEncoding("utf8").toArray()).join("");
                const { statusCode = 0, headersDistinct } = response;
                const answer = { status: statusCode, body: parsed(text), warnings: headersDistinct.warning ?? [] };
                if (answer.status === 403) this.refusals.push(answer.body.message);
                resolve(answer);
            });
            sent.on("error", reject).end(body && JSON.stringify(body));
        });
    }
}

const nameIn = (object: object) => (object as { metadata: { name: string } }).metadata.name;

function query(keep: boolean): string {
    return `?fieldValidation=Strict${keep ? "" : "&dryRun=All"}`;
}

function parsed(text: string): Answer["body"] {
    try {
        return JSON.parse(text);
    } catch {
        return { message: text };
    }
}
