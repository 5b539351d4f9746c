import { PartialFailure, type Properties, type UpdateRequest } from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { fromOutputs, toOutputs } from "./checkpoint";
import type { ApiAnswer } from "./connection";
import type { Context } from "./creation";
import { fieldManager, handOver, hasOwnFields } from "./field-managers";
import { withIgnoredFields } from "./ignored-fields";
import { hasUnknown, normalized, secretsOf } from "./inputs";
import { annotationOf, apiVersionOf, type KubernetesObject, kindOf, part } from "./object";
import { toApi } from "./property-names";
import { untilReady } from "./readiness";
import { notLive, unreachable, updateRefused, wordsOf } from "./refusals";
import { isPatch } from "./type-token";

export async function update(
    { urn, type, id, inputs, oldOutputs, secrets, ignoreChanges = [], preview, signal }: UpdateRequest,
    { settings, cluster, warn }: Context,
): Promise<Properties> {
    const wanted = normalized(toApi(inputs));
    const marked = withSecrets(inputs, secretsOf(wanted, secrets));
    if (preview && hasUnknown(inputs)) {
        return marked;
    }
    const target = await cluster();
    if (preview && (await target.kindOf({ apiVersion: apiVersionOf(wanted), kind: kindOf(wanted) })) === undefined) {
        return marked;
    }
    const old = fromOutputs(oldOutputs);
    const manager = fieldManager(wanted, old.fieldManager);
    const outputs = (live: KubernetesObject) =>
        toOutputs({ live, inputs: wanted, initialApiVersion: old.initialApiVersion, fieldManager: manager }, secrets);

    let current: KubernetesObject;
    let answer: ApiAnswer;
    try {
        current = await target.get(old.live, signal);
    } catch (error) {
        const words = wordsOf(error);
        throw words === undefined ? unreachable(error) : updateRefused(urn, words);
    }
    try {
        if (!preview && !isPatch(type)) {
            const operations = handOver(current, manager);
            current = operations.length === 0 ? current : await target.patch(current, operations, signal);
        }
        const force =
            settings.patchForce ||
            annotationOf(wanted, "pulumi.com/patchForce") === "true" ||
            (preview && hasOwnFields(current)) ||
            part(current, "metadata").managedFields === undefined;
        const object = withIgnoredFields(wanted, current, manager, ignoreChanges);
        answer = await target.apply(object, { fieldManager: manager, dryRun: preview, force });
    } catch (error) {
        const words = wordsOf(error, manager);
        if (words === undefined) {
            throw unreachable(error);
        }
        throw new PartialFailure({ id, inputs: marked, outputs: outputs(current) }, [notLive(id, words)]);
    }
    for (const warning of answer.warnings) {
        warn(urn, warning);
    }
    if (preview) {
        return outputs(answer.body);
    }
    const { live, problems } = await untilReady(target, answer.body, signal);
    if (problems.length > 0) {
        const [first = "", ...others] = problems;
        throw new PartialFailure({ id, inputs: marked, outputs: outputs(live) }, [notLive(id, first), ...others]);
    }
    return outputs(live);
}
