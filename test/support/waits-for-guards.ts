import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Capture, capture } from "./capture";

/**
 * What resources wait for, by name, only because something stands before them that is called `guard`. No input may come
 * from it: in the preview that is captured it is not known.
 */
export async function waitsForGuards(
    build: (guards?: pulumi.Input<string>) => unknown,
): Promise<Record<string, string[]>> {
    const without = await capture(() => build(), { preview: true });
    const guarded = await capture(() => build(new random.RandomBytes("guard", { length: 1 }).hex), { preview: true });
    assert.deepEqual(inputsOf(guarded), inputsOf(without));
    const before = without.waitsFor();
    return Object.fromEntries(
        Object.entries(guarded.waitsFor())
            .map(([name, waits]): [string, string[]] => [name, waits.filter((each) => !before[name]?.includes(each))])
            .filter(([, added]) => added.length > 0),
    );
}

function inputsOf({ resources }: Capture): Record<string, unknown> {
    const others = resources.filter(({ name }) => name !== "guard");
    return Object.fromEntries(others.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));
}
