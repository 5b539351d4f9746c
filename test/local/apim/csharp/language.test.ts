// Does not prove that .NET gives the same: the values are taken from its documentation.
import assert from "node:assert/strict";
import { MessageBody } from "../../../../local/apim/context";
import { compileCSharp } from "../../../../local/apim/csharp/evaluate/compile";
import { DotNetException } from "../../../../local/apim/dotnet/exception";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { itRuns, type Row, someContext, throws } from "./run-code";

const expressions: Row[] = [
    // literals
    ["true", true],
    ["false", false],
    ["null", null],
    ['"a\\u007b\\"\\\\\\n\\t\\r\\0\\x41\\U0001F600"', 'a{"\\\n\t\r\0A\u{1f600}'],
    ["'a'", 97],
    ["'\\''", 39],
    ["'\\ue001'", 0xe001],
    ["2147483647", 2147483647],
    ["9223372036854775807L", 9223372036854775807n],
    // what is too large wraps around; the compiler refuses it only where all is constant
    ['int.Parse("2147483647") + 1', -2147483648],
    ['int.Parse("-2147483648") - 1', 2147483647],
    ['int.Parse("65536") * 65536', 0],
    ['int.Parse("123456789") * 987654321', -67153019],
    ['long.Parse("9223372036854775807") + 1', -9223372036854775808n],
    ['long.Parse("9223372036854775807") * 2', -2n],
    ['long.Parse("-9223372036854775808") - 1', 9223372036854775807n],
    ['-int.Parse("-2147483648")', -2147483648],
    ["-'a'", -97],
    ["-5L", -5n],
    // the sign of a remainder is that of its left operand
    ["(0 - 7) % 3", -1],
    ["7 % -3", 1],
    ["(4 - 43 % 4) % 4", 1],
    ["-4 % 4", 0],
    ["7L % 4", 3n],
    ['1 % int.Parse("0")', throws("DivideByZeroException")],
    ['1L % int.Parse("0")', throws("DivideByZeroException")],
    ['int.Parse("-2147483648") % -1', throws("OverflowException")],
    ['long.Parse("-9223372036854775808") % -1', throws("OverflowException")],
    ["6 | 3", 7],
    ["6 ^ 3", 5],
    ["-1 ^ 1L", -2n],
    ["4294967296L | 1", 4294967297n],
    ["1L - 2", -1n],
    // characters are numbers to operators, and text to text
    ["'a' + 'b'", 195],
    ["'a' ^ 'b'", 3],
    ["'a' + 1", 98],
    ["'a' + 1L", 98n],
    ["\"\" + 'a' + 'b'", "ab"],
    ["'a' + 'b' + \"\"", "195"],
    // text
    ['1 + 2 + "a" + 1 + 2', "3a12"],
    ['"a" + null + "b"', "ab"],
    ["(string)null + (string)null", ""],
    ['"a" + true + false', "aTrueFalse"],
    ['"a" + 5L + -1', "a5-1"],
    ['"a" + context.RequestId', "a01234567-89ab-4cde-8f01-23456789abcd"],
    ['"a" + JTokenType.Array', "aArray"],
    ['"a" + (byte)7', "a7"],
    ['"" + (object)"a" + (object)1 + (object)2L + (object)true + (object)null', "a12True"],
    ["\"\" + (object)'a' + (object)JTokenType.Null + (object)(byte)3", "aNull3"],
    // comparison
    ["1 < 2", true],
    ["2 < 2", false],
    ["2 > 1L", true],
    ["2 >= 2", true],
    ["'b' > 'a'", true],
    ["'a' >= 98", false],
    ["1 == 1L", true],
    ["'a' == 97", true],
    ["'a' != 97L", false],
    ["true != false", true],
    ['"a" + "b" == "ab"', true],
    ['"a" == "A"', false],
    ['"a" == null', false],
    ["(string)null == null", true],
    ["null == null", true],
    ["JTokenType.Array == JTokenType.Array", true],
    ["JTokenType.Array == JTokenType.Object", false],
    ["Guid.NewGuid() == Guid.NewGuid()", false],
    ["context.RequestId == context.RequestId", true],
    ["new byte[0] == new byte[0]", false],
    ["new JArray() == new JArray()", false],
    ["new JArray() == null", false],
    ['context.Variables["token"] == context.Variables["token"]', true],
    ['context.Variables["token"] != context.Variables["answer"]', true],
    ['context.Variables["nothing"] == context.Variables["nothing"]', true],
    ['context.Variables["token"] == (object)"a"', false],
    // what is not needed does not run
    ['false && "".Substring(1) == ""', false],
    ['true || "".Substring(1) == ""', true],
    ['"a" ?? "".Substring(1)', "a"],
    ['true ? "a" : "".Substring(1)', "a"],
    ['false ? "".Substring(1) : "a"', "a"],
    ['true && "".Substring(1) == ""', throws("ArgumentOutOfRangeException")],
    ["true && !false", true],
    ["false || false", false],
    ['(string)null ?? "b"', "b"],
    ['(string)null ?? (string)null ?? "c"', "c"],
    // the type of a choice is the wider one
    ["true ? 1 : 2L", 1n],
    ["false ? 1L : 'a'", 97n],
    // casts
    ["(int)'a'", 97],
    ["(char)97 == 'a'", true],
    ['(int)(char)int.Parse("-1")', 65535],
    ['(byte)int.Parse("300") + (byte)int.Parse("-1")', 299],
    ['(int)long.Parse("4294967297")', 1],
    ['(int)long.Parse("2147483648")', -2147483648],
    ["(long)(0 - 1)", -1n],
    ['(string)context.Variables["text"]', "words"],
    ['(string)context.Variables["nothing"]', null],
    ['(string)context.Variables["count"]', throws("InvalidCastException")],
    ['(int)context.Variables["count"]', 3],
    ['(long)context.Variables["count"]', throws("InvalidCastException")],
    ['(int)context.Variables["text"]', throws("InvalidCastException")],
    ['(int)context.Variables["nothing"]', throws("NullReferenceException")],
    ['(bool)context.Variables["text"]', throws("InvalidCastException")],
    ["(bool)(object)true", true],
    ["(char)(object)'a' == 'a'", true],
    ["(int)(object)'a'", throws("InvalidCastException")],
    ["(char)(object)97", throws("InvalidCastException")],
    ["(int)(object)(byte)1", throws("InvalidCastException")],
    ["(long)(object)1", throws("InvalidCastException")],
    ["(long)(object)1L", 1n],
    ["(JTokenType)(object)JTokenType.Array == JTokenType.Array", true],
    ["(string)(object)JTokenType.Array", throws("InvalidCastException")],
    ["(Guid)(object)context.RequestId == context.RequestId", true],
    ['(byte[])(object)Encoding.UTF8.GetBytes("a") == null', false],
    ['(JObject)context.Variables["text"]', throws("InvalidCastException")],
    ['(JObject)context.Variables["nothing"] == null', true],
    ['(Jwt)context.Variables["answer"]', throws("InvalidCastException")],
    ['(IResponse)context.Variables["token"]', throws("InvalidCastException")],
    ['(JObject)JObject.Parse("{\\"a\\":[]}")["a"]', throws("InvalidCastException")],
    ["((JContainer)(JToken)new JObject()).Count", 0],
    ["(JProperty)(JToken)new JObject()", throws("InvalidCastException")],
    ["(JValue)(JToken)new JObject()", throws("InvalidCastException")],
    ["(JArray)(JToken)new JObject()", throws("InvalidCastException")],
    // as
    ['context.Variables["text"] as string', "words"],
    ['context.Variables["count"] as string', null],
    ['context.Variables["nothing"] as JObject', null],
    ['JObject.Parse("{\\"a\\":[]}")["a"] as JObject == null', true],
    ['JObject.Parse("{\\"a\\":[]}")["a"] as JArray == null', false],
    ['JObject.Parse("{}")["a"] as JValue == null', true],
    ['("a" as object) as string', "a"],
    // members of null
    ["((string)null).Length", throws("NullReferenceException")],
    ['((string)null).Contains("")', throws("NullReferenceException")],
    ['((JToken)null)["a"]', throws("NullReferenceException")],
    ["((Jwt)null).Claims", throws("NullReferenceException")],
    // an argument runs before the object is looked at
    ['((string)null).Contains("".Substring(1))', throws("ArgumentOutOfRangeException")],
    // arrays
    ["(new byte[3]).Length", 3],
    ["(new byte[2])[1] + 1", 1],
    ['new byte[int.Parse("-1")]', throws("OverflowException")],
    ["new string[2]", [null, null]],
    ["new int[2]", [0, 0]],
    ["new long[1]", [0n]],
    ["new bool[1]", [false]],
    ["new char[1]", [0]],
    ['new [] { "a", null + "b" }', ["a", "b"]],
    ["new [] { (byte)1, (byte)2 }", new Uint8Array([1, 2])],
    ["(new [] { 1, 2 })[2]", throws("IndexOutOfRangeException")],
    ["(new [] { 1, 2 })[-1]", throws("IndexOutOfRangeException")],
    // functions
    ["new [] { 1, 2 }.Select(n => n + 1L).Last()", 3n],
    ['string.Join(",", new [] { "a", "b" }.SelectMany(x => new [] { "c", "d" }.Select(y => x + y)))', "ac,ad,bc,bd"],
    // a function that one of several members takes
    ['new [] { "a" }.Any(x => "a b".Split(\' \').Contains(x))', true],
];

const blocks: Row[] = [
    ["return 1;", 1],
    ["{ return 1; }", 1],
    ["var a = 1; a = a + 1; return a;", 2],
    ["var a = 1L; a = 2; return a;", 2n],
    ["var a = 'a'; a = 'b'; return \"\" + a;", "b"],
    ["var a = (object)1; a = 'b'; return (char)a == 'b';", true],
    // the widest of all returns
    ["if (true) { return 1; } return 2L;", 1n],
    ['if (true) { return null; } return "a";', null],
    ["if (false) { return 1; } else if (true) { return 2; } else { return 3; }", 2],
    ["if (false) return 1; return 2;", 2],
    ["if (true) { var a = 1; } { var a = 2; return a; }", 2],
    // ++ gives the value before
    ["var a = 1; var b = a++; return a * 10 + b;", 21],
    ["var a = 2147483647; a++; return a;", -2147483648],
    ["var a = (char)65535; a++; return (int)a;", 0],
    ["var a = (byte)255; a++; return (int)a;", 0],
    ["var a = 9223372036854775807L; a++; return a;", -9223372036854775808n],
    // loops
    ['var s = ""; for (var i = 0; i < 3; i++) { s = s + i; } return s;', "012"],
    ['var s = ""; for (var i = 0; i < 5; i = i + 2) { s = s + i; } return s;', "024"],
    ["for (var i = 0; true; i++) { if (i > 3) { return i; } }  return 0;", 4],
    ["foreach (var c in \"ab\") { if (c == 'b') { return c + 0; } } return 0;", 98],
    ['var n = 0; foreach (var c in "a\\U0001F600") { n++; } return n;', 3],
    ["var n = 0; foreach (var b in new [] { (byte)200, (byte)100 }) { n = n + b; } return n;", 300],
    ["foreach (var a in (string[])null) { } return 1;", throws("NullReferenceException")],
    [
        'var s = ""; foreach (var a in new [] { 1, 2 }) { foreach (var b in new [] { 3, 4 }) { s = s + a + b; } } return s;',
        "13142324",
    ],
    // a variable of a loop is another one in each pass, unless it is that of for
    [
        'var f = new [] { "" }.Where(x => false); foreach (var a in new [] { "a", "b" }) { f = f.Concat(new [] { "" }.Select(x => a)); } return string.Join("", f);',
        "ab",
    ],
    [
        'var f = new [] { "" }.Where(x => false); for (var i = 0; i < 2; i++) { var a = i; f = f.Concat(new [] { "" }.Select(x => "" + i + a)); } return string.Join(" ", f);',
        "20 21",
    ],
    // functions see variables and not what these were
    ["var a = 1; var all = new [] { 1, 2 }.Select(n => n + a); a = 10; return all.Last();", 12],
    [
        "var n = 0; var all = new [] { 1, 2 }.Where(x => x > n); n = 1; var one = all.Count(); n = 5; return one * 10 + all.Count();",
        10,
    ],
    // exceptions
    ['try { throw new Exception("a"); } catch (Exception) { return 1; }', 1],
    ['try { throw new Exception("a"); } catch { return 1; }', 1],
    ['try { return "".Substring(1); } catch (Exception) { return "caught"; }', "caught"],
    ['try { return "a"; } catch (Exception) { return "caught"; }', "a"],
    ['var a = 0; try { a = 1; a = int.Parse("x"); } catch (Exception) { a = a + 10; } return a;', 11],
    ['try { throw new Exception("a"); } catch (Exception e) { throw e; }  return 1;', throws("Exception")],
    [
        'try { try { throw new Exception("a"); } catch (Exception) { return int.Parse(""); } } catch (Exception) { return 2; }',
        2,
    ],
    ['throw new Exception("a"); return 1;', throws("Exception")],
    // elements and members
    ['var o = new JObject(); o["a"] = o["b"]; return o.Count;', 1],
    ['var o = (JObject)null; o["a"] = null; return 1;', throws("NullReferenceException")],
    ['var o = (JObject)null; o["a"] = JObject.Parse(""); return 1;', throws("JsonReaderException")],
    ['var v = JObject.Parse("{\\"a\\":1}")["a"] as JValue; v.Value = "x"; return (string)v;', "x"],
    ["var v = (JValue)null; v.Value = 1; return 1;", throws("NullReferenceException")],
    // the pieces run from the left
    [
        'var s = new StringBuilder(); var t = s.Append("a").ToString() + s.Append("b").ToString() + s.Append("c").Length; return t;',
        "aab3",
    ],
];

/** Code at which this interpreter gives up, which is no exception of .NET, with what it says. */
const defects: [code: string, message: RegExp][] = [
    [
        'return "" + (context.Variables["text"] == context.Variables["text"]);',
        /compares references of texts or boxed values/,
    ],
    ['return "" + context.Variables["token"];', /The text of an object is not implemented/],
    ["return JsonConvert.SerializeObject(context.RequestId);", /gets no object/],
    ["return context.Request.Body.As<string>(preserveContent: true);", /a body that is not loaded/],
];

describe("C# code that runs", () => {
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });

    itRuns("expression", expressions, () => language);
    itRuns("block", blocks, () => language);

    for (const [code, message] of defects) {
        it(`cannot catch what this interpreter does not know: ${code}`, async () => {
            const { evaluate } = compileCSharp(`try { ${code} } catch (Exception) { return null; }`, "block", language);
            const context = await someContext();
            context.request.body = new MessageBody(new Uint8Array());
            assert.throws(
                () => evaluate(context),
                (error) => !(error instanceof DotNetException) && message.test(String(error)),
            );
        });
    }
});
