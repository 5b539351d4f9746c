import { isDeepStrictEqual } from "node:util";
import {
    type DiffResult,
    type Properties,
    type ProviderInstance,
    Refusal,
    unknown,
    type Value,
} from "../provider/provider";
import type { RandomType } from "./random-type";
import { typeOf } from "./registry";

/** The random provider: what it draws lives in the engine's state only. */
export const randomProvider: ProviderInstance = {
    async check({ type: token, inputs }) {
        const type = typeOf(token);
        return { inputs, failures: problems(type, type.complete(inputs)) };
    },

    async diff({ type: token, oldInputs, inputs }) {
        const { complete } = typeOf(token);
        return { changes: replacements(complete(oldInputs), complete(inputs)), deleteBeforeReplace: false };
    },

    async create({ type: token, inputs, preview }) {
        const type = typeOf(token);
        const complete = type.complete(inputs);
        if (preview) {
            return {
                id: "",
                outputs: { ...complete, ...Object.fromEntries(type.drawn.map((name) => [name, unknown])) },
            };
        }
        const { id, outputs } = await type.draw(type.schema.parse(complete));
        return { id, outputs: { ...complete, ...outputs } };
    },

    /** Only what changes nothing of the value arrives here, for example a default that is now written out. */
    async update({ type: token, oldOutputs, inputs }) {
        return { ...oldOutputs, ...typeOf(token).complete(inputs) };
    },

    async delete() {},

    async read({ type: token, id, oldInputs, oldOutputs }) {
        typeOf(token);
        if (oldInputs === undefined || oldOutputs === undefined) {
            throw new Refusal(`The local cloud cannot import ${token} ${id}: random values live in the state only.`);
        }
        return { id, inputs: oldInputs, outputs: oldOutputs };
    },

    async invoke(token) {
        throw new Refusal(`Function ${token} not found: the random provider has none.`);
    },
};

/** One sentence for each problem; unknown values of a preview count as right. */
function problems({ schema, token }: RandomType, inputs: Properties): string[] {
    const { error } = schema.safeParse(inputs);
    return (error?.issues ?? []).flatMap((issue) => {
        if (issue.code === "unrecognized_keys") {
            const name = token.slice(token.lastIndexOf(":") + 1);
            return issue.keys.map((key) => `'${key}' is not an input of ${name}`);
        }
        const value = valueAt(inputs, issue.path);
        return value === unknown ? [] : [`'${issue.path.join(".")}' ${issue.message}${shown(value)}`];
    });
}

function valueAt(inputs: Properties, path: PropertyKey[]): Value | undefined {
    return path.reduce<Value | undefined>(
        (value, key) => (value instanceof Object ? (value as Properties)[String(key)] : undefined),
        inputs,
    );
}

/** Numbers and flags may be shown, texts may be secret. */
function shown(value: Value | undefined): string {
    if (value === undefined) {
        return "; it is missing";
    }
    return typeof value === "number" || typeof value === "boolean" ? `; it is ${value}` : "";
}

function replacements(olds: Properties, news: Properties, at = (name: string) => name): DiffResult["changes"] {
    const changes: DiffResult["changes"] = {};
    for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
        const [old, value] = [olds[name], news[name]];
        if (isDeepStrictEqual(old, value)) {
            continue;
        }
        if (old instanceof Object && value instanceof Object) {
            const inner = (key: string) => `${at(name)}[${JSON.stringify(key)}]`;
            Object.assign(changes, replacements(old as Properties, value as Properties, inner));
        } else if (old === undefined) {
            changes[at(name)] = "add-replace";
        } else {
            changes[at(name)] = value === undefined ? "delete-replace" : "update-replace";
        }
    }
    return changes;
}
