import { createHmac } from "node:crypto";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { TrustedGateway } from "../../../local/mcp-servers/verify-caller";

const tenantId = "11111111-1111-4111-8111-111111111111";
const audience = "22222222-2222-4222-8222-222222222222";

export const gateway = "33333333-3333-4333-8333-333333333333";
export const application = "44444444-4444-4444-8444-444444444444";
export const user = "55555555-5555-4555-8555-555555555555";

/** Keys that who calls is signed with by turns. */
export const identityKeys = [7, 8].map((byte) => Buffer.alloc(32, byte).toString("base64"));

/** What the gateway says to a server, and how a test changes it. */
export interface Said {
    /** Claims of the token; undefined ones are left out. */
    claims?: JWTPayload;
    /** Headers after they have been signed; undefined ones are left out. */
    headers?: Record<string, string | undefined>;
    user?: string;
    client?: string;
    /** Name of the server in the signature. */
    server?: string;
    identityKey?: string;
    issuedAt?: number;
    /** Signs the token as somebody else. */
    stranger?: boolean;
}

/** Stands for the gateway before a server called orders: says who calls, as the real one does. */
export class GatewayStub {
    /** Milliseconds since the epoch. */
    time = 1_800_000_000_000;

    private constructor(
        private readonly sign: (claims: JWTPayload, stranger: boolean) => Promise<string>,
        /** What a server knows of it. */
        readonly trust: TrustedGateway,
    ) {}

    static async create(): Promise<GatewayStub> {
        const [own, strange] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
        const jwk = { ...(await exportJWK(own.publicKey)), kid: "one", alg: "RS256", use: "sig" };
        const stub: GatewayStub = new GatewayStub(
            (claims, stranger) =>
                new SignJWT(claims)
                    .setProtectedHeader({ alg: "RS256", kid: "one", typ: "JWT" })
                    .sign((stranger ? strange : own).privateKey),
            {
                server: "orders",
                tenantId,
                audience,
                issuedTo: { gatewayPrincipalId: gateway },
                keys: createLocalJWKSet({ keys: [jwk] }),
                identityKeys: () => identityKeys,
                now: () => stub.time,
            },
        );
        return stub;
    }

    /** Headers of a request. */
    async headers(said: Said = {}): Promise<Record<string, string>> {
        const seconds = this.time / 1000;
        const claims = {
            aud: audience,
            iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
            nbf: seconds - 60,
            exp: seconds + 3600,
            oid: gateway,
            roles: ["Gateway.Invoke"],
            ...said.claims,
        };
        const { client = application, identityKey = identityKeys[0] ?? "", issuedAt = seconds } = said;
        const values = [said.user ?? user, client, "scope:mcp.read scope:orders.read", "request-one", String(issuedAt)];
        const [caller = "", , rights = "", requestId = "", at = ""] = values;
        const headers: Record<string, string | undefined> = {
            Authorization: `Bearer ${await this.sign(JSON.parse(JSON.stringify(claims)), said.stranger ?? false)}`,
            "X-MCP-User": caller,
            "X-MCP-Client": client,
            "X-MCP-Rights": rights,
            "X-MCP-Request-Id": requestId,
            "X-MCP-Issued-At": at,
            "X-MCP-Signature": createHmac("sha256", Buffer.from(identityKey, "base64"))
                .update(JSON.stringify(["identity", said.server ?? "orders", ...values]))
                .digest("base64url"),
            ...said.headers,
        };
        return JSON.parse(JSON.stringify(headers));
    }
}
