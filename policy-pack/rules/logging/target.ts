import { type Naming, nameAt, namesOf, text } from "../../engine";

/** What an ARM id is of: `Microsoft.KeyVault/vaults` and `kv-contoso`, of what is in something both names. */
export function targetOf(id: string): { armType: string; name: string } {
    const [provider = "", ...segments] =
        id
            .split(/\/providers\//i)
            .at(-1)
            ?.split("/") ?? [];
    const types = segments.filter((_, index) => index % 2 === 0);
    const names = segments.filter((_, index) => index % 2 === 1);
    return { armType: [provider, ...types].join("/"), name: names.join("/") };
}

/** What the ARM id at a path is of, in whatever subscription and group. */
export function targetAt(path: string): Naming {
    return (resource) =>
        namesOf([path], () => {
            const { armType, name } = targetOf(text(resource, path));
            return `${armType} ${name}`;
        });
}

/**
 * The same of the resource itself.
 *
 * @param input the input for its name
 * @param child name of what is meant inside of it
 */
export function targetNamed(armType: string, input: string, child = ""): Naming {
    const own = nameAt(input);
    return (resource) => {
        const { known, ...rest } = own(resource);
        return { known: known.map((name) => `${armType} ${name}${child}`), ...rest };
    };
}
