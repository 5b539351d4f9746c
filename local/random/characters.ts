import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Properties } from "../provider/provider";
import { count, keepers } from "./random-type";

const flag = z.boolean("must be true or false");

/** Which characters a random string is made of: inputs of RandomString and RandomPassword, complete. */
export const characters = z
    .strictObject({
        length: count(1),
        upper: flag,
        lower: flag,
        numeric: flag,
        number: flag,
        special: flag,
        minUpper: count(0),
        minLower: count(0),
        minNumeric: count(0),
        minSpecial: count(0),
        overrideSpecial: z.string("must be a string").optional(),
        keepers,
    })
    .superRefine(({ upper, lower, numeric, number, special, length, ...rest }, context) => {
        const least = rest.minUpper + rest.minLower + rest.minNumeric + rest.minSpecial;
        if (length < least) {
            const message = `must be at least ${least}, the sum of minUpper, minLower, minNumeric and minSpecial`;
            context.addIssue({ code: "custom", path: ["length"], message, input: length });
        }
        if (numeric !== number) {
            const message = "must equal numeric, or better be left out: it is the deprecated name of numeric";
            context.addIssue({ code: "custom", path: ["number"], message, input: number });
        }
        if (!upper && !lower && !numeric && !special) {
            const message = "or one of upper, lower and numeric must be true";
            context.addIssue({ code: "custom", path: ["special"], message, input: special });
        }
    });

/** Adds the defaults; `number` and `numeric` are two names of one input. */
export function completeCharacters(inputs: Properties): Properties {
    const { numeric = inputs.number ?? true, number = numeric } = inputs;
    return {
        upper: true,
        lower: true,
        special: true,
        minUpper: 0,
        minLower: 0,
        minNumeric: 0,
        minSpecial: 0,
        ...inputs,
        numeric,
        number,
    };
}

/** Draws a string; every string that keeps the minima is possible. */
export function drawString(inputs: z.infer<typeof characters>): string {
    const upper = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const lower = [..."abcdefghijklmnopqrstuvwxyz"];
    const digits = [..."0123456789"];
    const special = [...(inputs.overrideSpecial || "!@#$%&*()-_=+[]{}<>:?")];
    const all = [
        ...(inputs.upper ? upper : []),
        ...(inputs.lower ? lower : []),
        ...(inputs.numeric ? digits : []),
        ...(inputs.special ? special : []),
    ];
    const minima = inputs.minUpper + inputs.minLower + inputs.minNumeric + inputs.minSpecial;
    return shuffled([
        ...draw(upper, inputs.minUpper),
        ...draw(lower, inputs.minLower),
        ...draw(digits, inputs.minNumeric),
        ...draw(special, inputs.minSpecial),
        ...draw(all, inputs.length - minima),
    ]).join("");
}

/** `randomInt` is free of the bias that a remainder has. */
function draw(from: string[], length: number): string[] {
    return Array.from({ length }, () => from[randomInt(from.length)] as string);
}

/** Fisher-Yates: each order is as likely as any other. */
function shuffled(items: string[]): string[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
        const other = randomInt(last + 1);
        [result[last], result[other]] = [result[other] as string, result[last] as string];
    }
    return result;
}
