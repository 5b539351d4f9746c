import assert from "node:assert/strict";
import type { Properties } from "../../../local/provider/provider";
import { type Cloud, newCloud } from "./fixture";
import { deploy, example } from "./landscape";

/** Values by name; null removes one. */
export type Change = Record<string, unknown>;

/** A request that Azure refuses. */
export interface RefusalCase {
    title: string;
    /** What exists before: tokens of examples, or inputs of one's own. */
    given: (string | [token: string, inputs: Properties])[];
    token: string;
    /** Instead of the same properties of the example. */
    inputs?: Change;
    /** Instead of those of its `properties`. */
    properties?: Change;
    /** Whether the example exists, so that the request is an update. */
    update?: true;
    /** What the request updates, when it exists already. */
    updateOf?: string;
    message: string;
}

/** An error of Resource Manager in the words of the provider. */
export function arm(status: number, code: string, message: string): string {
    return `Status=${status} Code="${code}" Message="${message}"`;
}

/** The example with other values. */
export function changedExample(token: string, inputs: Change = {}, properties?: Change): Properties {
    const base = example[token] ?? {};
    const changed = {
        ...base,
        ...(properties && { properties: { ...(base.properties as Properties), ...properties } }),
        ...inputs,
    };
    return JSON.parse(JSON.stringify(changed, (_, value) => value ?? undefined));
}

/** Makes what a case needs, in its order. */
export async function prepare(cloud: Cloud, given: RefusalCase["given"]): Promise<void> {
    for (const each of given) {
        await (typeof each === "string" ? deploy(cloud, each) : cloud.create(...each));
    }
}

/** One test for each case. */
export function itRefuses(cases: RefusalCase[]): void {
    for (const { title, given, token, inputs, properties, update, updateOf, message } of cases) {
        it(title, async () => {
            const cloud = newCloud();
            await prepare(cloud, given);
            const changed = changedExample(token, inputs, properties);
            const existing = updateOf ?? (update && (await deploy(cloud, token))[token]);
            const request =
                existing === undefined ? cloud.create(token, changed) : cloud.update(token, existing, changed);
            await assert.rejects(request, { message });
        });
    }
}
