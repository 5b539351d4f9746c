/**
 * Segments of a property path as Pulumi writes them in `ignoreChanges`: `a.b`, `a["b.c"]`, `list[0]`, with `*` for every
 * member: https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/
 */
export function propertyPath(text: string): (string | number)[] {
    const segments = text.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|[^.[\]]+/g);
    return [...segments].map(([segment, index, quoted]) =>
        index === undefined ? (quoted?.replaceAll(/\\(.)/g, "$1") ?? segment) : Number(index),
    );
}
