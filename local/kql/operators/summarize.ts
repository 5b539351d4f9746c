import type { Accumulator, AggregateCall } from "../aggregates/aggregate";
import { aggregates } from "../aggregates/aggregates";
import type { SyntaxNode } from "../language";
import { columnsOf, items, type Place, parametersOf, part, type Scope, unsupported } from "../plan";
import { compileScalar } from "../scalars/expression";
import { type Cells, keyOfAll } from "../values/cell";
import type { Operator } from "./operator";

/** Groups stand in the order in which their first rows do. Without `by` there is one group, also of no rows. */
export const summarize: Operator = (node, input, scope) => {
    parametersOf(node);
    const columns = columnsOf(node);
    const by = (node.parts.ByClause?.parts.Expressions?.items ?? []).map((expression) =>
        compileScalar(expression, scope),
    );
    const makers: (() => Accumulator)[] = [];
    const results = items(node, "Aggregates").map((expression) => compileResult(expression, scope, makers));
    return {
        columns,
        rows: (run) => {
            const groups = new Map<string, { by: Cells; accumulators: Accumulator[] }>();
            const groupOf = (cells: Cells) => {
                const key = keyOfAll(cells);
                const group = groups.get(key) ?? { by: cells, accumulators: makers.map((make) => make()) };
                groups.set(key, group);
                return group;
            };
            if (by.length === 0) {
                groupOf([]);
            }
            const rows = input.rows(run);
            const place: Place = { run, rows, index: 0 };
            for (const [index, row] of rows.entries()) {
                place.index = index;
                for (const accumulator of groupOf(by.map((scalar) => scalar.evaluate(row, place))).accumulators) {
                    accumulator.add(row, place);
                }
            }
            return [...groups.values()].map(({ by: cells, accumulators }) => {
                const summed = accumulators.map((accumulator) => accumulator.result());
                const row = [...cells, ...results.flatMap((result) => result(summed, place))];
                return row.length === columns.length ? row : unsupported(node, "the columns of these aggregates");
            });
        },
    };
};

type Result = (summed: readonly Cells[], place: Place) => Cells;

/** An aggregate may give several columns if it stands alone, and one value inside of an expression. */
function compileResult(node: SyntaxNode, scope: Scope, makers: (() => Accumulator)[]): Result {
    const add = (call: SyntaxNode): number => makers.push(compileAggregate(call, scope)) - 1;
    const alone = node.kind.endsWith("NamedExpression") ? part(node, "Expression") : node;
    if (isAggregate(alone)) {
        const slot = add(alone);
        return (summed) => summed[slot] ?? [];
    }
    const whole = compileScalar(alone, {
        ...scope,
        columns: [],
        aggregate: (call) => {
            const slot = add(call);
            return {
                type: call.type ?? unsupported(call, "an aggregate of several columns in an expression"),
                constant: false,
                evaluate: (row) => row[slot] ?? null,
            };
        },
    });
    return (summed, place) => [
        whole.evaluate(
            summed.map(([first = null]) => first),
            place,
        ),
    ];
}

function isAggregate(node: SyntaxNode): boolean {
    return node.kind === "FunctionCallExpression" && Object.hasOwn(aggregates, node.symbol?.name ?? "");
}

function compileAggregate(node: SyntaxNode, scope: Scope): () => Accumulator {
    const aggregate = aggregates[node.symbol?.name ?? ""] ?? unsupported(node);
    const call: AggregateCall = {
        node,
        type: node.type ?? "dynamic",
        arguments: items(part(node, "ArgumentList"), "Expressions")
            .filter(({ kind }) => kind !== "StarExpression")
            .map((argument) => compileScalar(argument, scope)),
        ...(node.columns === undefined ? {} : { columns: node.columns }),
        input: scope.columns,
    };
    return aggregate(call);
}
