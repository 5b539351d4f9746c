/** Bytes that one run may add to the log. */
const limitBytes = 1024 * 1024;

/** Lets a stream take no more than so many bytes, and says once what happened to the rest. */
export function limitOutput(stream: Pick<NodeJS.WriteStream, "write">, limit = limitBytes): void {
    const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
    let left = limit;
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
        const fits = Buffer.byteLength(chunk) <= left;
        if (fits) {
            left -= Buffer.byteLength(chunk);
            return write(chunk, ...rest);
        }
        if (left > 0) {
            left = 0;
            write(`The log of this run is full (${limit} bytes): what follows is left out.\n`);
        }
        const done = rest.at(-1);
        if (typeof done === "function") {
            done();
        }
        return true;
    }) as typeof stream.write;
}
