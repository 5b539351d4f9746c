import fc from "fast-check";
import { readWritten, type Written, write } from "./message-readers";

/** What parsers are known to stumble over. */
const words = [
    ..."{}[]:,\"'\\/#;=()",
    ...["\0", "\t", "\n", "\r", "\f", "\u00a0", "\u2028", "\ufeff", "\ue000", "\ue001"],
    ...["//", "/*", "*/", "0x", "1e", "-", ".5", "01", "1e999", "NaN", "null", "true", "new Date(1)", "undefined"],
    ...['"a":', '"method":"tools/list",', '"name":"cancel_order",', "\\u006d", "\\ud800", "\\u0000", '"__proto__":{},'],
];
const strangeBytes = [
    [0xff],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xe2, 0x82],
    [0xef, 0xbb, 0xbf],
    [0xf4, 0x90, 0x80, 0x80],
];

const piece = fc.oneof(
    fc.constantFrom(...words).map((word) => Buffer.from(word)),
    fc.constantFrom(...strangeBytes).map((each) => Buffer.from(each)),
    fc.uint8Array({ minLength: 1, maxLength: 4 }).map((each) => Buffer.from(each)),
);

const byteEdit = fc.record({
    at: fc.nat(),
    how: fc.constantFrom("flip", "insert", "delete", "splice", "repeat"),
    bit: fc.nat(7),
    length: fc.integer({ min: 1, max: 12 }),
    piece,
});

/** Bytes of one of several texts after a few edits. */
export function mutatedBytes(texts: string[]): fc.Arbitrary<Buffer> {
    return fc
        .record({
            text: fc.constantFrom(...texts),
            other: fc.constantFrom(...texts),
            edits: fc.array(byteEdit, { minLength: 1, maxLength: 3 }),
        })
        .map(({ text, other, edits }) =>
            edits.reduce((bytes, { at, how, bit, length, piece }) => {
                const place = at % (bytes.length + 1);
                const [before, behind] = [bytes.subarray(0, place), bytes.subarray(place)];
                switch (how) {
                    case "flip":
                        return Buffer.concat([
                            before,
                            behind.subarray(0, 1).map((byte) => byte ^ (1 << bit)),
                            behind.subarray(1),
                        ]);
                    case "insert":
                        return Buffer.concat([before, piece, behind]);
                    case "delete":
                        return Buffer.concat([before, behind.subarray(length)]);
                    case "splice":
                        return Buffer.concat([before, Buffer.from(other).subarray(place)]);
                    default:
                        return Buffer.concat([before, behind.subarray(0, length), behind]);
                }
            }, Buffer.from(text)),
        );
}

type Members = [name: string, value: Written][];

const jsonEdit = (names: string[], values: string[]) =>
    fc.record({
        list: fc.nat(),
        member: fc.nat(),
        how: fc.constantFrom("repeat", "insert", "remove", "replace", "wrap", "recase", "escape", "rename"),
        name: fc.constantFrom(...names).map((name) => JSON.stringify(name)),
        value: fc.constantFrom(...values),
        depth: fc.constantFrom(1, 2, 29, 31, 40),
    });

/** The JSON of one of several texts after a few edits of its members; names may repeat. */
export function mutatedJson(texts: string[], names: string[], values: string[]): fc.Arbitrary<string> {
    return fc
        .record({
            text: fc.constantFrom(...texts),
            edits: fc.array(jsonEdit(names, values), { minLength: 1, maxLength: 3 }),
        })
        .map(({ text, edits }) => {
            const tree = readWritten(text);
            for (const { list, member, how, name, value, depth } of edits) {
                const lists = membersIn(tree);
                const members = lists[list % lists.length] ?? [];
                const index = member % Math.max(1, members.length);
                const [oldName = name, old = readWritten(value)] = members[index] ?? [];
                const changed: Record<typeof how, Members> = {
                    repeat: [
                        [oldName, old],
                        [oldName, readWritten(value)],
                    ],
                    insert: [
                        [name, readWritten(value)],
                        [oldName, old],
                    ],
                    remove: [],
                    replace: [[oldName, readWritten(value)]],
                    wrap: [[oldName, readWritten(`${"[".repeat(depth)}${write(old)}${"]".repeat(depth)}`)]],
                    recase: [[oldName.replace(/[a-z]/, (letter) => letter.toUpperCase()), old]],
                    escape: [[oldName.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`), old]],
                    rename: [[name, old]],
                };
                members.splice(index, 1, ...changed[how]);
            }
            return write(tree);
        });
}

function membersIn(written: Written): Members[] {
    if ("scalar" in written) return [];
    if ("items" in written) return written.items.flatMap(membersIn);
    return [written.members, ...written.members.flatMap(([, value]) => membersIn(value))];
}
