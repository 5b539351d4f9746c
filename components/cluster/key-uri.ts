import type * as pulumi from "@pulumi/pulumi";
import { checked, parseArmId, vaultUri } from "../shared";

/** A problem when the text is not the address of a version of a key in the vault; of a certain key, if one is named. */
export function versionedKeyProblem(
    uri: string,
    argument: string,
    { vaultName, keyName }: { vaultName: string; keyName?: string | undefined },
): string | undefined {
    const beginning = `${vaultUri(vaultName)}keys/${keyName === undefined ? "" : `${keyName}/`}`;
    const rest = keyName === undefined ? /^[0-9A-Za-z-]+\/[0-9a-f]{32}$/ : /^[0-9a-f]{32}$/;
    return uri.startsWith(beginning) && rest.test(uri.slice(beginning.length))
        ? undefined
        : `${argument} is "${uri}"; it must be the address of a key with its version: ${beginning}${keyName === undefined ? "<key>/" : ""}<version>.`;
}

/** The address, once it is known to be that of a version of a key in the vault, or of the key, with the id. */
export function checkedKeyUri(
    uri: pulumi.Input<string>,
    argument: string,
    id: pulumi.Output<string>,
): pulumi.Output<string> {
    return id.apply((known) => {
        const [vaultName = "", keyName] = parseArmId(known)?.names ?? [];
        return checked(uri, (given) => versionedKeyProblem(given, argument, { vaultName, keyName }));
    });
}
