// Does not prove what JSON and regular expressions do in detail, which tests of their own have.
import assert from "node:assert/strict";
import { checkCSharp } from "../../../../local/apim/csharp/check";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { entriesOf } from "../../../../local/apim/subset-entries";
import { itRuns, type Row, throws } from "./run-code";

const expressions: Row[] = [
    // context
    ["context.Api.Id", "orders"],
    ['context.LastError.Source + " " + context.LastError.Reason', "forward-request Timeout"],
    ["context.RequestId.ToString()", "01234567-89ab-4cde-8f01-23456789abcd"],
    ["context.Request.Method + context.Request.IpAddress", "POST10.0.0.4"],
    ["context.Request.Url.Query.Count", 1],
    ['context.Request.Url.Query.GetValueOrDefault("a", "")', "1,2"],
    ["context.Request.Headers.Count", 1],
    ['context.Request.Headers.ContainsKey("aCCept")', true],
    ['context.Request.Headers.ContainsKey("Other")', false],
    ["context.Request.Headers.ContainsKey(null)", throws("ArgumentNullException")],
    ['context.Request.Headers.GetValueOrDefault("ACCEPT", "")', "a,b"],
    ['context.Request.Headers.GetValueOrDefault("Other", "c")', "c"],
    ['context.Request.Headers.GetValueOrDefault("Other", null)', null],
    ['context.Request.Headers.GetValueOrDefault(null, "c")', throws("ArgumentNullException")],
    ["context.Response.StatusCode", 200],
    ['context.Response.Headers.ContainsKey("Content-Type")', true],
    ['((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("roles", "")', "one,two"],
    ['((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("Roles", "none")', "none"],
    ['context.Variables["text"]', "words"],
    ['context.Variables["other"]', throws("KeyNotFoundException")],
    ["context.Variables[null]", throws("ArgumentNullException")],
    ['context.Variables.ContainsKey("nothing")', true],
    ['context.Variables.ContainsKey("other")', false],
    ["context.Variables.ContainsKey(null)", throws("ArgumentNullException")],
    ['context.Variables.GetValueOrDefault<string>("text", "a")', "words"],
    ['context.Variables.GetValueOrDefault<string>("nothing", "a")', null],
    ['context.Variables.GetValueOrDefault<string>("other", "a")', "a"],
    ['context.Variables.GetValueOrDefault<string>("count", "a")', throws("InvalidCastException")],
    ['context.Variables.GetValueOrDefault<string>(null, "a")', throws("ArgumentNullException")],

    // bodies
    ["context.Request.Body.As<string>(preserveContent: true)", '{"a":1}'],
    ["context.Request.Body.As<byte[]>(preserveContent: true)", new Uint8Array(Buffer.from('{"a":1}'))],
    ['(int)context.Request.Body.As<JObject>()["a"]', 1],
    ["context.Response.Body.As<string>(preserveContent: false)", "é"],
    ['(bool)((IResponse)context.Variables["answer"]).Body.As<JObject>()["b"]', true],
    ['((IResponse)context.Variables["empty"]).Body == null', true],
    ['((IResponse)context.Variables["empty"]).Body.As<JObject>()', throws("NullReferenceException")],
    [
        '((IResponse)context.Variables["strange"]).Body.As<string>(preserveContent: true)',
        throws("InvalidOperationException"),
    ],

    // numbers
    ['int.Parse("12")', 12],
    ['int.Parse(" \\t+012\\r\\n")', 12],
    ['int.Parse("-2147483648")', -2147483648],
    ['int.Parse("-0")', 0],
    ['int.Parse("1\\0")', 1],
    ['int.Parse("2147483648")', throws("OverflowException")],
    ['int.Parse("99999999999999999999")', throws("OverflowException")],
    ['int.Parse("")', throws("FormatException")],
    ['int.Parse("1.0")', throws("FormatException")],
    ['int.Parse("1,000")', throws("FormatException")],
    ['int.Parse("0x1")', throws("FormatException")],
    ['int.Parse("- 1")', throws("FormatException")],
    ['int.Parse("1 2")', throws("FormatException")],
    ['int.Parse("\\u00a01")', throws("FormatException")],
    ['int.Parse("\\u0661")', throws("FormatException")],
    ["int.Parse(null)", throws("ArgumentNullException")],
    ["(0 - 12).ToString()", "-12"],
    ['long.Parse("9223372036854775807")', 9223372036854775807n],
    ['long.Parse("9223372036854775808")', throws("OverflowException")],
    ['long.Parse("one")', throws("FormatException")],
    ["(-5L).ToString()", "-5"],
    ["Math.Max(0 - 1, 2) * 10 + Math.Min(3, 4)", 23],

    // text
    ["\"ab\"[1] == 'b'", true],
    ['"ab"[2]', throws("IndexOutOfRangeException")],
    ['"ab"[-1]', throws("IndexOutOfRangeException")],
    ['"a\\U0001F600".Length', 3],
    ['"abc".Contains("bc")', true],
    ['"abc".Contains("B")', false],
    ['"abc".Contains("")', true],
    ['"abc".Contains(null)', throws("ArgumentNullException")],
    ["\"abcb\".IndexOf('b')", 1],
    ["\"abc\".IndexOf('d')", -1],
    ["\"a.b.c\".Replace('.', '-')", "a-b-c"],
    // neither is a pattern
    ['"a.b.c".Replace(".", "$&")', "a$&b$&c"],
    ['"aaa".Replace("aa", "b")', "ba"],
    ['"abc".Replace("b", null)', "ac"],
    ['"abc".Replace("", "b")', throws("ArgumentException")],
    ['"abc".Replace(null, "b")', throws("ArgumentNullException")],
    ["\" a  b\".Split(' ')", ["", "a", "", "b"]],
    ["\"\".Split(',')", [""]],
    ['"abc".StartsWith("ab", StringComparison.Ordinal)', true],
    ['"abc".StartsWith("AB", StringComparison.Ordinal)', false],
    ['"abc".StartsWith("", StringComparison.Ordinal)', true],
    ['"abc".StartsWith(null, StringComparison.Ordinal)', throws("ArgumentNullException")],
    ['"abc".Substring(1)', "bc"],
    ['"abc".Substring(3)', ""],
    ['"abc".Substring(4)', throws("ArgumentOutOfRangeException")],
    ['"abc".Substring(-1)', throws("ArgumentOutOfRangeException")],
    ['"abc".Substring(1, 1)', "b"],
    ['"abc".Substring(1, 3)', throws("ArgumentOutOfRangeException")],
    ['"abc".Substring(1, -1)', throws("ArgumentOutOfRangeException")],
    ['"abc".Substring(-1, 1)', throws("ArgumentOutOfRangeException")],
    ['"ABC\\u00c4".ToLowerInvariant()', "abcä"],
    // no sigma for the ends of words, and none of the letters that become two
    ['"\\u039f\\u03a3 \\u0130I".ToLowerInvariant()', "\u03bf\u03c3 \u0130i"],
    ['"\\u00a0\\u2003\\u0085 a b\\t\\u3000".Trim()', "a b"],
    // neither white space to .NET: JavaScript trims both
    ['"\\ufeffa\\u200b".Trim()', "\ufeffa\u200b"],
    ["\"a==\".TrimEnd('=')", "a"],
    ["\"==\".TrimEnd('=')", ""],
    ["\"=a\".TrimEnd('=')", "=a"],
    ['string.Join(", ", new [] { "a", null + "", "b" })', "a, , b"],
    ["string.Join(null, new string[2])", ""],
    ['string.Join(",", (string[])null)', throws("ArgumentNullException")],
    ["new StringBuilder().Append('a').Append(\"bcd\").Append((string)null).Remove(1, 2).ToString()", "ad"],
    ['new StringBuilder().Append("ab").Length', 2],
    ['new StringBuilder().Append("\\ud83d").Append("\\ude00x").ToString()', "\u{1f600}x"],
    ['new StringBuilder().Append("\\ud83d").ToString()', "\ud83d"],
    ['new StringBuilder().Append("ab").Remove(-1, 2)', throws("ArgumentOutOfRangeException")],
    ['new StringBuilder().Append("ab").Remove(1, 2)', throws("ArgumentOutOfRangeException")],
    ['new StringBuilder().Append("ab").Remove(0, -1)', throws("ArgumentOutOfRangeException")],

    // Guid and time
    ["Guid.NewGuid().ToString().Length", 36],
    ['context.RequestId.ToString("N")', "0123456789ab4cde8f0123456789abcd"],
    ['context.RequestId.ToString("d")', "01234567-89ab-4cde-8f01-23456789abcd"],
    ['context.RequestId.ToString("B")', "{01234567-89ab-4cde-8f01-23456789abcd}"],
    ['context.RequestId.ToString("P")', "(01234567-89ab-4cde-8f01-23456789abcd)"],
    ['context.RequestId.ToString("X")', "{0x01234567,0x89ab,0x4cde,{0x8f,0x01,0x23,0x45,0x67,0x89,0xab,0xcd}}"],
    ["context.RequestId.ToString((string)null)", "01234567-89ab-4cde-8f01-23456789abcd"],
    ['context.RequestId.ToString("A")', throws("FormatException")],
    ["DateTimeOffset.UtcNow.ToUnixTimeSeconds()", 1_767_225_599n],

    // sequences
    ["(new [] { 1, 2 })[1] + (new [] { 1, 2 }).Length", 4],
    ["new [] { 1, 2 }.Any(n => n == 2)", true],
    ["new int[0].Any(n => true)", false],
    ['string.Join("", new [] { "a" }.Concat(new [] { "b" }))', "ab"],
    ['new [] { "a" }.Concat((string[])null)', throws("ArgumentNullException")],
    ['new [] { "a", "b" }.Contains("b")', true],
    ['new [] { "a", "b" }.Contains("B")', false],
    ["(new string[1]).Contains(null)", true],
    ["new [] { (object)1, (object)'a' }.Contains((object)1)", true],
    ["new [] { (object)1, (object)'a' }.Contains((object)'a')", true],
    ["new [] { (object)97 }.Contains((object)'a')", false],
    ["new [] { new byte[0] }.Contains(new byte[0])", false],
    ['"ab".Count()', 2],
    ['"abca".Distinct().Count()', 3],
    ["new [] { 2, 1, 2 }.Distinct().Last()", 1],
    // tokens of equal values are equal, and others only when they are the same
    ['JObject.Parse("{\\"a\\":[1,1,\\"1\\",{},{}]}")["a"].Distinct().Count()', 4],
    ["new [] { 1, 2 }.Last()", 2],
    ["new int[0].Last()", throws("InvalidOperationException")],
    ["((int[])null).Last()", throws("ArgumentNullException")],
    ["new [] { 1, 2 }.Single(n => n > 1)", 2],
    ["new [] { 1, 2 }.Single(n => n > 0)", throws("InvalidOperationException")],
    ["new [] { 1, 2 }.Single(n => n > 2)", throws("InvalidOperationException")],
    ["(new string[1]).Single(t => t == null)", null],
    ["new [] { 1, 2 }.SequenceEqual(new [] { 1, 2 })", true],
    ["new [] { 1, 2 }.SequenceEqual(new [] { 1 })", false],
    ["new [] { 1 }.SequenceEqual(new [] { 1, 2 })", false],
    ["new [] { 1, 2 }.SequenceEqual(new [] { 2, 1 })", false],
    ['Encoding.UTF8.GetBytes("a").SequenceEqual(new [] { (byte)97 })', true],
    ["((byte[])null).SequenceEqual(new byte[0])", throws("ArgumentNullException")],
    ["new [] { 1, 2, 3 }.Where(n => n != 2).Select(n => n * 2).Last()", 6],
    ["new [] { 1, 2 }.Where(n => n != 2).ToList().Count()", 1],
    ['new [] { "a", "b" }.SelectMany(t => t == "a" ? null : new [] { t }).Count()', throws("NullReferenceException")],
    ["Enumerable.Range(3, 2).Last()", 4],
    ["Enumerable.Range(3, 0).Count()", 0],
    ["Enumerable.Range(3, -1)", throws("ArgumentOutOfRangeException")],
    ["Enumerable.Range(2147483647, 2)", throws("ArgumentOutOfRangeException")],
    ["Enumerable.Range(2147483647, 1).Last()", 2147483647],

    // bytes
    ['Convert.ToBase64String(Convert.FromBase64String(" Y W\\r\\nI\\t= "))', "YWI="],
    // bits behind the last byte are passed over
    ['Convert.ToBase64String(Convert.FromBase64String("YR=="))', "YQ=="],
    ['Convert.FromBase64String("")', new Uint8Array()],
    ['Convert.FromBase64String("YWI")', throws("FormatException")],
    ['Convert.FromBase64String("YW-_")', throws("FormatException")],
    ['Convert.FromBase64String("Y===")', throws("FormatException")],
    ['Convert.FromBase64String("YQ==YQ==")', throws("FormatException")],
    ['Convert.FromBase64String("YWI\\u00a0=")', throws("FormatException")],
    ["Convert.FromBase64String(null)", throws("ArgumentNullException")],
    ["Convert.ToBase64String(null)", throws("ArgumentNullException")],
    ['Encoding.UTF8.GetBytes("\\u00e9\\ud800")', new Uint8Array([0xc3, 0xa9, 0xef, 0xbf, 0xbd])],
    ['Encoding.UTF8.GetByteCount("\\u00e9\\ud800\\U0001F600")', 9],
    ["Encoding.UTF8.GetBytes((string)null)", throws("ArgumentNullException")],
    ["Encoding.UTF8.GetByteCount((string)null)", throws("ArgumentNullException")],
    ["Encoding.UTF8.GetString(null)", throws("ArgumentNullException")],
    ['Encoding.UTF8.GetString(Convert.FromBase64String("77u/YQ=="))', "\ufeffa"],
    // each part of a broken character is one replacement: F0 9F | E9 | 61
    ['Encoding.UTF8.GetString(Convert.FromBase64String("8J/pYQ=="))', "\ufffd\ufffda"],
    ['Encoding.UTF8.GetString(Convert.FromBase64String("7aCA"))', "\ufffd\ufffd\ufffd"],
    ['BitConverter.ToString(Convert.FromBase64String("AKv/"), 1, 2)', "AB-FF"],
    ["BitConverter.ToString(new byte[0], 0, 0)", ""],
    ["BitConverter.ToString(new byte[2], 2, 0)", throws("ArgumentOutOfRangeException")],
    ["BitConverter.ToString(new byte[2], -1, 1)", throws("ArgumentOutOfRangeException")],
    ["BitConverter.ToString(new byte[2], 0, -1)", throws("ArgumentOutOfRangeException")],
    ["BitConverter.ToString(new byte[2], 1, 2)", throws("ArgumentException")],
    ["BitConverter.ToString(null, 0, 0)", throws("ArgumentNullException")],
    // https://www.di-mgt.com.au/sha_testvectors.html
    ['BitConverter.ToString(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes("abc")), 0, 4)', "BA-78-16-BF"],
    ["SHA256.Create().ComputeHash((byte[])null)", throws("ArgumentNullException")],
    // https://www.rfc-editor.org/rfc/rfc4231#section-4.3
    [
        'BitConverter.ToString(new HMACSHA256(Encoding.UTF8.GetBytes("Jefe")).ComputeHash(Encoding.UTF8.GetBytes("what do ya want for nothing?")), 0, 4)',
        "5B-DC-C1-46",
    ],
    ["new HMACSHA256(null)", throws("ArgumentNullException")],
    ["new HMACSHA256(new byte[1]).ComputeHash((byte[])null)", throws("ArgumentNullException")],

    // regular expressions
    ['Regex.IsMatch("abc", "^a")', true],
    ['Regex.IsMatch(null, "a")', throws("ArgumentNullException")],
    ['Regex.IsMatch("a", null)', throws("ArgumentNullException")],
    ['Regex.Replace("a1b2", "[0-9]", "-")', "a-b-"],
    ['Regex.Replace("a1", "[0-9]", null)', throws("ArgumentNullException")],
    ['new Regex("b+").Replace("abbc", "-")', "a-c"],
    ["new Regex(null)", throws("ArgumentNullException")],
    ['new [] { "^a", "^b" }.Any(p => Regex.IsMatch("b", p))', true],

    // JSON
    ['JObject.Parse("{\\"a\\":1}").Count', 1],
    ["JObject.Parse(null)", throws("ArgumentNullException")],
    ['JObject.Parse("[]")', throws("JsonReaderException")],
    ['(string)JObject.Parse("{\\"a\\":\\"b\\"}")["a"]', "b"],
    ['(string)JObject.Parse("{}")["a"]', null],
    ['JObject.Parse("{}")[null]', throws("ArgumentNullException")],
    ['(int)JObject.Parse("{\\"a\\":[1,2]}")["a"][1]', 2],
    ['JObject.Parse("{\\"a\\":[1,2]}")["a"][2]', throws("ArgumentOutOfRangeException")],
    ['JObject.Parse("{\\"a\\":[1,2]}")["a"]["b"]', throws("ArgumentException")],
    ['JObject.Parse("{\\"a\\":1}")["a"]["b"]', throws("InvalidOperationException")],
    ['(int)JObject.Parse("{\\"a\\":{}}")["a"]', throws("ArgumentException")],
    ['JObject.Parse("{\\"a\\":1}").Remove("a")', true],
    ['JObject.Parse("{\\"a\\":1}").Remove("b")', false],
    ["new JObject().Remove(null)", false],
    ['string.Join(",", JObject.Parse("{\\"a\\":{\\"b\\":1},\\"c\\":2}").Properties().Select(p => p.Name))', "a,c"],
    [
        'string.Join(",", JObject.Parse("{\\"a\\":{\\"b\\":[1]},\\"c\\":2}").Descendants().OfType<JProperty>().Select(p => p.Name))',
        "a,b,c",
    ],
    ['JObject.Parse("{\\"a\\":{\\"b\\":[1]},\\"c\\":2}").Descendants().OfType<JValue>().Count()', 2],
    ['JObject.Parse("{\\"a\\":{\\"b\\":[{}]},\\"c\\":2}").Descendants().OfType<JObject>().Count()', 2],
    ['JObject.Parse("{\\"a\\":{}}").Descendants().Count()', 2],
    ['JObject.Parse("{\\"a\\":1}")["a"].Count()', 0],
    ["((JToken)null).Any(t => true)", throws("ArgumentNullException")],
    [
        'string.Join(",", JObject.Parse("{\\"a\\":[[],true,null,1,{},\\"\\"]}")["a"].Select(t => "" + t.Type))',
        "Array,Boolean,Null,Integer,Object,String",
    ],
    ...["Array", "Boolean", "Null", "Property", "Integer", "Object", "String"].map(
        (type): Row => [`(new JObject()).Type == JTokenType.${type}`, type === "Object"],
    ),
    ["new JArray().Type == JTokenType.Array", true],
    ['new JProperty("a", 1).Name + (string)new JProperty("a", 1).Value', "a1"],
    ['new JProperty("a", 1).Value.Type == JTokenType.Integer', true],
    ["new JProperty(\"a\", 'b').Value.Type == JTokenType.String", true],
    ['new JProperty("a", new [] { 1, 2 }.Where(n => true)).Value.Type == JTokenType.Array', true],
    ["new JProperty(null, 1)", throws("ArgumentNullException")],
    [
        'JsonConvert.SerializeObject(new JObject(new JProperty("a", 1), new JProperty("b", new JArray())))',
        '{"a":1,"b":[]}',
    ],
    ['new JObject(new JProperty("a", 1), new JProperty("a", 2))', throws("ArgumentException")],
    ['JsonConvert.SerializeObject(new [] { "a\\"", null + "" })', '["a\\"",""]'],
    ["JsonConvert.SerializeObject(null)", "null"],
    ["JsonConvert.SerializeObject(1) + JsonConvert.SerializeObject(2L)", "12"],
    ["JsonConvert.SerializeObject('a')", '"a"'],
    ["JsonConvert.SerializeObject(new [] { 1, 2 }.ToList())", "[1,2]"],
    ['JsonConvert.SerializeObject(Encoding.UTF8.GetBytes("ab"))', '"YWI="'],
    ['JsonConvert.SerializeObject(JObject.Parse("{\\"a\\":[1.0]}")["a"].DeepClone())', "[1.0]"],
];

const blocks: Row[] = [
    ["var l = new [] { 1, 2 }.ToList(); l.Reverse(); return l.Last();", 1],
    ["var a = new [] { 1, 2 }; var l = a.ToList(); l.Reverse(); return a.Last();", 2],
    [
        "var l = new [] { 1, 2 }.ToList(); foreach (var n in l) { l.Reverse(); } return 1;",
        throws("InvalidOperationException"),
    ],
    ['throw new Exception("a"); return new Exception(null) == null;', throws("Exception")],
    ["return new Exception(null) == null;", false],
    // queries run when somebody goes through them, and again each time
    ['var o = new JObject(); var all = o.Properties(); o["a"] = null; return all.Count();', 1],
    ['var o = new JObject(); var all = o.Descendants(); o["a"] = null; return all.Count();', 2],
    [
        "var n = 0; var all = new [] { 1, 2 }.Select(i => i + n); var one = all.Last(); n = 10; return one * 100 + all.Last();",
        212,
    ],
    [
        'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); foreach (var p in o.Properties()) { o.Remove(p.Name); } return 1;',
        throws("InvalidOperationException"),
    ],
    [
        'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); foreach (var p in o.Properties().ToList()) { o.Remove(p.Name); } return o.Count;',
        0,
    ],
    ["var v = new JProperty(\"a\", 1).Value as JValue; v.Value = 'b'; return JsonConvert.SerializeObject(v);", '"b"'],
    ['var v = new JProperty("a", "b").Value as JValue; v.Value = 2; return v.Type == JTokenType.Integer;', true],
    ["var o = new JObject(); o[null] = null; return 1;", throws("ArgumentNullException")],
    [
        "var a = context.Request.Body.As<string>(preserveContent: true); var b = context.Request.Body.As<string>(preserveContent: false); return a == b;",
        true,
    ],
    [
        "var a = context.Request.Body.As<JObject>(); return context.Request.Body.As<string>(preserveContent: true);",
        throws("InvalidOperationException"),
    ],
    // much text is put together, and taken back at its end
    [
        "var s = new StringBuilder(); for (var i = 0; i < 300000; i++) { s.Append('a').Append(\"bc\"); if (i % 3 == 0) { s.Remove(s.Length - 2, 2); } } return s.Length;",
        700000,
    ],
];

describe("The library of .NET", () => {
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });

    itRuns("expression", expressions, () => language);
    itRuns("block", blocks, () => language);

    it("is tried with every member and cast of the policy subset", () => {
        const used = new Set([
            ...expressions.flatMap(([code]) => [...checkCSharp(code, "expression", language).used]),
            ...blocks.flatMap(([code]) => [...checkCSharp(code, "block", language).used]),
        ]);
        const members = entriesOf(language.subset).filter((entry) => entry.startsWith("csharp.types."));
        assert.deepEqual(
            members.filter((entry) => !used.has(entry)),
            [],
        );
    });
});
