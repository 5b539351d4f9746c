import type { ScalarFunction } from "./functions/call";
import { choice } from "./functions/choice";
import { collection } from "./functions/collection";
import { conversion } from "./functions/conversion";
import { network } from "./functions/network";
import { number } from "./functions/number";
import { text } from "./functions/text";
import { time } from "./functions/time";
import { window } from "./functions/window";

/** Every function that is executed, by its name. */
export const functions: Readonly<Record<string, ScalarFunction>> = {
    ...choice,
    ...collection,
    ...conversion,
    ...network,
    ...number,
    ...text,
    ...time,
    ...window,
};
