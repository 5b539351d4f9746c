import { randomBytes } from "node:crypto";
import { z } from "zod";
import { keepers, randomType } from "./random-type";

/** Random hexadecimal digits in the form of a UUID; like the real provider's they carry no version. */
export const randomUuid = randomType({
    token: "random:index/randomUuid:RandomUuid",
    schema: z.strictObject({ keepers }),
    drawn: ["id", "result"],
    async draw() {
        const result = randomBytes(16)
            .toString("hex")
            .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
        return { id: result, outputs: { id: result, result } };
    },
});
