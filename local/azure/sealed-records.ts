import { seal, unseal } from "../cloud/seal";
import type { Store, Write } from "../cloud/store";
import type { Properties } from "../provider/provider";

/** What goes into a resource and never comes out, by an id of the resource or below it; absent for nothing any more. */
export interface Sealed {
    id: string;
    content?: Properties;
}

/** Records of their own, which nothing opens but the key: neither what a GET answers nor a list has them. */
export function sealedWrites(sealed: Sealed[], store: Store, key: () => Buffer): Write[] {
    return sealed.flatMap(({ id, content }): Write[] => {
        const name = sealedKey(id);
        if (content === undefined) {
            return store.get(name) ? [{ key: name }] : [];
        }
        return [{ key: name, value: { id, ciphertext: seal(JSON.stringify(content), name, key()) } }];
    });
}

/** What is sealed with the id. Throws when the key does not open it. */
export function unsealed(id: string, store: Pick<Store, "get">, key: () => Buffer): Properties | undefined {
    const name = sealedKey(id);
    const record = store.get(name);
    return record && JSON.parse(unseal(String(record.ciphertext), name, key()));
}

/** Ids of what is sealed at the id and below. */
export function sealedWithin(id: string, store: Pick<Store, "get" | "list">): string[] {
    const name = sealedKey(id);
    const own = store.get(name);
    return [...(own ? [own] : []), ...store.list(`${name}/`).map(([, record]) => record)].map((record) =>
        String(record.id),
    );
}

function sealedKey(id: string): string {
    return `sealed:${id.toLowerCase()}`;
}
