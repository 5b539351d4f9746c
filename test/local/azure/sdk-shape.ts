import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = dirname(require.resolve("@pulumi/azure-native/package.json"));
const libraries = new Map<string, string>();

/** A type of the SDK as far as its declarations show it. */
export type Shape = { type: string } & { properties?: Record<string, Shape & { optional: boolean }>; items?: Shape };

/** Version of the REST API, inputs and outputs of a resource class, read from its declaration. */
export function sdkShape(token: string): { apiVersion: string; inputs: Shape; outputs: Shape } {
    const [, module = "", name = ""] = token.split(":");
    const file = join(root, module, `${name[0]?.toLowerCase()}${name.slice(1)}.d.ts`);
    const text = readFileSync(file, "utf8");
    return {
        apiVersion: /Uses Azure REST API version (\S+)\./.exec(text)?.[1] ?? "",
        inputs: membersOf(text, new RegExp(`\\nexport interface ${name}Args \\{[\\s\\S]*?\\n\\}`)),
        outputs: membersOf(text, new RegExp(`\\nexport declare class ${name} [\\s\\S]*?\\n\\}`)),
    };
}

function membersOf(text: string, declaration: RegExp): Shape {
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
            properties[member.name.getText()] = Object.assign(shapeOf(member.type), { optional });
        }
    }
    return { type: "object", properties };
}

function assertFound(what: string): never {
    throw new Error(`not in the SDK: ${what}`);
}

/** Nested types are read when they are asked for: some contain themselves. */
function shapeOf(node: ts.TypeNode): Shape {
    const type = unwrapped(node);
    const name = /^(inputs|outputs)\.(\w+)\.(\w+)$/.exec(type.getText());
    if (name) {
        const [, library = "", module = "", declaration = ""] = name;
        return {
            type: "object",
            get properties() {
                return nested(library, module, declaration).properties;
            },
        };
    }
    if (ts.isArrayTypeNode(type)) {
        return { type: "array", items: shapeOf(type.elementType) };
    }
    if (ts.isTypeLiteralNode(type)) {
        return { type: "map" };
    }
    return { type: ts.isUnionTypeNode(type) || type.getText().startsWith("enums.") ? "enum" : type.getText() };
}

function nested(library: string, module: string, declaration: string): Shape {
    const file = library === "inputs" ? "input" : "output";
    const text = libraries.get(file) ?? readFileSync(join(root, "types", `${file}.d.ts`), "utf8");
    libraries.set(file, text);
    const start = text.indexOf(`\nexport declare namespace ${module} {`);
    const body = text.slice(start, text.indexOf("\n}\n", start)).replaceAll("\n    ", "\n");
    return membersOf(body, new RegExp(`\\ninterface ${declaration} \\{[\\s\\S]*?\\n\\}`));
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
