import type { JWTVerifyGetKey } from "jose";
import type { DeployedService } from "./deployed";

/** What a gateway has around it. */
export interface Surroundings {
    /** Milliseconds since the epoch. */
    now(): number;
    /**
     * A token of Entra for an identity of the service.
     * @throws NoToken when Entra gives none.
     */
    managedIdentityToken(service: DeployedService, clientId: string, resource: string): Promise<string>;
    /** Keys that tokens of a tenant are signed with. */
    signingKeys(tenantId: string): JWTVerifyGetKey;
    /**
     * Where a host that the service calls listens on this machine: the origin of its server, such as
     * `http://127.0.0.1:41234`.
     * @throws Unreachable when nothing there answers to the name, or the network lets nobody from the service to it.
     */
    originOf(service: DeployedService, url: URL): string;
}

/** Why there is no token. */
export class NoToken extends Error {}

/** Why a host cannot be called. */
export class Unreachable extends Error {}
