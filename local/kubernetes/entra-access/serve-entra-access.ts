import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { callerOf } from "../../entra/tokens/caller";
import { clusterServer } from "../../entra/tokens/microsoft";
import type { Tenant } from "../../entra/tokens/tenant";
import { type Listener, listen } from "../../listen";
import { passOn } from "../../pass-on";
import { messageOf } from "../../report/failure";
import type { Access } from "../connection";
import { kubernetesUser } from "./kubernetes-user";

export interface EntraAccessOptions {
    /** Required. The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Required. The API server, which may have to be started first, as somebody who may act for others. */
    access(): Promise<Access>;
    /** Required. Takes a sentence about what goes wrong in here. */
    log(line: string): void;
}

/**
 * Serves on 127.0.0.1, without TLS, the API server of a cluster for who has a token of Entra: each request is carried out
 * as its caller, with the rights that role bindings give to it and to its groups. Roles of Azure RBAC for Kubernetes,
 * which AKS counts too, give nothing here.
 */
export async function serveEntraAccess(options: EntraAccessOptions): Promise<Listener> {
    return listen(
        createServer((request, response) => {
            handle(request, response, options).catch((error: unknown) => {
                // a client that has left
                if (!response.destroyed) options.log(`The way to the API server fails: ${messageOf(error)}`);
                response.destroy();
            });
        }),
    );
}

async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    { tenant, access }: EntraAccessOptions,
): Promise<void> {
    const now = tenant();
    const caller = await callerOf(now, request.headers.authorization, clusterServer);
    const user = caller && kubernetesUser(caller, now.graph);
    if (user === undefined) return refuse(response, 401, "Unauthorized", "Unauthorized");
    // in AKS a role may allow it; nothing deployed has such a role, and so nobody becomes somebody else here
    if (Object.keys(request.headers).some((name) => name.startsWith("impersonate-"))) {
        return refuse(response, 403, "Forbidden", `User "${user.name}" cannot impersonate anybody.`);
    }
    const { server, token, certificate } = await access();
    await passOn(request, response, {
        origin: server,
        ca: certificate,
        headers: {
            host: new URL(server).host,
            authorization: `Bearer ${token}`,
            "impersonate-user": user.name,
            ...(user.groups.length > 0 && { "impersonate-group": user.groups }),
        },
    });
}

/** As an API server says it. */
function refuse(response: ServerResponse, code: number, reason: string, message: string): void {
    const body = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
    response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
