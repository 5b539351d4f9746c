// Does not prove what code gives when it runs.
import assert from "node:assert/strict";
import { checkCSharp } from "../../../local/apim/csharp/check";
import { formatType } from "../../../local/apim/csharp/types";
import { loadLanguage, type PolicyLanguage } from "../../../local/apim/language";

/** Expressions with their type. */
const expressions: [code: string, type: string][] = [
    ["true", "bool"],
    ['"a" + 1', "string"],
    ["1 + 2", "int"],
    ["DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1", "long"],
    ['"a"[0] ^ "b"[0]', "int"],
    ['(string)context.Variables["a"] ?? ""', "string"],
    ['((JObject)context.Variables["a"])["b"] as JObject ?? new JObject()', "JObject"],
    ['context.Response == null ? "none" : context.Response.StatusCode.ToString()', "string"],
    ['context.Variables.GetValueOrDefault<string>("a", "")', "string"],
    ["context.Request.Body.As<string>(preserveContent: true)", "string"],
    ["context.Request.Body.As<byte[]>(preserveContent: true)", "byte[]"],
    ['JObject.Parse("").Properties().Any(p => p.Name == "a")', "bool"],
    ['JObject.Parse("").Properties().Select(p => p.Name).Distinct()', "IEnumerable<string>"],
    ['"a b".Split(\' \').Contains("a")', "bool"],
    ['"abc".Contains("a")', "bool"],
    ["Enumerable.Range(1, 3).Select(n => n + 1)", "IEnumerable<int>"],
    ['new [] { "a", "b" }', "string[]"],
    ["new byte[0]", "byte[]"],
    ['new HMACSHA256(Encoding.UTF8.GetBytes("")).ComputeHash(new byte[1])', "byte[]"],
];

/** Statements with the type of what they return. */
const blocks: [code: string, type: string][] = [
    ["return 1;", "int"],
    ["if (true) { return 1; } else { return 2; }", "int"],
    ['if (true) { return null; } return "";', "string"],
    ['try { return JObject.Parse(""); } catch (Exception) { return null; }', "JObject"],
    ['var n = 0; foreach (var c in "abc") { n = n + 1; } return n;', "int"],
    ["for (var i = 0; i < 3; i++) { } return true;", "bool"],
    ['var o = new JObject(); o["a"] = new JObject(); return o;', "JObject"],
];

/** What is refused, with the offset in the code, the construct, and the sentence. */
const refused: [kind: "expression" | "block", code: string, start: number, construct: string, message: string][] = [
    // syntax
    ["expression", "1 +", 3, "C#", "Something is missing in this identifier."],
    ["expression", "(1", 2, "C#", "`)` is missing."],
    ["expression", "1 ] 2", 2, "C#", "`] 2` is no C# here."],
    ["expression", "1; } object other() { return 2", 0, "C#", "The code is not one expression."],
    ["block", "return 1; } object other() { return 2;", 0, "C#", "The code is not one block."],
    ["expression", '$"{1}"', 0, "interpolated_string_expression", ""],
    ["expression", "1 /* one */", 0, "C#", "The code is not one expression."],
    ["expression", "1 << 2", 2, "binary_expression <<", ""],
    ["block", "while (true) { return 1; }", 0, "while_statement", ""],
    // another order than that of C#, in which + comes before as
    [
        "expression",
        'context.Variables["a"] as string + "b"',
        0,
        "binary_expression",
        "C# reads this in another order; put brackets around its parts: ",
    ],
    // names
    ["expression", "other", 0, "other", "Variable other is not declared."],
    ["expression", "new Other()", 4, "Other", "Type Other is not in the policy subset."],
    ["expression", "(Other)context", 1, "Other", "Type Other is not in the policy subset."],
    ["expression", 'File.ReadAllText("")', 0, "File", "Variable File is not declared."],
    ["expression", 'System.IO.File.ReadAllText("")', 0, "System", "Variable System is not declared."],
    // members
    ["expression", "context.User", 8, "Context User", "Context has no member User in the policy subset."],
    ["expression", '"".Clone()', 0, "string Clone()", "string has no member Clone() in the policy subset."],
    ["expression", '"".Length()', 0, "string Length()", "string has no member Length() in the policy subset."],
    ["expression", '"".Trim', 3, "string Trim", "string has no member Trim in the policy subset."],
    ["expression", "string.Length", 7, "string Length", "string has no member Length in the policy subset."],
    [
        "expression",
        '"".Join("", new [] { "" })',
        0,
        "string Join()",
        "string has no member Join() in the policy subset.",
    ],
    ["expression", "context.Request.Body.As<XElement>()", 24, "XElement", "Type XElement is not in the policy subset."],
    ["expression", "context.Request.Body.As<int>()", 0, "IMessageBody As()", "The arguments fit none"],
    ["expression", "context.Request.Body.As<string>(true)", 0, "IMessageBody As()", "The arguments fit none"],
    [
        "expression",
        'context.Variables.GetValueOrDefault("a", "")',
        0,
        "IReadOnlyDictionary<string, object> GetValueOrDefault()",
        "The arguments fit none",
    ],
    // arguments
    ["expression", '"".Contains(1)', 0, "string Contains()", "The arguments fit none of the subset: "],
    ["expression", '"".Contains("", "")', 0, "string Contains()", "The arguments fit none of the subset: "],
    ["expression", "\"\".Trim(' ')", 0, "string Trim()", "The arguments fit none of the subset: Trim(): string."],
    ["expression", "Convert.FromBase64String(context)", 0, "Convert FromBase64String()", "The arguments fit none"],
    [
        "expression",
        'JObject.Parse("").Properties().Any(p => p.Other)',
        42,
        "JProperty Other",
        "JProperty has no member",
    ],
    [
        "expression",
        'JObject.Parse("").Properties().Any(p => p.Name)',
        0,
        "IEnumerable<JProperty> Any()",
        "The arguments fit none",
    ],
    ["expression", '"a".Select(c => other(c))', 16, "identifier", "Only members of objects and types can be called."],
    ["expression", 'context.Variables["a"][0]', 0, "object []", "object has no member [] in the policy subset."],
    // operators
    ["expression", '"a" - 1', 0, "binary_expression -", "`-` does not take string and int in the subset."],
    ["expression", '"a" == 1', 0, "binary_expression ==", "`==` does not take string and int in the subset."],
    ["expression", "1 && true", 0, "binary_expression &&", "`&&` does not take int and bool in the subset."],
    ["expression", '!"a"', 0, "prefix_unary_expression", '`!"a"` takes bool, not string.'],
    [
        "expression",
        '!context.Request.Method == "POST"',
        0,
        "prefix_unary_expression",
        "`!context.Request.Method` takes",
    ],
    ["expression", '1 ? "a" : "b"', 0, "integer_literal", "A condition is bool, not int."],
    ["expression", 'true ? "a" : 1', 0, "conditional_expression", "string and int have no type in common."],
    ["expression", '(JObject)"a"', 0, "cast_expression", "No cast from string to JObject is in the subset."],
    ["expression", "1 ?? 2", 0, "binary_expression ??", "`??` does not take int and int in the subset."],
    [
        "expression",
        'new [] { "a", 1 }',
        0,
        "implicit_array_creation_expression",
        "The elements of an array have one type.",
    ],
    ["expression", "1 == null", 0, "binary_expression ==", "`==` does not take int and null in the subset."],
    ["expression", "null ?? null", 0, "binary_expression ??", "`??` does not take null and null in the subset."],
    ["expression", 'context.Variables["a"] as int', 0, "as_expression", "`as` does not turn object into int."],
    ["expression", '"a" as JObject', 0, "as_expression", "`as` does not turn string into JObject."],
    ["expression", "0x1", 0, "integer_literal", "0x1 is no decimal int or long."],
    [
        "expression",
        "new byte[true]",
        0,
        "array_creation_expression",
        "An array with a type is made with its length, an int.",
    ],
    [
        "expression",
        "new byte[1] { 1 }",
        0,
        "array_creation_expression",
        "An array with a type is made with its length, an int.",
    ],
    // statements
    ["block", 'throw new Exception("a");', -1, "block", "The code gives no value."],
    ["block", "var a; return 1;", 4, "variable_declarator", "A variable is declared by var, with its value."],
    ["block", "int a = 1; return 1;", 4, "variable_declarator", "A variable is declared by var, with its value."],
    ["block", "try { return 1; } catch (Exception) { }", -1, "block", "A way through the block ends without return."],
    ["block", "for (var i = 0; i < 3; i++) { return i; }", -1, "block", "A way through the block ends without return."],
    ["block", 'foreach (var c in "a") { return c; }', -1, "block", "A way through the block ends without return."],
    ["block", 'var a = "b"; return a.Any(a => true);', 26, "a", "Variable a is already declared."],
    ["block", "if (true) { return 1; }", -1, "block", "A way through the block ends without return."],
    ["block", 'if (true) { return 1; } return "a";', -1, "block", "int and string have no type in common."],
    ["block", "var a = 1; var a = 2; return a;", 15, "a", "Variable a is already declared."],
    ["block", "{ var a = 1; } return a;", 22, "a", "Variable a is not declared."],
    ["block", "var a = 1; a = true; return a;", 11, "assignment_expression", "bool is no int."],
    ["block", "context = null; return 1;", 0, "identifier", "Only variables, elements and members can be assigned."],
    ["block", "context.Request = null; return 1;", 8, "Context Request", "Context has no member Request in"],
    [
        "block",
        'foreach (var a in context) { } return "";',
        0,
        "foreach_statement",
        "foreach does not go through Context",
    ],
];

describe("The check of C# code", () => {
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });

    const types = [
        ...expressions.map(([code, type]) => ({ kind: "expression" as const, code, type })),
        ...blocks.map(([code, type]) => ({ kind: "block" as const, code, type })),
    ];
    for (const { kind, code, type } of types) {
        it(`finds that ${code} is of the type ${type}`, () => {
            const checked = checkCSharp(code, kind, language);
            assert.deepEqual(checked.problems, []);
            assert.equal(checked.type && formatType(checked.type), type);
        });
    }

    for (const [kind, code, start, construct, message] of refused) {
        it(`refuses ${code}`, () => {
            const { problems, type } = checkCSharp(code, kind, language);
            assert.equal(type, undefined);
            assert.deepEqual(
                problems.map((each) => [each.start, each.construct, each.message.startsWith(message)]),
                [[start, construct, true]],
            );
        });
    }
});
