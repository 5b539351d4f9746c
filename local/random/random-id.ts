import { randomBytes } from "node:crypto";
import { z } from "zod";
import { count, keepers, randomType } from "./random-type";

/** Bytes that are no secret, in several notations, behind an optional prefix. */
export const randomId = randomType({
    token: "random:index/randomId:RandomId",
    schema: z.strictObject({ byteLength: count(1), prefix: z.string("must be a string").default(""), keepers }),
    drawn: ["id", "b64Url", "b64Std", "hex", "dec"],
    async draw({ byteLength, prefix }) {
        const bytes = randomBytes(byteLength);
        const id = bytes.toString("base64url");
        const hex = bytes.toString("hex");
        return {
            id,
            outputs: {
                id,
                b64Url: prefix + id,
                b64Std: prefix + bytes.toString("base64"),
                hex: prefix + hex,
                dec: prefix + BigInt(`0x${hex}`),
            },
        };
    },
});
