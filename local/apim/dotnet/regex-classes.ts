/** Units of UTF-16, from one to another. */
export type UnitRange = readonly [first: number, last: number];

const lastUnit = 0xffff;

/** Classes by their letter, as .NET has them: https://learn.microsoft.com/dotnet/standard/base-types/character-classes-in-regular-expressions */
export const unitClasses: Readonly<Record<string, readonly UnitRange[]>> = {
    ...withComplement("w", /[\p{L}\p{Mn}\p{Nd}\p{Pc}]/u),
    ...withComplement("d", /\p{Nd}/u),
    ...withComplement("s", /[\t-\r\u0085\p{Z}]/u),
};

/** What `\b` counts to a word: also the joiners. */
export const unitsOfWords: readonly UnitRange[] = unitsOf(/[\p{L}\p{Mn}\p{Nd}\p{Pc}\u200c\u200d]/u);

/** Ranges as part of a class of JavaScript. */
export function classText(ranges: readonly UnitRange[]): string {
    return ranges.map(([first, last]) => unitText(first) + (last > first ? `-${unitText(last)}` : "")).join("");
}

export function unitText(unit: number): string {
    return `\\u${unit.toString(16).padStart(4, "0")}`;
}

function withComplement(letter: string, member: RegExp): Record<string, UnitRange[]> {
    const ranges = unitsOf(member);
    return { [letter]: ranges, [letter.toUpperCase()]: complementOf(ranges) };
}

function unitsOf(member: RegExp): UnitRange[] {
    const ranges: [number, number][] = [];
    for (let unit = 0; unit <= lastUnit; unit++) {
        if (!member.test(String.fromCharCode(unit))) continue;
        const range = ranges.at(-1);
        if (range && range[1] === unit - 1) range[1] = unit;
        else ranges.push([unit, unit]);
    }
    return ranges;
}

function complementOf(ranges: readonly UnitRange[]): UnitRange[] {
    const starts = [0, ...ranges.map(([, last]) => last + 1)];
    const ends = [...ranges.map(([first]) => first - 1), lastUnit];
    return starts.map((start, index): UnitRange => [start, ends[index] ?? lastUnit]).filter(([from, to]) => from <= to);
}
