import { randomUUID } from "node:crypto";
import { sameId } from "../azure/arm-id";
import { managedIdentityToken } from "../entra/tokens/managed-identity-token";
import { secondsNow, type Tenant } from "../entra/tokens/tenant";
import { TokenError } from "../entra/tokens/token-error";
import type { Listener } from "../listen";
import { type ServiceAnswer, type ServiceRequest, serveAnswers } from "../private-endpoints/serve-answers";

/** Where a program gets tokens of its identities. */
export interface IdentityEndpoint extends Listener {
    /** What tells the program where it is, and proves that a request is its own. */
    environment: { IDENTITY_ENDPOINT: string; IDENTITY_HEADER: string };
}

const path = "/msi/token";

export interface IdentityEndpointOptions {
    /** Required. The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Required. Of the identities. */
    clientIds: string[];
    /** Required. Whether the network leads to Entra, which the tokens come from. */
    reachesEntra: boolean;
    /** Required. Takes a sentence about what goes wrong in here. */
    log(line: string): void;
}

/**
 * Serves on 127.0.0.1 what Container Apps has beside each container: tokens of user-assigned identities, and of these
 * only. https://learn.microsoft.com/azure/container-apps/managed-identity#rest-endpoint-reference
 */
export async function serveIdentityEndpoint(options: IdentityEndpointOptions): Promise<IdentityEndpoint> {
    const secret = randomUUID();
    const listener = await serveAnswers((request) => answer(request, options, secret), options.log);
    return {
        ...listener,
        environment: { IDENTITY_ENDPOINT: `http://localhost:${listener.port}${path}`, IDENTITY_HEADER: secret },
    };
}

async function answer(
    { method, url, headers }: ServiceRequest,
    options: IdentityEndpointOptions,
    secret: string,
): Promise<ServiceAnswer> {
    if (method !== "GET" || url.pathname !== path) return error(404, `There is no ${method} ${url.pathname}.`);
    if (headers["x-identity-header"] !== secret) return error(401, "The header X-IDENTITY-HEADER is missing or wrong.");
    const { resource, "api-version": version, client_id: clientId, ...others } = Object.fromEntries(url.searchParams);
    if (version !== "2019-08-01") return error(400, "The parameter api-version must be 2019-08-01.");
    if (resource === undefined) return error(400, "The parameter resource is missing.");
    if (Object.keys(others).length > 0)
        return error(400, `There is no parameter ${Object.keys(others).join(", ")} here.`);
    const known = options.clientIds.find((each) => sameId(each, clientId ?? ""));
    if (known === undefined) {
        return error(
            400,
            `No identity of the job ${clientId === undefined ? "is system-assigned" : `is ${clientId}`}.`,
        );
    }
    if (!options.reachesEntra) return error(500, "Entra cannot be reached from the subnet of the job.");
    const tenant = options.tenant();
    try {
        const { accessToken, expiresIn } = await managedIdentityToken(tenant, known, resource);
        const expires = secondsNow(tenant) + expiresIn;
        return json(200, {
            access_token: accessToken,
            expires_on: String(expires),
            resource,
            token_type: "Bearer",
            client_id: known,
        });
    } catch (thrown) {
        if (thrown instanceof TokenError) return error(400, thrown.message);
        throw thrown;
    }
}

function error(statusCode: number, message: string): ServiceAnswer {
    return json(statusCode, { statusCode, message, correlationId: randomUUID() });
}

function json(status: number, body: object): ServiceAnswer {
    return { status, headers: { "Content-Type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}
