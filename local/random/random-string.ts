import { characters, completeCharacters, drawString } from "./characters";
import { randomType } from "./random-type";

/** Characters that are no secret. */
export const randomString = randomType({
    token: "random:index/randomString:RandomString",
    schema: characters,
    complete: completeCharacters,
    drawn: ["id", "result"],
    async draw(inputs) {
        const result = drawString(inputs);
        return { id: result, outputs: { id: result, result } };
    },
});
