import { v5 as uuidFrom } from "uuid";

/** The GUID that stands for the texts, in this order and without regard to case, as ids of ARM compare. */
export function guidFrom(...texts: string[]): string {
    return uuidFrom(texts.join("|").toLowerCase(), uuidFrom.URL);
}
