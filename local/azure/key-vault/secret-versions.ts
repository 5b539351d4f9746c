import type { Properties } from "../../provider/provider";
import { textAt, valueAt } from "../../provider/values";
import { lastSegment } from "../arm-id";
import type { Cloud } from "../cloud";
import type { Put } from "../resource-type";
import type { Sealed } from "../sealed-records";
import { accessTo, type SecretReader } from "./secret-access";

/** What a vault answers to somebody who asks for a secret: its value, or why not, as a sentence. */
export type SecretAnswer = { value: string } | { problem: string };

/** The version that a PUT makes, or leaves; those before it stay, unless they were of a secret that is purged. */
export function sealedVersion({ id, inputs, before, cloud }: Put, body: Properties): Sealed[] {
    const purged = before ? [] : cloud.sealedWithin(id);
    const version = versionId(id, newestVersion(body));
    const kept = cloud.unsealed(version);
    const value = valueAt(inputs, "properties.value") ?? kept?.value;
    const enabled = valueAt(body, "properties.attributes.enabled") !== false;
    const created = kept?.created ?? valueAt(body, "properties.attributes.updated") ?? 0;
    return [
        ...purged.map((old) => ({ id: old })),
        ...(value === undefined ? [] : [{ id: version, content: { value, enabled, created } }]),
    ];
}

/** A version of a secret, without its value. */
export interface SecretVersion {
    version: string;
    enabled: boolean;
    /** Seconds since the epoch. */
    created: number;
}

/** All versions of a secret that have a value, in no order. Throws when the key of the local cloud is lost. */
export function secretVersions(secretId: string, cloud: Cloud): SecretVersion[] {
    return cloud.sealedWithin(secretId).map((id) => {
        const content = cloud.unsealed(id);
        return { version: lastSegment(id), enabled: content?.enabled === true, created: Number(content?.created ?? 0) };
    });
}

/** The value of a version; undefined when there is none. Throws when the key of the local cloud is lost. */
export function secretValue(secretId: string, version: string, cloud: Cloud): string | undefined {
    return textAt(cloud.unsealed(versionId(secretId, version)), "value");
}

/**
 * Reads a secret as a vault lets the reader: the version that the identifier has, or the newest. When it expires does not
 * matter. https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#date-time-controlled-operations
 *
 * @throws when the key of the local cloud is lost.
 */
export function readSecret(identifier: string, reader: SecretReader, cloud: Cloud): SecretAnswer {
    const access = accessTo(identifier, reader, cloud);
    if ("problem" in access) {
        return access;
    }
    const { secretId, version = newestVersion(cloud.find(secretId)?.body) } = access;
    const content = cloud.unsealed(versionId(secretId, version));
    const value = textAt(content, "value");
    if (value === undefined) {
        return { problem: `There is no value of the version ${version} of ${secretId}.` };
    }
    return content?.enabled === true
        ? { value }
        : { problem: `Operation get is not allowed on a disabled secret: the version ${version} of ${secretId}.` };
}

/** The version that a secret has without naming one. */
export function newestVersion(body: Properties | undefined): string {
    return lastSegment(textAt(body, "properties.secretUriWithVersion") ?? "");
}

/** As Microsoft.KeyVault/vaults/secrets/versions. */
function versionId(secretId: string, version: string): string {
    return `${secretId}/versions/${version}`;
}
