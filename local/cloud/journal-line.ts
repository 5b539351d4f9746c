import { crc32 } from "node:zlib";
import type { Write } from "./store";

const newline = "\n".charCodeAt(0);
const closingBrace = "}".charCodeAt(0);
const frame = /^\{"crc32":"([0-9a-f]{8})","writes":$/;
const frameLength = '{"crc32":"00000000","writes":'.length;

/** What the bytes of a journal hold. */
export interface JournalContent {
    batches: Write[][];
    /** Bytes of the whole lines; what follows was cut off while it was written. */
    length: number;
    /** Number of the first line that is not as it was written, if any; `batches` and `length` end before it. */
    damagedLine: number | undefined;
}

/** One batch of writes, given as JSON, as a line with its checksum. */
export function encodeLine(writes: string): string {
    return `{"crc32":"${checksum(Buffer.from(writes))}","writes":${writes}}\n`;
}

/** Reads the batches of a journal up to its end or to the first damage. */
export function decodeJournal(bytes: Buffer): JournalContent {
    const batches: Write[][] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
        const writes = decodeLine(bytes.subarray(start, end));
        if (writes === undefined) {
            return { batches, length: start, damagedLine: batches.length + 1 };
        }
        batches.push(writes);
        start = end + 1;
    }
    return { batches, length: start, damagedLine: undefined };
}

/** Writes from their JSON, frozen: records are shared by all who read them. */
export function parseWrites(json: string): Write[] {
    return JSON.parse(json, (_name, value) => Object.freeze(value));
}

function decodeLine(line: Buffer): Write[] | undefined {
    const expected = frame.exec(line.toString("latin1", 0, frameLength))?.[1];
    const writes = line.subarray(frameLength, -1);
    const isWhole = expected === checksum(writes) && line.at(-1) === closingBrace;
    return isWhole ? parseWrites(writes.toString("utf8")) : undefined;
}

function checksum(bytes: Buffer): string {
    return crc32(bytes).toString(16).padStart(8, "0");
}
