import { STATUS_CODES } from "node:http";
import type { Caller } from "../entra/tokens/caller";
import type { LogRow } from "../logs/log-sink";
import type { ServiceAnswer, ServiceRequest } from "../private-endpoints/serve-answers";

export const auditTable = "AZKVAuditLogs";

const objectIdentifier = "http://schemas.microsoft.com/identity/claims/objectidentifier";

/**
 * What a vault notes of a request, without what is in it. The address of the caller is not known here.
 * https://learn.microsoft.com/azure/key-vault/general/logging#interpret-your-key-vault-logs
 */
export function auditRow(
    { url, headers }: ServiceRequest,
    about: { operation: string; answer: ServiceAnswer; caller: Caller | undefined; now: number },
): LogRow {
    const { operation, answer, caller, now } = about;
    return {
        TimeGenerated: new Date(now).toISOString(),
        OperationName: operation,
        OperationVersion: url.searchParams.get("api-version") ?? "",
        Id: `${url.origin}${url.pathname}`,
        RequestUri: url.href,
        ClientInfo: headers["user-agent"] ?? "",
        HttpStatusCode: answer.status,
        ResultType: answer.status < 400 ? "Success" : "Failed",
        ResultSignature: STATUS_CODES[answer.status] ?? "",
        Identity:
            caller === undefined
                ? {}
                : {
                      claim: {
                          [objectIdentifier]: caller.principalId,
                          appid: caller.claims.appid ?? caller.claims.azp,
                      },
                  },
    };
}
