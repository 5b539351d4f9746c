import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** Package of the SDK whose nested types are read, and the text of the two files that declare them. */
interface Library {
    root: string;
    input: string;
    output: string;
}

/** A type of the SDK as far as its declarations show it. */
export type Shape = { type: string } & { properties?: Record<string, Shape & { optional: boolean }>; items?: Shape };

const libraries = new Map<string, Library>();

function library(name: string): Library {
    const known = libraries.get(name);
    if (known) {
        return known;
    }
    const root = dirname(require.resolve(`${name}/package.json`));
    const types = (file: string) => readFileSync(join(root, "types", `${file}.d.ts`), "utf8");
    const read = { root, input: types("input"), output: types("output") };
    libraries.set(name, read);
    return read;
}

/**
 * Inputs and outputs of a resource class, and the text that declares it.
 *
 * @param name - Package of the SDK, for example `@pulumi/azuread`.
 * @param file - Its file without `.d.ts`.
 */
export function sdkClass(name: string, file: string, type: string): { text: string; inputs: Shape; outputs: Shape } {
    const from = library(name);
    const text = readFileSync(join(from.root, `${file}.d.ts`), "utf8");
    return {
        text,
        inputs: membersOf(text, new RegExp(`\\nexport interface ${type}Args \\{[\\s\\S]*?\\n\\}`), from),
        outputs: membersOf(text, new RegExp(`\\nexport declare class ${type} [\\s\\S]*?\\n\\}`), from),
    };
}

function membersOf(text: string, declaration: RegExp, from: Library): Shape {
    const source = declaration.exec(text)?.[0] ?? assertFound(String(declaration));
    const [statement] = ts.createSourceFile("sdk.d.ts", source, ts.ScriptTarget.Latest, true).statements;
    const properties: Shape["properties"] = {};
    const members =
        statement && (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement))
            ? statement.members
            : [];
    for (const member of members) {
        if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type) {
            const optional = member.questionToken !== undefined;
            // not spread, which would read the nested types at once
            properties[member.name.getText()] = Object.assign(shapeOf(member.type, from), { optional });
        }
    }
    return { type: "object", properties };
}

function assertFound(what: string): never {
    throw new Error(`not in the SDK: ${what}`);
}

/** Nested types are read when they are asked for: some contain themselves. */
function shapeOf(node: ts.TypeNode, from: Library): Shape {
    const type = unwrapped(node);
    const name = /^(inputs|outputs)\.(?:(\w+)\.)?(\w+)$/.exec(type.getText());
    if (name) {
        const [, side, module, declaration = ""] = name;
        const text = side === "inputs" ? from.input : from.output;
        return {
            type: "object",
            get properties() {
                return nested(text, module, declaration, from).properties;
            },
        };
    }
    if (ts.isArrayTypeNode(type)) {
        return { type: "array", items: shapeOf(type.elementType, from) };
    }
    if (ts.isTypeLiteralNode(type)) {
        return { type: "map" };
    }
    if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) {
        return { type: "string" };
    }
    return { type: ts.isUnionTypeNode(type) || type.getText().startsWith("enums.") ? "enum" : type.getText() };
}

function nested(text: string, module: string | undefined, declaration: string, from: Library): Shape {
    const pattern = (prefix: string) => new RegExp(`\\n${prefix}interface ${declaration} \\{[\\s\\S]*?\\n\\}`);
    if (module === undefined) {
        return membersOf(text, pattern("export "), from);
    }
    const start = text.indexOf(`\nexport declare namespace ${module} {`);
    const body = text.slice(start, text.indexOf("\n}\n", start)).replaceAll("\n    ", "\n");
    return membersOf(body, pattern(""), from);
}

/** Without Input, Output and undefined. */
function unwrapped(node: ts.TypeNode): ts.TypeNode {
    if (ts.isTypeReferenceNode(node) && /^pulumi\.(Input|Output)$/.test(node.typeName.getText())) {
        return unwrapped(node.typeArguments?.[0] ?? node);
    }
    if (ts.isUnionTypeNode(node)) {
        const types = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
        const plain = types.filter((type) => !type.getText().startsWith("enums."));
        const [only] = plain.length > 0 ? plain : types;
        return only && (plain.length === 1 || types.length === 1) ? unwrapped(only) : node;
    }
    return node;
}
