import { parseId, sameId } from "../azure/arm-id";
import type { Cloud, Stored } from "../azure/cloud";
import { isPermitted, type Permission } from "../azure/key-vault/permission";
import { secret } from "../azure/key-vault/secret";
import { reading } from "../azure/key-vault/secret-access";
import { newestVersion, type SecretVersion, secretValue, secretVersions } from "../azure/key-vault/secret-versions";
import { retentionDays } from "../azure/key-vault/soft-delete-rules";
import { recoveryLevel } from "../azure/key-vault/vault-of";
import * as operations from "../azure/operations";
import { type Caller, callerOf } from "../entra/tokens/caller";
import type { Tenant } from "../entra/tokens/tenant";
import type { LogSink } from "../logs/log-sink";
import { NotModelled, type ServiceAnswer, type ServiceRequest } from "../private-endpoints/serve-answers";
import type { Properties } from "../provider/provider";
import { isObject, textAt, valueAt } from "../provider/values";
import { auditRow, auditTable } from "./audit-row";
import { badParameter, forbidden, secretDisabled, secretNotFound, unauthorized } from "./errors";

/** What the vaults of a cloud are asked with. */
export interface VaultSurroundings {
    tenant: Tenant;
    /** What exists at the moment, with what is sealed of it. */
    cloud: Cloud;
    /** Takes what is noted of each request. */
    rows: LogSink;
    /** Milliseconds since the epoch. */
    now: number;
    /** Changes what exists. */
    change<T>(change: (cloud: Cloud) => Promise<T>): Promise<T>;
}

/** https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses */
const audience = "https://vault.azure.net";

/** https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups */
const versions = ["7.4", "7.5", "7.6"];

interface Operation {
    /** As the log names it. */
    name: string;
    permission: Permission;
    answer(request: SecretRequest): ServiceAnswer | Promise<ServiceAnswer>;
}

interface SecretRequest {
    vault: Stored;
    /** ARM id. */
    secretId: string;
    name: string;
    /** Empty for the newest. */
    version: string;
    body: Buffer;
    surroundings: VaultSurroundings;
}

// https://learn.microsoft.com/azure/key-vault/general/rbac-guide#azure-built-in-roles-for-key-vault-data-plane-operations
const get: Operation = { name: "SecretGet", permission: reading, answer: getSecret };
const set: Operation = {
    name: "SecretSet",
    permission: {
        roles: ["Key Vault Administrator", "Key Vault Secrets Officer"],
        dataActions: ["Microsoft.KeyVault/vaults/secrets/setSecret/action"],
        kind: "secrets",
        actions: ["set"],
    },
    answer: setSecret,
};
const list: Operation = {
    name: "SecretListVersions",
    permission: {
        roles: [...reading.roles, "Key Vault Reader"],
        dataActions: ["Microsoft.KeyVault/vaults/secrets/readMetadata/action"],
        kind: "secrets",
        actions: ["list"],
    },
    answer: listVersions,
};

/**
 * What a vault of the cloud answers about its secrets: gets one, sets one, and lists the versions of one. Who reaches it
 * is for the network to decide.
 *
 * @throws NotModelled for any other operation.
 */
export async function answerVault(request: ServiceRequest, surroundings: VaultSurroundings): Promise<ServiceAnswer> {
    const target = operationOf(request);
    const vault = vaultAt(request.url, surroundings.cloud);
    const caller = await callerOf(surroundings.tenant, request.headers.authorization, audience);
    const answer = await answerTo(request, { ...target, vault, caller, surroundings });
    const { rows, now } = surroundings;
    rows.write(vault.id, auditTable, auditRow(request, { operation: target.operation.name, answer, caller, now }));
    return answer;
}

interface Asked {
    operation: Operation;
    name: string;
    version: string;
    vault: Stored;
    caller: Caller | undefined;
    surroundings: VaultSurroundings;
}

async function answerTo({ url, headers, body }: ServiceRequest, asked: Asked): Promise<ServiceAnswer> {
    const { operation, name, version, vault, caller, surroundings } = asked;
    if (caller === undefined) return unauthorized(surroundings.tenant, headers.authorization !== undefined);
    const apiVersion = url.searchParams.get("api-version");
    if (apiVersion === null) return badParameter("api-version must be specified");
    if (!versions.includes(apiVersion)) throw new NotModelled(`No vault here knows the API version ${apiVersion}.`);
    const secretId = `${vault.id}/secrets/${name}`;
    return isPermitted(caller.principalId, operation.permission, vault, secretId, surroundings.cloud)
        ? operation.answer({ vault, secretId, name, version, body, surroundings })
        : forbidden({ caller, permission: operation.permission, vault, secretId });
}

function operationOf({ method, url }: ServiceRequest): { operation: Operation; name: string; version: string } {
    const [, name = "", version = ""] = /^\/secrets\/([a-zA-Z0-9-]{1,127})(?:\/([^/]+))?\/?$/.exec(url.pathname) ?? [];
    const operation = method === "GET" ? (version === "versions" ? list : get) : set;
    if (name === "" || !(method === "GET" || (method === "PUT" && version === ""))) {
        throw new NotModelled(`No vault here knows ${method} ${url.pathname}.`);
    }
    return { operation, name, version };
}

function vaultAt({ host }: URL, cloud: Cloud): Stored {
    const found = [...cloud.all(), ...cloud.seed.resources]
        .filter(({ type }) => type === "azure-native:keyvault:Vault")
        .find(({ body }) => sameId(textAt(body, "properties.vaultUri") ?? "", `https://${host}/`));
    if (found === undefined) throw new Error(`No vault has the name ${host}.`);
    return found;
}

function getSecret({ vault, secretId, name, version, surroundings: { cloud } }: SecretRequest): ServiceAnswer {
    const stored = cloud.find(secretId);
    const wanted = version === "" ? newestVersion(stored?.body) : version;
    const found = stored && secretVersions(secretId, cloud).find((each) => each.version === wanted);
    if (stored === undefined || found === undefined) return secretNotFound(name, version);
    if (!found.enabled) return secretDisabled();
    return json({ value: secretValue(secretId, wanted, cloud) ?? "", ...described(stored, found, vault, cloud) });
}

function listVersions({ vault, secretId, name, surroundings: { cloud } }: SecretRequest): ServiceAnswer {
    const stored = cloud.find(secretId);
    if (stored === undefined) return secretNotFound(name, "");
    const value = secretVersions(secretId, cloud).map((each) => described(stored, each, vault, cloud));
    return json({ value, nextLink: null });
}

/** Makes a new version, with nothing of those before it. https://learn.microsoft.com/rest/api/keyvault/secrets/set-secret */
async function setSecret({ vault, secretId, body, surroundings: { change } }: SecretRequest): Promise<ServiceAnswer> {
    const sent = parsed(body);
    const value = textAt(sent, "value");
    if (value === undefined) return badParameter("The parameter value must be specified");
    const unknown = Object.keys(sent).find((key) => !["value", "tags", "contentType", "attributes"].includes(key));
    if (unknown !== undefined) throw new NotModelled(`No vault here knows the property ${unknown} of a secret.`);
    const { subscriptionId: _, ...path } = parseId(secret.path, secretId);
    const { exp, nbf, enabled } = isObject(sent.attributes) ? sent.attributes : {};
    const inputs: Properties = {
        ...path,
        ...(isObject(sent.tags) && { tags: sent.tags }),
        properties: {
            value,
            ...(typeof sent.contentType === "string" && { contentType: sent.contentType }),
            attributes: {
                enabled: enabled !== false,
                ...(typeof exp === "number" && { expires: exp }),
                ...(typeof nbf === "number" && { notBefore: nbf }),
            },
        },
    };
    return change(async (cloud) => {
        const stored = await operations.update(secret, secretId, inputs, cloud, new AbortController().signal);
        const version = newestVersion(stored.body);
        const made = secretVersions(secretId, cloud).find((each) => each.version === version);
        if (made === undefined) throw new Error(`${secretId} has no value after it was set.`);
        return json({ value, ...described(stored, made, vault, cloud) });
    });
}

function parsed(body: Buffer): Properties {
    try {
        const value = JSON.parse(body.toString("utf8"));
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}

/** What a vault says of a version besides its value. Type and tags are known of the newest one alone. */
function described({ id, body }: Stored, found: SecretVersion, vault: Stored, cloud: Cloud): Properties {
    const isNewest = found.version === newestVersion(body);
    const contentType = textAt(body, "properties.contentType");
    const exp = valueAt(body, "properties.attributes.expires");
    const nbf = valueAt(body, "properties.attributes.notBefore");
    return {
        id: `${textAt(body, "properties.secretUri")}/${found.version}`,
        attributes: {
            enabled: found.enabled,
            ...(isNewest && typeof exp === "number" && { exp }),
            ...(isNewest && typeof nbf === "number" && { nbf }),
            created: found.created,
            updated: found.created,
            recoveryLevel: recoveryLevel({ id, cloud }),
            recoverableDays: retentionDays(vault.body),
        },
        ...(isNewest && contentType !== undefined && { contentType }),
        ...(isNewest && isObject(body.tags) && { tags: body.tags }),
    };
}

function json(body: Properties): ServiceAnswer {
    return { status: 200, headers: { "Content-Type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}
