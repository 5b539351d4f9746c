import { managedIdentityToken } from "../entra/tokens/managed-identity-token";
import { clientOf, type Registered, resourceOf } from "../entra/tokens/registered";
import type { Tenant } from "../entra/tokens/tenant";
import { TokenError } from "../entra/tokens/token-error";
import { rolesOfSignedIn } from "../entra/tokens/user-token";
import { textAt } from "../provider/values";
import { Failure } from "../report/failure";
import { localFetch } from "../serve/local-fetch";
import type { ServedCloud, StandInServer } from "../serve/serve-cloud";
import type { Trial } from "../try/render-trials";
import type * as Steps from "../try/steps";
import { serveHome } from "./serve-home";

/**
 * Serves what is deployed in the home folder, and does with a real client what people and attackers do.
 *
 * @param log - Takes lines about what is done, and what goes wrong.
 * @param isTried - Optional. Which endpoints are tried. Default: all.
 * @throws Failure when nothing can be tried.
 */
export async function tryDeployment(
    log: (line: string) => void,
    isTried: (endpoint: string) => boolean = () => true,
): Promise<Trial[]> {
    log("Serving what is deployed ...");
    const { served } = await serveHome({ log });
    try {
        const { tryOut } = loadSteps();
        const trials: Trial[] = [];
        for (const server of served.servers.values()) {
            const { endpoint } = server;
            if (!isTried(endpoint)) continue;
            const steps = await tryOut(await tried(server, served), (did) => log(`${did} ...`));
            trials.push({ endpoint, steps });
        }
        if (trials.length === 0) throw new Failure("No MCP server is deployed behind a gateway.");
        return trials;
    } finally {
        await served.close();
    }
}

/** Loads the SDK, for which other commands need not wait. */
function loadSteps(): typeof Steps {
    return require("../try/steps");
}

async function tried({ endpoint, definition, calls }: StandInServer, served: ServedCloud): Promise<Steps.Tried> {
    const tenant = served.tenant();
    const front = resourceOf(tenant.graph, endpoint);
    const clientId = textAt(front.parts.preAuthorizedApplications[0], "appId");
    if (clientId === undefined) throw new Failure(`No client of ${endpoint} is known to begin without consent.`);
    const client = clientOf(tenant.graph, clientId);
    const redirectUri = client.redirectUris.PublicClient[0] ?? "";
    return {
        endpoint,
        fetch: localFetch([...served.edges, served.entra]),
        tools: definition.tools,
        audience: front.clientId,
        registration: { clientId, redirectUri },
        user: userOf(tenant, front, clientId),
        foreignToken: await tokenBehind(tenant, endpoint),
        received: () => calls.length,
    };
}

/** The first user who gets in. */
function userOf({ graph }: Tenant, resource: Registered, clientId: string): { id: string; name: string } {
    const client = clientOf(graph, clientId);
    const user = graph.seed.principals.find(
        ({ id, type }) => type === "User" && succeeds(() => rolesOfSignedIn(graph, { userId: id, client, resource })),
    );
    if (user === undefined) throw new Failure(`No user of the directory is assigned to ${resource.displayName}.`);
    return user;
}

function succeeds(action: () => unknown): boolean {
    try {
        action();
        return true;
    } catch (error) {
        if (error instanceof TokenError) return false;
        throw error;
    }
}

/** The gateway's own token, which is for the server behind it. */
async function tokenBehind(tenant: Tenant, endpoint: string): Promise<string> {
    for (const { body } of tenant.cloud.all("azure-native:managedidentity:UserAssignedIdentity")) {
        try {
            const clientId = textAt(body, "clientId") ?? "";
            return (await managedIdentityToken(tenant, clientId, `${endpoint}/backend`)).accessToken;
        } catch (error) {
            if (!(error instanceof TokenError)) throw error;
        }
    }
    throw new Failure(`No identity gets tokens for ${endpoint}/backend.`);
}
