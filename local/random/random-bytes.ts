import { randomBytes as draw } from "node:crypto";
import { z } from "zod";
import { count, keepers, randomType } from "./random-type";

/**
 * Secret bytes. Beware of the id: the real provider stores the base64 text in it, too, and ids are never secret
 * (https://github.com/pulumi/pulumi-random, computeRandomBytesID).
 */
export const randomBytes = randomType({
    token: "random:index/randomBytes:RandomBytes",
    schema: z.strictObject({ length: count(1), keepers }),
    drawn: ["base64", "hex"],
    async draw({ length }) {
        const bytes = draw(length);
        const base64 = bytes.toString("base64");
        return { id: base64, outputs: { base64, hex: bytes.toString("hex") } };
    },
});
