import { type Properties, Refusal } from "../provider/provider";
import type { Directory } from "./directory";

/** Answers the functions of the SDK: who deploys. */
export function invoke(token: string, { seed }: Directory): Properties {
    if (token !== "azuread:index/getClientConfig:getClientConfig") {
        throw new Refusal(
            `Function ${token} is not part of the local cloud, which has getClientConfig. Add it to local/entra/invoke.ts.`,
        );
    }
    const { tenantId, client } = seed;
    return { ...client, tenantId, id: `${tenantId}-${client.clientId}-${client.objectId}` };
}
