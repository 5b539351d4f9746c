import type { Properties, Value } from "../provider/provider";
import type { ResourceState } from "./deployment";

/** Marks a secret in a state (SDK runtime/rpc.js). */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/**
 * Outputs as the engine would have stored them: what was a secret among the inputs is one among the outputs. The import
 * encrypts it.
 */
export function adoptedOutputs({ inputs = {}, additionalSecretOutputs = [] }: ResourceState, outputs: Properties) {
    const adopted = withSecretsOf(inputs, outputs);
    for (const name of additionalSecretOutputs) {
        const value = outputs[name];
        if (value !== undefined) {
            adopted[name] = secret(value);
        }
    }
    return adopted;
}

function withSecretsOf(inputs: Properties, outputs: Properties): Properties {
    return Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => {
            const input = inputs[name];
            if (!isObject(input)) {
                return [name, value];
            }
            if (Object.entries(secretMark).every(([key, mark]) => input[key] === mark)) {
                return [name, secret(value)];
            }
            return [name, isObject(value) ? withSecretsOf(input, value) : value];
        }),
    );
}

function secret(value: Value): Properties {
    return { ...secretMark, plaintext: JSON.stringify(value) };
}

function isObject(value: Value | undefined): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
