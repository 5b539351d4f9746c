import { Refusal } from "../provider/provider";

/** API version and kind of a type token: `kubernetes:core/v1:Namespace` is `v1`, `Namespace`. */
export function kindOfToken(token: string): { apiVersion: string; kind: string } {
    const [, groupVersion = "", kind = ""] = token.split(":");
    if (!/^[\w.-]+\/v\w+$/.test(groupVersion) || kind === "") {
        throw new Refusal(
            `Resource type ${token} is not part of the local cloud: it has objects of the Kubernetes API only.`,
        );
    }
    if (groupVersion.startsWith("helm.sh/")) {
        throw new Refusal(
            `Resource type ${token} is not part of the local cloud: it has no Helm. Declare the objects of the chart.`,
        );
    }
    return { apiVersion: groupVersion.replace(/^core\//, ""), kind };
}

/** Resources like `NamespacePatch`, which own some fields of an object that somebody else owns. */
export const isPatch = (token: string) => token.endsWith("Patch");
