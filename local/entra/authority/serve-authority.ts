import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { text } from "node:stream/consumers";
import { type Authority, certificateFor } from "../../edge/certificate";
import { listen } from "../../listen";
import { publicKeys } from "../tokens/signing-key";
import type { Tenant } from "../tokens/tenant";
import { errorAnswer, TokenError } from "../tokens/token-error";
import { type Answer, json, notFound } from "./answer";
import { SignIns } from "./authorize";
import { Grants } from "./grants";
import { authorityHost, metadata } from "./metadata";
import { refusal } from "./quirks";
import { tenantOfPath } from "./tenant-path";
import { answerTokenRequest } from "./token-endpoint";

export interface AuthorityOptions {
    /** Required. The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Required. Who signs the certificate that clients see. */
    authority: Authority;
    /** Required. Takes a sentence about what goes wrong in here. */
    log(line: string): void;
}

/** The authorization server of a tenant while it answers. */
export interface RunningAuthority {
    /** Name that clients must use. */
    host: string;
    /** On 127.0.0.1, with TLS. */
    port: number;
    /** Certificate in PEM that clients must trust. */
    certificateAuthority: string;
    /** Where services of the local cloud reach it, without TLS. */
    origin: string;
    close(): Promise<void>;
}

/** Serves on 127.0.0.1 what `login.microsoftonline.com` is for people who sign in and for clients that want tokens. */
export async function serveAuthority({ tenant, authority, log }: AuthorityOptions): Promise<RunningAuthority> {
    const grants = new Grants();
    const signIns = new SignIns(grants);
    const serve: RequestListener = (request, response) => {
        answerTo(request, { tenant: tenant(), grants, signIns })
            .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
            .catch((error: unknown) => {
                // a client that has left
                if (response.destroyed) return;
                log(`The local Entra fails: ${error instanceof Error ? error.message : error}`);
                response.destroy();
            });
    };
    const { key, certificate } = await certificateFor(authorityHost, authority);
    const inside = await listen(createServer(serve));
    const outside = await listen(createSecureServer({ key, cert: certificate }, serve));
    return {
        host: authorityHost,
        port: outside.port,
        certificateAuthority: authority.certificate,
        origin: inside.origin,
        async close() {
            await outside.close();
            await inside.close();
        },
    };
}

interface Surroundings {
    tenant: Tenant;
    grants: Grants;
    signIns: SignIns;
}

interface Endpoint {
    method: "GET" | "POST";
    answer(request: EndpointRequest, surroundings: Surroundings): Answer | Promise<Answer>;
}

interface EndpointRequest {
    /** Name in the path. */
    tenantName: string;
    query: URLSearchParams;
    form: URLSearchParams;
    headers: IncomingMessage["headers"];
}

/** So that programs in browsers can read it. */
const readByAll = { "Access-Control-Allow-Origin": "*" };

/** By path below the name of the tenant. */
const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
    [
        "v2.0/.well-known/openid-configuration",
        {
            method: "GET",
            answer({ tenantName }, { tenant: { graph } }) {
                const tenant = tenantOfPath(graph, tenantName);
                const issuer = tenant === graph.seed.tenantId ? tenant : "{tenantid}";
                return json({ status: 200, body: metadata(tenant, issuer) }, readByAll);
            },
        },
    ],
    [
        "discovery/v2.0/keys",
        {
            method: "GET",
            answer({ tenantName }, { tenant: { graph, key } }) {
                tenantOfPath(graph, tenantName);
                return json({ status: 200, body: { ...publicKeys(key) } }, readByAll);
            },
        },
    ],
    [
        "oauth2/v2.0/authorize",
        {
            method: "GET",
            answer: ({ tenantName, query, headers }, { tenant, signIns }) =>
                signIns.authorize(tenant, tenantName, query, headers.cookie),
        },
    ],
    [
        "login",
        {
            method: "POST",
            answer: ({ form, headers }, { tenant, signIns }) => signIns.signIn(tenant, form, headers.cookie),
        },
    ],
    [
        "oauth2/v2.0/token",
        {
            method: "POST",
            async answer({ tenantName, form, headers }, { tenant, grants }) {
                const { origin } = headers;
                const request = { tenantName, form, ...(origin !== undefined && { origin }) };
                return json(await answerTokenRequest(tenant, grants, request), origin === undefined ? {} : readByAll);
            },
        },
    ],
]);

async function answerTo(request: IncomingMessage, surroundings: Surroundings): Promise<Answer> {
    const [, tenantName = "", path = "", query = ""] = /^\/([^/?]+)\/([^?]+)\??(.*)$/.exec(request.url ?? "") ?? [];
    const endpoint = endpoints.get(path);
    if (endpoint === undefined) return notFound;
    try {
        if (request.method !== endpoint.method) {
            throw refusal("otherMethod", { valid: endpoint.method, received: request.method ?? "" });
        }
        const form = new URLSearchParams(await text(request));
        const asked = { tenantName, query: new URLSearchParams(query), form, headers: request.headers };
        return await endpoint.answer(asked, surroundings);
    } catch (error) {
        if (!(error instanceof TokenError)) throw error;
        return json(errorAnswer(error, new Date(surroundings.tenant.graph.clock.now())));
    }
}
