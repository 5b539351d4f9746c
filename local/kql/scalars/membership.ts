import type { SyntaxNode } from "../language";
import { once, type Place, part, type Scalar, unsupported } from "../plan";
import { type Cell, type Cells, keyOf } from "../values/cell";
import { toText } from "../values/convert";
import { hasTerm, ignoringCase } from "./text-operators";

/** `in`, `in~`, `has_any`, `has_all` and their opposites; the elements of arrays count as elements. */
export function membership(node: SyntaxNode, left: Scalar, elements: readonly Scalar[]): Scalar {
    const operator = part(node, "Operator").text.toLowerCase();
    const contains = operators[operator];
    if (contains === undefined) {
        return unsupported(node, `the operator '${operator}'`);
    }
    const key = {};
    const constant = elements.every((element) => element.constant);
    const evaluateElements = (row: Cells, place: Place) =>
        makeElements(elements.flatMap((element) => flatten(element, element.evaluate(row, place))));
    return {
        type: "bool",
        constant: constant && left.constant,
        evaluate: (row, place) =>
            contains(
                left.evaluate(row, place),
                left,
                constant ? once(place.run, key, () => evaluateElements([], place)) : evaluateElements(row, place),
            ),
    };
}

interface Elements {
    readonly keys: ReadonlySet<string>;
    readonly lowerKeys: ReadonlySet<string>;
    readonly texts: readonly string[];
}

type Contains = (cell: Cell, left: Scalar, elements: Elements) => boolean;

const isIn: Contains = (cell, _, { keys }) => cell !== null && keys.has(keyOf(cell));
const isInAnyCase: Contains = (cell, left, { lowerKeys }) =>
    cell !== null && lowerKeys.has(keyOf(toText(cell, left.type).toLowerCase()));
const has = ignoringCase((text, sought) => hasTerm(text, sought, true, true));

const operators: Readonly<Record<string, Contains>> = {
    in: isIn,
    "!in": (...all) => !isIn(...all),
    "in~": isInAnyCase,
    "!in~": (...all) => !isInAnyCase(...all),
    has_any: (cell, left, { texts }) => texts.some((text) => has(toText(cell, left.type), text)),
    has_all: (cell, left, { texts }) => texts.every((text) => has(toText(cell, left.type), text)),
};

function makeElements(cells: { cell: Cell; text: string }[]): Elements {
    return {
        keys: new Set(cells.map(({ cell }) => keyOf(cell))),
        lowerKeys: new Set(cells.map(({ text }) => keyOf(text.toLowerCase()))),
        texts: cells.map(({ text }) => text),
    };
}

function flatten(element: Scalar, cell: Cell): { cell: Cell; text: string }[] {
    const cells = Array.isArray(cell) ? cell : [cell];
    return cells.filter((one) => one !== null).map((one) => ({ cell: one, text: toText(one, element.type) }));
}
