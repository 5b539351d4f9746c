import { type CheckRequest, type Properties, Refusal } from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { named } from "./autoname";
import { normalized, secretsOf } from "./inputs";
import { nameOf, namespaceOf, part, withMetadata } from "./object";
import { toApi, toSdk } from "./property-names";
import { isPatch, kindOfToken } from "./type-token";

/** What the real provider does with them is not done here, and would go wrong without a word. */
const notModelled = ["pulumi.com/replaceUnready", "pulumi.com/timeoutSeconds", "pulumi.com/waitFor"];

/**
 * Inputs with all that the provider adds to them.
 *
 * @param namespace - Where an object goes that does not say so; empty for the server's default.
 */
export function checked(
    { type, name, inputs, oldInputs, randomSeed, secrets }: CheckRequest,
    namespace: string,
): Properties {
    if (kindOfToken(type).kind.endsWith("List") && Array.isArray(inputs.items)) {
        throw new Refusal(
            "list resources exist for compatibility with YAML manifests and Helm charts, " +
                "and cannot be created directly. Use the underlying resource type instead",
        );
    }
    const wanted = normalized(toApi(inputs));
    const annotation = notModelled.find((name) => part(wanted, "metadata", "annotations")[name] !== undefined);
    if (annotation !== undefined) {
        throw new Refusal(
            `the annotation ${annotation} is not part of the local cloud: nothing runs there that it could be about. ` +
                "Leave it out here; pulumi.com/skipAwait works.",
        );
    }
    if (isPatch(type) && nameOf(wanted) === "") {
        throw new Refusal("patch resources require the `.metadata.name` field to be set");
    }
    if (nameOf(wanted) === "" && part(wanted, "metadata").generateName !== undefined) {
        throw new Refusal("the `.metadata.generateName` field is not supported in Server-Side Apply mode");
    }
    const complete = named(wanted, oldInputs && toApi(oldInputs), name, randomSeed);
    const placed =
        namespaceOf(complete) === "" ? withMetadata(complete, { namespace: namespace || undefined }) : complete;
    return withSecrets(toSdk(placed), secretsOf(placed, secrets));
}
