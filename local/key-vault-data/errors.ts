import { lastSegment } from "../azure/arm-id";
import type { Stored } from "../azure/cloud";
import type { Permission } from "../azure/key-vault/permission";
import type { Caller } from "../entra/tokens/caller";
import type { Tenant } from "../entra/tokens/tenant";
import type { ServiceAnswer } from "../private-endpoints/serve-answers";
import { valueAt } from "../provider/values";

/** https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
function error(status: number, code: string, message: string, innererror?: string): ServiceAnswer {
    const inner = innererror === undefined ? {} : { innererror: { code: innererror } };
    return {
        status,
        headers: { "Content-Type": "application/json; charset=utf-8" },
        body: JSON.stringify({ error: { code, message, ...inner } }),
    };
}

/** The challenge that tells a client whose token to get, and for what. */
export function unauthorized({ graph }: Tenant, hasToken: boolean): ServiceAnswer {
    const { tenantId } = graph.seed;
    const refusal = hasToken
        ? error(401, "Unauthorized", "AKV10032: Invalid issuer, audience, signature or time of the token.")
        : error(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
    const challenge = `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="https://vault.azure.net"`;
    return { ...refusal, headers: { ...refusal.headers, "WWW-Authenticate": challenge } };
}

/** What a vault says to somebody without the role, or the access policy, that allows it. */
export function forbidden(refused: {
    caller: Caller;
    permission: Permission;
    vault: Stored;
    secretId: string;
}): ServiceAnswer {
    const { caller, permission, vault, secretId } = refused;
    const { appid, azp, iss } = caller.claims;
    return error(
        403,
        "Forbidden",
        [
            "Caller is not authorized to perform action on resource.",
            "If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.",
            `Caller: appid=${appid ?? azp};oid=${caller.principalId};iss=${iss}`,
            `Action: '${permission.dataActions.join()}'`,
            `Resource: '${secretId.toLowerCase()}'`,
            "Assignment: (not found)",
            `Vault: ${lastSegment(vault.id)}`,
        ].join("\r\n"),
        valueAt(vault.body, "properties.enableRbacAuthorization") === true ? "ForbiddenByRbac" : "AccessDenied",
    );
}

export function badParameter(message: string): ServiceAnswer {
    return error(400, "BadParameter", message);
}

export function secretNotFound(name: string, version: string): ServiceAnswer {
    const what = version === "" ? name : `${name}/${version}`;
    return error(
        404,
        "SecretNotFound",
        `A secret with (name/id) ${what} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
    );
}

export function secretDisabled(): ServiceAnswer {
    return error(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");
}
