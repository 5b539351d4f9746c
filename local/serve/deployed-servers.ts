import type { JWTVerifyGetKey } from "jose";
import type { DeployedApi, DeployedService } from "../apim/deployed";
import { resourceOf } from "../entra/tokens/registered";
import type { Tenant } from "../entra/tokens/tenant";
import type { McpServerDefinition } from "../mcp-servers/definition";
import { type TrustedGateway, userScope } from "../mcp-servers/verify-caller";
import type { Properties } from "../provider/provider";
import { textAt } from "../provider/values";
import { toolDefinition } from "./tool-definition";

/** MCP servers behind a service of API Management: each API that has a backend of its name. */
export function serversOf({ apis, backends }: DeployedService): DeployedApi[] {
    return apis.filter(({ name }) => backends.has(name));
}

/** What a server offers, as far as it is deployed: its tools, of those their names and arguments. */
export function deployedDefinition({ schemas }: DeployedService, name: string): McpServerDefinition {
    const isOfServer = new RegExp(`^${name}-[0-9a-f]{16}$`);
    const tools = [...schemas]
        .filter(([schema]) => isOfServer.test(schema))
        .flatMap(([, schema]) => toolDefinition(schema as Properties) ?? []);
    return { name, title: name, tools, resources: [], prompts: [], streaming: false };
}

/** What a server knows of who may call it. */
export interface TrustOptions {
    /** Name of the server. */
    server: string;
    /** What clients call. */
    endpoint: string;
    /** The service in front of it at this moment. */
    service(): DeployedService;
    tenant(): Tenant;
    keys: JWTVerifyGetKey;
    /** Milliseconds since the epoch. */
    now(): number;
}

/** Whom a server lets in, by what is deployed at the moment of each call. */
export function deployedTrust({ server, endpoint, service, tenant, keys, now }: TrustOptions): TrustedGateway {
    const application = () => resourceOf(tenant().graph, `${endpoint}/backend`);
    return {
        server,
        tenantId: tenant().graph.seed.tenantId,
        get audience() {
            return application().clientId;
        },
        get issuedTo() {
            const actsForUsers = application().parts.oauth2PermissionScopes.some(
                (scope) => textAt(scope, "value") === userScope,
            );
            if (actsForUsers) return { onBehalfOfClientId: resourceOf(tenant().graph, endpoint).clientId };
            const [identity] = service().identities.values();
            if (identity === undefined) throw new Error(`${service().name} has no identity to call ${server} with.`);
            return { gatewayPrincipalId: identity.principalId };
        },
        keys,
        // the one that the gateway signs with at this moment, whichever of the two that take turns it is
        identityKeys() {
            const key = service().namedValues.get(`mcp-${server}-identity-key`);
            return key === undefined ? [] : [key];
        },
        now,
    };
}
