import { boolean, integer, limited, object, readOnly, required, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import type { ResourceType } from "../resource-type";
import { tags, writeOnly } from "../schema";
import { sealedVersion } from "./secret-versions";
import { retentionDays } from "./soft-delete-rules";
import { newVersion, vaultOf, vaultUri } from "./vault-of";

/** Microsoft.KeyVault/vaults/secrets: every PUT of a value makes a new version; the value goes in and never comes out. */
export const secret: ResourceType = {
    token: "azure-native:keyvault:Secret",
    apiVersion: "2024-11-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
    names: {
        vaultName: limited(string, { pattern: "^[a-zA-Z0-9-]{3,24}$" }),
        secretName: limited(string, { pattern: "^[a-zA-Z0-9-]{1,127}$" }),
    },
    properties: {
        tags,
        properties: required(
            object({
                attributes: object({
                    enabled: boolean,
                    expires: integer,
                    notBefore: integer,
                    ...readOnly("created", "updated"),
                }),
                contentType: string,
                value: writeOnly(string),
                ...readOnly("secretUri", "secretUriWithVersion"),
            }),
        ),
        ...readOnly("location", "name", "type"),
    },
    // no published figures; one call to the vault's data plane
    seconds: { create: 3, update: 3, delete: 2 },
    outputs: (put) => {
        const { before, inputs, cloud, name } = put;
        const now = Math.floor(cloud.clock.now() / 1000);
        const uri = `${vaultUri(put)}secrets/${name}`;
        return {
            location: vaultOf(put).location ?? "",
            properties: {
                attributes: {
                    enabled: valueAt(inputs, "properties.attributes.enabled") ?? true,
                    created: valueAt(before, "properties.attributes.created") ?? now,
                    updated: now,
                },
                secretUri: uri,
                // attributes alone are changed in the version that there is, as with az keyvault secret set-attributes
                secretUriWithVersion:
                    (valueAt(inputs, "properties.value") === undefined
                        ? textAt(before, "properties.secretUriWithVersion")
                        : undefined) ?? `${uri}/${newVersion(put)}`,
            },
        };
    },
    seals: sealedVersion,
    softDelete: { days: (removal) => retentionDays(vaultOf(removal)), recovered: true },
};
