import { Refusal } from "../provider/provider";
import { ApiError, NoMatchError } from "./api-error";

const troubleshooting =
    "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/" +
    "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

const alreadyExists = `

The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

/** The server's own words, with what the real provider adds to them; undefined for what is no answer of the server. */
export function wordsOf(error: unknown, fieldManager?: string): string | undefined {
    if (error instanceof ApiError) {
        if (error.reason === "Conflict" && fieldManager !== undefined) {
            return (
                `server-side apply field conflict detected, see ${troubleshooting} for troubleshooting help\n` +
                `The resource managed by field manager "${fieldManager}" had an apply conflict: ${error.message}`
            );
        }
        return error.message + (error.reason === "AlreadyExists" ? alreadyExists : "");
    }
    return error instanceof NoMatchError ? error.message : undefined;
}

/** A server that does not answer is a fact to tell; everything else that is not its answer is a bug. */
export function unreachable(error: unknown): unknown {
    const { code, message } = error as NodeJS.ErrnoException;
    return ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code ?? "")
        ? new Refusal(`configured Kubernetes cluster is unreachable: ${message}`)
        : error;
}

export function creationRefused(urn: string, apiKind: string, error: unknown, fieldManager: string): unknown {
    const words = wordsOf(error, fieldManager);
    if (words === undefined) {
        return unreachable(error);
    }
    return new Refusal(
        error instanceof NoMatchError
            ? `creation of resource "${urn}" with kind ${apiKind} failed because the Kubernetes API server ` +
                  "reported that the apiVersion for this resource does not exist. " +
                  `Verify that any required CRDs have been created: ${words}`
            : `resource "${urn}" was not successfully created by the Kubernetes API server: ${words}`,
    );
}

export function updateRefused(urn: string, words: string): Refusal {
    return new Refusal(`update of resource "${urn}" failed: ${words}`);
}

/** Why an object that was created is not as it should be. */
export function notLiveYet(urn: string, why: string): string {
    return (
        `resource "${urn}" was successfully created, but the Kubernetes API server ` +
        `reported that it failed to fully initialize or become live: ${why}`
    );
}

/** Why an object that was there before is not as it should be. */
export function notLive(id: string, why: string): string {
    return `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${why}`;
}
