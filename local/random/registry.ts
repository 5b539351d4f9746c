import { Refusal } from "../provider/provider";
import { randomBytes } from "./random-bytes";
import { randomId } from "./random-id";
import { randomPassword } from "./random-password";
import { randomString } from "./random-string";
import type { RandomType } from "./random-type";
import { randomUuid } from "./random-uuid";

const types: RandomType[] = [randomBytes, randomId, randomPassword, randomString, randomUuid];

/** The type of a token. Throws a {@link Refusal} that says what to add when there is none. */
export function typeOf(token: string): RandomType {
    const found = types.find((type) => type.token === token);
    if (found === undefined) {
        throw new Refusal(
            `Resource type ${token} is not part of the local cloud. It has ${types.map((type) => type.token).join(", ")}; ` +
                "add another one as a file in local/random and list it in local/random/registry.ts.",
        );
    }
    return found;
}
