import { type Properties, Refusal } from "../provider/provider";
import { expandPath } from "./arm-id";
import type { Cloud } from "./cloud";
import { userCredentials } from "./container-service/user-credentials";
import { read } from "./operations";
import { findType } from "./registry";
import { notFound } from "./scopes";

/** Answers the functions of the SDK: who deploys, how to reach a cluster, and `get<Resource>` of every type in the registry. */
export function invoke(token: string, args: Properties, subscriptionId: string, cloud: Cloud): Properties {
    const { tenantId, client } = cloud.seed;
    if (token === "azure-native:authorization:getClientConfig") {
        return { ...client, subscriptionId, tenantId };
    }
    if (token === "azure-native:authorization:getClientToken") {
        return { token: unsignedToken(args.endpoint, cloud) };
    }
    if (token === "azure-native:containerservice:listManagedClusterUserCredentials") {
        return userCredentials(args, subscriptionId, cloud);
    }
    const [, module, name] = /^azure-native:(\w+):get(\w+)$/.exec(token) ?? [];
    const type = findType(`azure-native:${module}:${name}`);
    if (!type) {
        throw new Refusal(
            `Invoke type ${token} not found: the local cloud has getters of the types in local/azure/registry.ts.`,
        );
    }
    const id = expandPath(type.path, { ...args, subscriptionId });
    const resource = read(type, id, cloud);
    if (!resource) {
        throw new Refusal(`request failed ${id}: ${notFound(id).message}`);
    }
    return { ...resource.body, id: resource.id, azureApiVersion: type.apiVersion };
}

/** A token of the right form that nobody can use: it has no signature. */
function unsignedToken(endpoint: Properties[string] | undefined, { seed, clock }: Cloud): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = {
        aud: typeof endpoint === "string" && endpoint !== "" ? endpoint : "https://management.azure.com/",
        appid: seed.client.clientId,
        exp: Math.floor(clock.now() / 1000) + 3600,
        oid: seed.client.objectId,
        tid: seed.tenantId,
    };
    return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
}
