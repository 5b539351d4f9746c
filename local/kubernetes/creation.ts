import type { Store } from "../cloud/store";
import { type CreateRequest, type CreateResult, PartialFailure } from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { ApiError, NoMatchError } from "./api-error";
import { toOutputs } from "./checkpoint";
import type { Cluster } from "./cluster";
import type { ApiAnswer } from "./connection";
import { noteCreation } from "./creation-note";
import { creator, fieldManager } from "./field-managers";
import { hasUnknown, secretsOf } from "./inputs";
import { annotationOf, apiVersionOf, idOf, type KubernetesObject, kindOf } from "./object";
import { pause } from "./pause";
import { toApi } from "./property-names";
import { untilReady } from "./readiness";
import { creationRefused, notLiveYet, wordsOf } from "./refusals";
import type { Settings } from "./settings";
import { isPatch } from "./type-token";

/** What a creation needs beside its request. */
export interface Context {
    settings: Settings;
    cluster(): Promise<Cluster>;
    /** Where creations are noted. */
    store: Store;
    warn(urn: string, message: string): void;
}

/** How often what is not there yet, a namespace or a definition, is tried again, and the first wait between. */
const retries = 5;
const firstWait = 200;

export async function create(
    { urn, type, inputs, secrets, preview, signal }: CreateRequest,
    { settings, cluster, store, warn }: Context,
): Promise<CreateResult> {
    const wanted = toApi(inputs);
    const marked = withSecrets(inputs, secretsOf(wanted, secrets));
    const echo = { id: "", outputs: marked };
    if (preview && (isPatch(type) || hasUnknown(inputs))) {
        return echo;
    }
    const target = await cluster();
    const kind = { apiVersion: apiVersionOf(wanted), kind: kindOf(wanted) };
    if (preview && (await target.kindOf(kind)) === undefined) {
        return echo;
    }
    const manager = fieldManager(wanted);
    const mayExist = isPatch(type) || settings.upsertExistingObjects;
    const send = mayExist ? upsert : post;
    const fieldsOf = mayExist ? manager : undefined;
    const note = preview ? undefined : await noteCreation(store, target, { urn, wanted, fieldManager: fieldsOf });
    let answer: ApiAnswer;
    try {
        answer = await retried(() => send(target, wanted, manager, preview, settings), preview, signal);
    } catch (error) {
        if (wordsOf(error) !== undefined) {
            await note?.refused();
        }
        // the namespace will be there by then, and so will the name of what is replaced
        if (preview && error instanceof ApiError && (error.isNamespaceMissing || error.reason === "AlreadyExists")) {
            return echo;
        }
        throw creationRefused(urn, `${kind.apiVersion}/${kind.kind}`, error, manager);
    }
    for (const warning of answer.warnings) {
        warn(urn, warning);
    }
    const outputs = (live: KubernetesObject) =>
        toOutputs({ live, inputs: wanted, initialApiVersion: kind.apiVersion, fieldManager: manager }, secrets);
    if (preview) {
        const { status: _, ...live } = answer.body;
        return { id: "", outputs: outputs(live) };
    }
    await note?.made(answer.body);
    const id = idOf(answer.body);
    const { live, problems } = await untilReady(target, answer.body, signal);
    if (problems.length > 0) {
        throw new PartialFailure({ id, inputs: marked, outputs: outputs(live) }, [
            notLiveYet(urn, problems[0] ?? ""),
            ...problems.slice(1),
        ]);
    }
    return { id, outputs: outputs(live) };
}

function post(cluster: Cluster, object: KubernetesObject, _manager: string, dryRun: boolean): Promise<ApiAnswer> {
    return cluster.create(object, { fieldManager: creator, dryRun });
}

function upsert(
    cluster: Cluster,
    object: KubernetesObject,
    manager: string,
    dryRun: boolean,
    { patchForce }: Settings,
): Promise<ApiAnswer> {
    const force = dryRun || patchForce || annotationOf(object, "pulumi.com/patchForce") === "true";
    return cluster.apply(object, { fieldManager: manager, dryRun, force });
}

async function retried<T>(action: () => Promise<T>, preview: boolean, signal: AbortSignal): Promise<T> {
    for (let attempt = 0; ; attempt++) {
        try {
            return await action();
        } catch (error) {
            const missing = error instanceof NoMatchError || (error instanceof ApiError && error.status === 404);
            if (!missing || preview || attempt === retries) {
                throw error;
            }
        }
        await pause(firstWait * 2 ** attempt, signal);
    }
}
