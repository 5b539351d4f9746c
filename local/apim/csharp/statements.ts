import { argumentsOf } from "./arguments";
import type { Judge } from "./judge";
import { elementOf, valueOfMember } from "./members";
import { binary, commonType, expectBool, noCommonType } from "./operators";
import { innerScope, lookUp, type Scope } from "./scope";
import { child, namedChildren, type Syntax } from "./syntax";
import { formatType, type Type } from "./types";
import { writtenType } from "./written-type";

/** What running statements comes to. */
interface Outcome {
    /** Whether nothing after them runs. */
    ends: boolean;
    returns: Type[];
}

type StatementRule = (node: Syntax, scope: Scope, judge: Judge) => Outcome;

const goesOn: Outcome = { ends: false, returns: [] };

/** The type of what a block returns, on each of its ways. */
export function typeOfBlock(block: Syntax, scope: Scope, judge: Judge): Type | undefined {
    const { ends, returns } = runBlock(block, scope, judge);
    if (!ends) return judge.report(block, block.kind, "A way through the block ends without return.");
    const [first, ...others] = returns;
    return others.reduce<Type | undefined>(
        (common, type) => common && (commonType(common, type, judge) ?? noCommonType(block, common, type, judge)),
        first,
    );
}

const rules: Record<string, StatementRule> = {
    block: runBlock,

    return_statement: (node, scope, judge) => {
        const type = judge.typeOf(namedChildren(node)[0], scope);
        return { ends: true, returns: type ? [type] : [] };
    },

    local_declaration_statement: (node, scope, judge) => {
        const declaration = namedChildren(node)[0];
        const written = child(declaration, "type");
        for (const declarator of namedChildren(declaration).filter(({ kind }) => kind === "variable_declarator")) {
            declareVariable(declarator, written, scope, judge);
        }
        return goesOn;
    },

    expression_statement: (node, scope, judge) => {
        const [expression] = namedChildren(node);
        if (expression?.kind === "assignment_expression") assign(expression, scope, judge);
        else judge.typeOf(expression, scope);
        return goesOn;
    },

    if_statement: (node, scope, judge) => {
        expectBool(child(node, "condition"), scope, judge);
        const alternative = child(node, "alternative");
        const one = run(child(node, "consequence"), innerScope(scope), judge);
        const other = alternative ? run(alternative, innerScope(scope), judge) : goesOn;
        return { ends: one.ends && other.ends, returns: [...one.returns, ...other.returns] };
    },

    for_statement: (node, scope, judge) => {
        const inner = innerScope(scope);
        const [declaration] = namedChildren(node);
        if (declaration?.kind === "variable_declaration") {
            for (const declarator of namedChildren(declaration).slice(1)) {
                declareVariable(declarator, child(declaration, "type"), inner, judge);
            }
        }
        expectBool(child(node, "condition"), inner, judge);
        const update = child(node, "update");
        if (update?.kind === "assignment_expression") assign(update, inner, judge);
        else judge.typeOf(update, inner);
        return { ...run(child(node, "body"), inner, judge), ends: false };
    },

    foreach_statement: (node, scope, judge) => {
        const inner = innerScope(scope);
        const given = judge.typeOf(child(node, "right"), scope);
        const element = given && judge.table.bind(sequence, given, {})?.E;
        if (given && element === undefined) {
            judge.report(node, node.kind, `foreach does not go through ${formatType(given)} in the subset.`);
        }
        declare(child(node, "left"), element, inner, judge);
        return { ...run(child(node, "body"), inner, judge), ends: false };
    },

    try_statement: (node, scope, judge) => {
        const outcomes = [
            run(child(node, "body"), innerScope(scope), judge),
            ...namedChildren(node)
                .filter(({ kind }) => kind === "catch_clause")
                .map((clause) => runCatch(clause, innerScope(scope), judge)),
        ];
        return {
            ends: outcomes.every(({ ends }) => ends),
            returns: outcomes.flatMap(({ returns }) => returns),
        };
    },

    throw_statement: (node, scope, judge) => {
        judge.typeOf(namedChildren(node)[0], scope);
        return { ends: true, returns: [] };
    },
};

const sequence: Type = { name: "IEnumerable", arguments: [{ name: "E", arguments: [] }] };

function run(node: Syntax | undefined, scope: Scope, judge: Judge): Outcome {
    const rule = node && rules[node.kind];
    if (rule) return rule(node, scope, judge);
    judge.report(node, node?.kind ?? "", `Statements of the kind ${node?.kind} are not in the policy subset.`);
    return goesOn;
}

function runBlock(block: Syntax, scope: Scope, judge: Judge): Outcome {
    const inner = innerScope(scope);
    return namedChildren(block).reduce<Outcome>((before, statement) => {
        const { ends, returns } = run(statement, inner, judge);
        return { ends: before.ends || ends, returns: [...before.returns, ...returns] };
    }, goesOn);
}

function runCatch(clause: Syntax, scope: Scope, judge: Judge): Outcome {
    const declaration = namedChildren(clause).find(({ kind }) => kind === "catch_declaration");
    const type = declaration && writtenType(child(declaration, "type"), judge);
    const name = declaration && child(declaration, "name");
    if (name) declare(name, type, scope, judge);
    return run(child(clause, "body"), scope, judge);
}

function declareVariable(declarator: Syntax, written: Syntax | undefined, scope: Scope, judge: Judge): void {
    const [name, value] = namedChildren(declarator);
    if (written?.kind !== "implicit_type" || value === undefined) {
        judge.report(declarator, declarator.kind, "A variable is declared by var, with its value.");
        return;
    }
    declare(name, judge.typeOf(value, scope), scope, judge);
}

function declare(name: Syntax | undefined, type: Type | undefined, scope: Scope, judge: Judge): void {
    if (name === undefined) return;
    if (lookUp(scope, name.text)) judge.report(name, name.text, `Variable ${name.text} is already declared.`);
    scope.variables.set(name.text, type ? { type } : {});
}

function assign(node: Syntax, scope: Scope, judge: Judge): void {
    const left = child(node, "left");
    const operator = node.children.find(({ named }) => !named)?.text ?? "";
    const given = judge.typeOf(child(node, "right"), scope);
    const target = targetOf(left, scope, judge);
    const value = operator === "=" ? given : given && target && binary(node, target, given, judge);
    if (target && value && !judge.table.accepts(target, value)) {
        judge.report(node, node.kind, `${formatType(value)} is no ${formatType(target)}.`);
    }
}

function targetOf(left: Syntax | undefined, scope: Scope, judge: Judge): Type | undefined {
    if (left?.kind === "element_access_expression") {
        const owner = judge.typeOf(child(left, "expression"), scope);
        const args = argumentsOf(child(left, "subscript"), scope, judge);
        return owner && elementOf(left, owner, "assignableIndexer", args, scope, judge);
    }
    if (left?.kind === "member_access_expression") return valueOfMember(left, "assignableValue", scope, judge);
    if (left?.kind === "identifier" && left.text !== "context") return judge.typeOf(left, scope);
    return judge.report(left, left?.kind ?? "", "Only variables, elements and members can be assigned.");
}
