/**
 * Stack traces of four frames, in place of ten. The SDK captures one for every output, and maps each frame back to
 * TypeScript: with ten, that is an eighth of a preview (docs/performance.md). Four still say where an error comes from.
 *
 * Call it before the first resource.
 */
export function shortenStacks(): void {
    Error.stackTraceLimit = 4;
}
