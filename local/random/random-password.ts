import { genSalt, hash } from "bcryptjs";
import { characters, completeCharacters, drawString } from "./characters";
import { randomType } from "./random-type";

/** Secret characters, with their bcrypt hash; the id tells nothing. */
export const randomPassword = randomType({
    token: "random:index/randomPassword:RandomPassword",
    schema: characters,
    complete: completeCharacters,
    drawn: ["id", "result", "bcryptHash"],
    async draw(inputs) {
        const result = drawString(inputs);
        return { id: "none", outputs: { id: "none", result, bcryptHash: await bcrypt(result) } };
    },
});

/** Cost and version marker of golang.org/x/crypto/bcrypt, which the real provider uses. */
async function bcrypt(text: string): Promise<string> {
    const salt = await genSalt(10);
    return await hash(text, salt.replace("$2b$", "$2a$"));
}
