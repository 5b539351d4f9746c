import { z } from "zod";
import type { Properties } from "../provider/provider";

/** Inputs of a random resource: all of them replace it when they change, as nothing can be drawn a second time. */
type Inputs = Properties;

/** A type of the random provider. */
export interface RandomType<Known extends Inputs = Inputs> {
    /** Type token, for example `random:index/randomUuid:RandomUuid`. */
    token: string;
    /** What complete inputs look like. */
    schema: z.ZodType<Known>;
    /** Adds the defaults of inputs that the user left out; unknown ones of a preview stay unknown. */
    complete(inputs: Inputs): Inputs;
    /** Names of the outputs that are drawn: unknown in a preview. */
    drawn: string[];
    draw(inputs: Known): Promise<{ id: string; outputs: Properties }>;
}

/** Describes a type; the schema decides what `draw` gets. */
export function randomType<Known extends Inputs>(
    type: Omit<RandomType<Known>, "complete"> & Partial<Pick<RandomType, "complete">>,
): RandomType {
    return { complete: (inputs) => inputs, ...type } as RandomType;
}

/** Values that only serve to replace the resource when they change. */
export const keepers = z.record(z.string(), z.string("must be a string"), "must be an object of strings").optional();

export const count = (minimum: number) => z.int("must be a whole number").min(minimum, `must be at least ${minimum}`);
