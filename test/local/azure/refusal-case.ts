import assert from "node:assert/strict";
import type { Properties } from "../../../local/provider/provider";
import { newCloud } from "./fixture";
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

/** One test for each case. */
export function itRefuses(cases: RefusalCase[]): void {
    for (const { title, given, token, inputs, properties, update, message } of cases) {
        it(title, async () => {
            const cloud = newCloud();
            for (const each of given) {
                await (typeof each === "string" ? deploy(cloud, each) : cloud.create(...each));
            }
            const changed = changedExample(token, inputs, properties);
            const request = update
                ? cloud.update(token, (await deploy(cloud, token))[token] ?? "", changed)
                : cloud.create(token, changed);
            await assert.rejects(request, { message });
        });
    }
}
