import { once, onceIfConstant, type Place, type Scalar, unsupported } from "../plan";
import type { Cell } from "../values/cell";
import { toText } from "../values/convert";
import { toRegExp } from "../values/regex";
import type { Binary } from "./arithmetic";

type Test = (text: string, sought: string) => boolean;

/** By name of the operator without `!` and `_cs`; letters are compared as they are. */
const tests: Readonly<Record<string, Test>> = {
    has: (text, sought) => hasTerm(text, sought, true, true),
    hasprefix: (text, sought) => hasTerm(text, sought, true, false),
    hassuffix: (text, sought) => hasTerm(text, sought, false, true),
    contains: (text, sought) => text.includes(sought),
    startswith: (text, sought) => text.startsWith(sought),
    endswith: (text, sought) => text.endsWith(sought),
};

/** Operators on texts, of which those without `_cs` do not tell capitals from small letters. */
export const textOperators: Readonly<Record<string, Binary>> = {
    ...Object.fromEntries(
        Object.entries(tests).flatMap(([name, test]): [string, Binary][] => [
            [name, compileTest(ignoringCase(test), true)],
            [`!${name}`, compileTest(ignoringCase(test), false)],
            [`${name}_cs`, compileTest(test, true)],
            [`!${name}_cs`, compileTest(test, false)],
        ]),
    ),
    notcontains: compileTest(
        ignoringCase((text, sought) => text.includes(sought)),
        false,
    ),
    "=~": compileTest(
        ignoringCase((text, sought) => text === sought),
        true,
    ),
    "!~": compileTest(
        ignoringCase((text, sought) => text === sought),
        false,
    ),
    "matches regex": (left, right, node) => {
        if (!right.constant) {
            unsupported(node, "a pattern that is not constant");
        }
        const pattern = { ...onceIfConstant(right) };
        const compiled = (place: Place) =>
            once(place.run, pattern, () => toRegExp(String(pattern.evaluate([], place))));
        return {
            type: "bool",
            constant: left.constant,
            evaluate: (row, place) => compiled(place).test(toText(left.evaluate(row, place), left.type)),
        };
    },
};

/**
 * Whether a text has another one in it that begins and ends where a term does, a term being a sequence of letters and
 * digits of ASCII: https://learn.microsoft.com/kusto/query/datatypes-string-operators#what-is-a-term
 */
export function hasTerm(text: string, sought: string, atStart: boolean, atEnd: boolean): boolean {
    for (let index = text.indexOf(sought); index >= 0; index = text.indexOf(sought, index + 1)) {
        const end = index + sought.length;
        const startsTerm = !(inTerm(text[index - 1]) && inTerm(sought[0]));
        const endsTerm = !(inTerm(text[end]) && inTerm(sought.at(-1)));
        if ((startsTerm || !atStart) && (endsTerm || !atEnd)) {
            return true;
        }
        if (sought === "") {
            return false;
        }
    }
    return false;
}

function inTerm(character: string | undefined): boolean {
    return character !== undefined && /[0-9A-Za-z]/u.test(character);
}

export function ignoringCase(test: Test): Test {
    return (text, sought) => test(text.toLowerCase(), sought.toLowerCase());
}

function compileTest(test: Test, expected: boolean): Binary {
    return (left, right) => {
        const sought = onceIfConstant(right);
        return {
            type: "bool",
            constant: left.constant && right.constant,
            evaluate: (row, place) =>
                test(textOf(left, left.evaluate(row, place)), textOf(right, sought.evaluate(row, place))) === expected,
        };
    };
}

function textOf(scalar: Scalar, cell: Cell): string {
    return toText(cell, scalar.type);
}
