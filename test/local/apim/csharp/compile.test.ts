// Does not prove what compiled code gives: that is in the tests of the language and the library.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileCSharp, expressionRules } from "../../../../local/apim/csharp/evaluate/compile";
import { binaryRules } from "../../../../local/apim/csharp/evaluate/operators";
import { statementRules } from "../../../../local/apim/csharp/evaluate/statements";
import { library } from "../../../../local/apim/dotnet/library";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { type PolicyElement, readPolicyDocument } from "../../../../local/apim/policy/document";
import { classify } from "../../../../local/apim/policy/expression";

/** Kinds of nodes that run only as parts of others. */
const parts = [
    "argument",
    "argument_list",
    "array_rank_specifier",
    "array_type",
    "assignment_expression",
    "bracketed_argument_list",
    "catch_clause",
    "catch_declaration",
    "character_literal_content",
    "escape_sequence",
    "generic_name",
    "implicit_parameter",
    "implicit_type",
    "initializer_expression",
    "lambda_expression",
    "predefined_type",
    "string_literal_content",
    "type_argument_list",
    "variable_declaration",
    "variable_declarator",
];

type Kind = "expression" | "block";

/** Code that is refused, with the problem. */
const refused: [kind: Kind, code: string, problem: string][] = [
    ["expression", "other", "line 1, column 1, other: Variable other is not declared."],
    [
        "expression",
        "1 +\n2.5",
        "line 2, column 1, real_literal: Code of the kind real_literal is not in the policy subset: 2.5",
    ],
    [
        "expression",
        '"a" + context.Request',
        "line 1, column 7, member_access_expression: IRequest within a text is not implemented.",
    ],
    [
        "expression",
        '"a" + new JObject()',
        "line 1, column 7, object_creation_expression: JObject within a text is not implemented.",
    ],
    [
        "expression",
        '"a" + DateTimeOffset.UtcNow',
        "line 1, column 7, member_access_expression: DateTimeOffset within a text is not implemented.",
    ],
    [
        "expression",
        "(IRequest)(object)context.Request",
        "line 1, column 1, cast_expression: The test for IRequest is not implemented.",
    ],
    [
        "expression",
        "(string[])(object)new string[1]",
        "line 1, column 1, cast_expression: The test for string[] is not implemented.",
    ],
    [
        "expression",
        'context.Variables["a"] as IUrl',
        "line 1, column 1, as_expression: The test for IUrl is not implemented.",
    ],
    [
        "expression",
        "(object)new [] { 'a' }",
        "line 1, column 1, cast_expression: char[] as an object is not implemented.",
    ],
    [
        "expression",
        'JsonConvert.SerializeObject("a".Where(c => true))',
        "line 1, column 29, invocation_expression: IEnumerable<char> as an object is not implemented.",
    ],
    [
        "expression",
        "JsonConvert.SerializeObject(new [] { 1 }.ToList().Reverse())",
        "line 1, column 29, invocation_expression: The value of new [] { 1 }.ToList().Reverse() is not implemented.",
    ],
    [
        "expression",
        "1++",
        "line 1, column 1, postfix_unary_expression: `++` of what is no variable is not implemented.",
    ],
    [
        "expression",
        "new Guid[1]",
        "line 1, column 1, array_creation_expression: An empty array of Guid is not implemented.",
    ],
    [
        "expression",
        "'\\U0001F600'",
        "line 1, column 1, character_literal: A character of several units is not implemented.",
    ],
    ["expression", '"\\q"', "line 1, column 2, C#: `\\q` is no C# here."],
    [
        "block",
        "var l = new [] { 1 }.ToList(); var r = l.Reverse(); return 1;",
        "line 1, column 40, invocation_expression: The value of l.Reverse() is not implemented.",
    ],
    [
        "block",
        "var a = 1; for (a = 2; a < 3; a++) { } return a;",
        "line 1, column 12, for_statement: A loop without a variable is not implemented.",
    ],
    [
        "block",
        "var a = 1; for (; a < 3; a++) { } return a;",
        "line 1, column 12, for_statement: A loop without a variable is not implemented.",
    ],
    [
        "block",
        'throw "a"; return 1;',
        "line 1, column 1, throw_statement: To throw what is no Exception is not implemented.",
    ],
    [
        "block",
        "try { return 1; } catch (JObject) { return 2; }",
        "line 1, column 19, catch_clause: To catch JObject is not implemented.",
    ],
    [
        "block",
        "try { return 1; } catch (Exception) { return 2; } catch (Exception) { return 3; }",
        "line 1, column 1, try_statement: A try without one catch is not implemented.",
    ],
    ["expression", "2147483648", "line 1, column 1, integer_literal: 2147483648 is no decimal int or long."],
    [
        "expression",
        "9223372036854775808L",
        "line 1, column 1, integer_literal: 9223372036854775808L is no decimal int or long.",
    ],
    [
        "expression",
        'Regex.IsMatch("a", "(?i)a")',
        "line 1, column 20, string_literal: The pattern cannot be used: This interpreter does not know the construct (?i at position 1 of the regular expression (?i)a.",
    ],
];

/** Code with the bodies that it reads. */
const readers: [kind: Kind, code: string, requestBody: boolean, responseBody: boolean][] = [
    ["expression", "context.Request.Body == null", false, false],
    ["expression", "context.Request.Body.As<string>(preserveContent: true)", true, false],
    ["expression", "context.Response.Body.As<JObject>()", false, true],
    ["expression", '((IResponse)context.Variables["a"]).Body.As<JObject>()', false, false],
    ["block", "var b = context.Request.Body; return b.As<byte[]>(preserveContent: true);", true, false],
    ["block", "var r = context.Response; var b = r.Body; return b.As<byte[]>(preserveContent: true);", false, true],
];

describe("The compiler of C# code", () => {
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });

    it("knows every member and cast of the policy subset, and no others", () => {
        const known = Object.entries(library).flatMap(([type, members]) =>
            Object.keys(members).map((member) => `${type} ${member}`),
        );
        const inSubset = Object.entries(language.subset.csharp.types).flatMap(
            ([type, { members = [], castsTo = [] }]) => [
                ...members.map((member) => `${type} ${member}`),
                ...castsTo.map((other) => `${type} castsTo ${other}`),
            ],
        );
        assert.deepEqual(known.toSorted(), inSubset.toSorted());
    });

    it("knows every kind of node of the policy subset, and no others", () => {
        const known = [...Object.keys(expressionRules), ...Object.keys(statementRules), ...parts];
        assert.deepEqual(known.toSorted(), Object.keys(language.subset.csharp.syntax).toSorted());
    });

    it("knows every operator of the policy subset, and no others", () => {
        assert.deepEqual(
            Object.keys(binaryRules).toSorted(),
            language.subset.csharp.syntax.binary_expression?.toSorted(),
        );
    });

    for (const document of ["policy.orders.xml", "policy.sample.xml"]) {
        it(`makes all code of ${document} ready to run`, () => {
            const text = readFileSync(join(__dirname, "../../../locks", document), "utf8");
            const codes = codesOf(readPolicyDocument(text));
            assert.ok(codes.length > 100);
            for (const [kind, code] of codes) compileCSharp(code, kind, language);
        });
    }

    for (const [kind, code, requestBody, responseBody] of readers) {
        it(`knows which bodies are read by ${code}`, () => {
            assert.deepEqual(compileCSharp(code, kind, language).reads, { requestBody, responseBody });
        });
    }

    for (const [kind, code, problem] of refused) {
        it(`refuses ${code.replace("\n", " ")}`, () => {
            assert.throws(() => compileCSharp(code, kind, language), {
                name: "Error",
                message: `This C# code cannot be run:\n${problem}\n${code}`,
            });
        });
    }
});

function codesOf({ attributes, text, children }: PolicyElement): [kind: Kind, code: string][] {
    const own = [...attributes.map((attribute) => attribute.text), ...(text ? [text] : [])].map(classify);
    return [
        ...own.flatMap((value): [Kind, string][] => ("code" in value ? [[value.kind, value.code]] : [])),
        ...children.flatMap(codesOf),
    ];
}
