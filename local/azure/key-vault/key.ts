import type { Properties } from "../../provider/provider";
import { boolean, integer, limited, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { flattened, list, tags } from "../schema";
import { retentionDays } from "./soft-delete-rules";
import { newVersion, recoveryLevel, vaultOf, vaultUri } from "./vault-of";

const operations = ["decrypt", "encrypt", "import", "release", "sign", "unwrapKey", "verify", "wrapKey"];

/** Microsoft.KeyVault/vaults/keys: the first PUT makes the key, later ones change nothing. */
export const key: ResourceType = {
    token: "azure-native:keyvault:Key",
    apiVersion: "2024-11-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}",
    names: {
        vaultName: limited(string, { pattern: "^[a-zA-Z0-9-]{3,24}$" }),
        keyName: limited(string, { pattern: "^[a-zA-Z0-9-]{1,127}$" }),
    },
    properties: {
        tags,
        properties: required(
            flattened(
                object({
                    attributes: object({ enabled: boolean, expires: integer, exportable: boolean, notBefore: integer }),
                    curveName: oneOf("P-256", "P-256K", "P-384", "P-521"),
                    keyOps: list(oneOf(...operations)),
                    keySize: oneOf(2048, 3072, 4096),
                    kty: oneOf("EC", "EC-HSM", "RSA", "RSA-HSM"),
                    releasePolicy: object({ contentType: string, data: string }),
                    rotationPolicy: object({
                        attributes: object({ expiryTime: string }),
                        lifetimeActions: list(
                            object({
                                action: object({ type: oneOf("notify", "rotate") }),
                                trigger: object({ timeAfterCreate: string, timeBeforeExpiry: string }),
                            }),
                        ),
                    }),
                }),
            ),
        ),
        ...readOnly("attributes", "curveName", "keyOps", "keySize", "keyUri", "keyUriWithVersion", "kty"),
        ...readOnly("releasePolicy", "rotationPolicy", "location", "name", "type"),
    },
    // no published figures; one call to the vault's data plane
    seconds: { create: 3, update: 2, delete: 2 },
    neverUpdated: true,
    outputs: keyOutputs,
    refuse: [
        (put) => {
            const kty = textAt(put.inputs, "properties.kty") ?? "";
            const sku = textAt(vaultOf(put), "properties.sku.name");
            return /HSM$/i.test(kty) && sku?.toLowerCase() !== "premium"
                ? new ArmError(
                      400,
                      "BadParameter",
                      `The key type ${kty} needs a vault of the sku premium, this one is ${sku}.`,
                  )
                : undefined;
        },
        ({ inputs }) => {
            const kty = textAt(inputs, "properties.kty");
            return kty === undefined ? new ArmError(400, "BadParameter", "Property kty is required.") : undefined;
        },
    ],
    softDelete: { days: (removal) => retentionDays(vaultOf(removal)), recovered: true },
};

function keyOutputs(put: Put): Properties {
    const { inputs, name, cloud } = put;
    const key = isObject(inputs.properties) ? inputs.properties : {};
    const now = Math.floor(cloud.clock.now() / 1000);
    const kty = String(key.kty);
    const isCurve = kty.startsWith("EC");
    const uri = `${vaultUri(put)}keys/${name}`;
    const operationsGiven = textsAt(key, "keyOps");
    return {
        kty,
        ...(isCurve ? { curveName: key.curveName ?? "P-256" } : { keySize: key.keySize ?? 2048 }),
        keyOps: operationsGiven.length > 0 ? operationsGiven : isCurve ? ["sign", "verify"] : rsaOperations,
        keyUri: uri,
        keyUriWithVersion: `${uri}/${newVersion(put)}`,
        location: vaultOf(put).location ?? "",
        attributes: {
            enabled: true,
            exportable: false,
            ...(isObject(key.attributes) && key.attributes),
            created: now,
            updated: now,
            recoveryLevel: recoveryLevel(put),
        },
        ...(isObject(key.rotationPolicy) && {
            rotationPolicy: {
                ...key.rotationPolicy,
                attributes: {
                    ...(isObject(key.rotationPolicy.attributes) && key.rotationPolicy.attributes),
                    created: now,
                    updated: now,
                },
            },
        }),
        ...(key.releasePolicy !== undefined && { releasePolicy: key.releasePolicy }),
    };
}

const rsaOperations = ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"];
