import { listed, parseArmId, roleProblem, secretProblems, vaultUri } from "../shared";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** Problems in the secrets of a server, as far as these are known, as sentences; empty when there are none. */
export function serverSecretProblems(args: ServerNamespaceArgs): string[] {
    const secrets = Object.entries(args.secrets ?? {});
    return listed(
        ...secrets.flatMap(([secret, reference]) => [
            nameProblem(secret),
            ...secretProblems(reference, `secrets.${secret}`),
        ]),
        ...repetitions(args),
    );
}

// with its prefix it is the name of a volume: https://kubernetes.io/docs/concepts/storage/volumes/#how-volumes-work
function nameProblem(secret: string): string | undefined {
    return secret.length <= 56
        ? roleProblem(secret, "A name in secrets")
        : `A name in secrets is "${secret}"; it must have at most 56 characters.`;
}

/** Azure takes the same assignment of a role only once. */
function repetitions({ certificate, secrets = {} }: ServerNamespaceArgs): string[] {
    const vault = vaultUri(parseArmId(certificate.vaultId)?.names[0] ?? "");
    const read = new Map([
        [`${vault}secrets/${certificate.certificateName}`.toLowerCase(), "certificate.certificateName"],
        [`${vault}secrets/${certificate.authorityName}`.toLowerCase(), "certificate.authorityName"],
    ]);
    return Object.entries(secrets).flatMap(([secret, { uri }]) => {
        if (typeof uri !== "string") return [];
        const reader = read.get(uri.toLowerCase());
        if (reader !== undefined) return [`secrets.${secret}.uri is "${uri}", the secret of ${reader}; name it once.`];
        read.set(uri.toLowerCase(), `secrets.${secret}`);
        return [];
    });
}
