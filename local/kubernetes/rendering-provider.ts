import { type Properties, type ProviderInstance, Refusal, type Secrets } from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { checked } from "./checked";
import { fromOutputs, toOutputs } from "./checkpoint";
import { diff } from "./diff";
import { fieldManager } from "./field-managers";
import { forceNewProperties } from "./force-new";
import { normalized, secretsOf } from "./inputs";
import { apiVersionOf, idOf, type KubernetesObject } from "./object";
import { toApi } from "./property-names";
import { removeManifest, renderedFile, writeManifest } from "./rendered-file";
import type { Settings } from "./settings";

/**
 * A Kubernetes provider with `renderYamlToDirectory`: it writes manifests and knows no cluster. With `alwaysRender` it shows
 * every object as an update without changed properties, because the engine asks it to write for no less.
 */
export function renderingProvider(settings: Settings, warn: (urn: string, message: string) => void): ProviderInstance {
    const folder = settings.renderDirectory;

    async function write(urn: string, wanted: KubernetesObject, secrets: Secrets): Promise<void> {
        if (secretsOf(wanted, secrets) !== undefined) {
            warn(urn, `rendered file ${renderedFile(folder, wanted)} contains a secret value in plaintext`);
        }
        await writeManifest(folder, wanted);
    }

    return {
        async check(request) {
            const inputs = checked(request, settings.namespace);
            return { inputs, failures: [] };
        },

        async diff({ oldOutputs, inputs, ignoreChanges = [] }) {
            const wanted = toApi(inputs);
            const forceNew = forceNewProperties(wanted, settings);
            const options = { namespaced: undefined, forceNew, ignoreChanges };
            return { ...diff(fromOutputs(oldOutputs), wanted, options), always: settings.alwaysRender };
        },

        async create({ urn, inputs, secrets, preview }) {
            const wanted = toApi(inputs);
            if (preview) {
                return { id: "", outputs: withSecrets(inputs, secretsOf(wanted, secrets)) };
            }
            await write(urn, wanted, secrets);
            return { id: idOf(wanted), outputs: outputsOf(wanted, fieldManager(wanted), secrets) };
        },

        async update({ urn, inputs, oldOutputs, secrets, preview }) {
            const wanted = normalized(toApi(inputs));
            if (preview) {
                return withSecrets(inputs, secretsOf(wanted, secrets));
            }
            await write(urn, wanted, secrets);
            return outputsOf(wanted, fieldManager(wanted, fromOutputs(oldOutputs).fieldManager), secrets);
        },

        async delete({ oldOutputs }) {
            await removeManifest(folder, fromOutputs(oldOutputs).live);
        },

        async read({ id, oldInputs, oldOutputs, secrets }) {
            if (oldInputs === undefined || oldOutputs === undefined) {
                throw new Refusal(
                    `Nothing can be imported while renderYamlToDirectory is ${folder}: there is no cluster.`,
                );
            }
            const { live, fieldManager: manager } = fromOutputs(oldOutputs);
            const wanted = toApi(oldInputs);
            return {
                id,
                inputs: withSecrets(oldInputs, secretsOf(wanted, secrets)),
                outputs: outputsOf(live, manager, secrets),
            };
        },

        async invoke(token) {
            throw new Refusal(`Function ${token} not found: the local cloud's Kubernetes provider has none.`);
        },
    };
}

function outputsOf(object: KubernetesObject, manager: string, secrets: Secrets): Properties {
    const initialApiVersion = apiVersionOf(object);
    return toOutputs({ live: object, inputs: object, initialApiVersion, fieldManager: manager }, secrets);
}
