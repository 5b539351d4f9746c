// Does not prove what API Management answers to such documents.
import assert from "node:assert/strict";
import { checkPolicy, type PolicyScope } from "../../../local/apim/check-policy";
import { loadLanguage, type PolicyLanguage } from "../../../local/apim/language";
import { entriesOf } from "../../../local/apim/subset-entries";

const sections = ["inbound", "backend", "outbound", "on-error"] as const;

/** A document whose lines 2 to 5 are its sections, each with `<base />` and what is given. */
function policy(content: Partial<Record<(typeof sections)[number], string>>, base = "<base />"): string {
    const lines = sections.map((section) => `<${section}>${base}${content[section] ?? ""}</${section}>`);
    return ["<policies>", ...lines, "</policies>"].join("\n");
}

interface Case {
    title: string;
    document: string;
    scope?: PolicyScope;
    line: number;
    column: number;
    construct: string;
    message: string;
}

const inbound = (content: string) => policy({ inbound: content });
const variable = (value: string) => inbound(`<set-variable name="a" value="${value}" />`);
const forward = '<forward-request timeout="1" follow-redirects="false" buffer-response="false" />';
const status = '<set-status code="200" reason="OK" />';

const cases: Case[] = [
    {
        title: "is larger than API Management takes",
        document: variable("a".repeat(262_144)),
        line: 1,
        column: 1,
        construct: "document",
        message: "The document has 262316 bytes; it may have 262144.",
    },
    {
        title: "is not well-formed",
        document: "<policies>\n<inbound>\n</policies>",
        line: 3,
        column: 1,
        construct: "document",
        message: "The document is not well-formed: Missing end tag for element inbound.",
    },
    {
        title: "is a fragment",
        document: "<fragment />",
        line: 1,
        column: 1,
        construct: "fragment",
        message: "The root element is <policies>, not <fragment>.",
    },
    {
        title: "lacks a section",
        document: "<policies>\n<inbound><base /></inbound></policies>",
        line: 1,
        column: 1,
        construct: "policies",
        message: "The sections are inbound, backend, outbound, on-error, each once, not inbound.",
    },
    {
        title: "has sections in another order",
        document: policy({})
            .replaceAll("outbound>", "x>")
            .replaceAll("backend>", "outbound>")
            .replaceAll("x>", "backend>"),
        line: 1,
        column: 1,
        construct: "policies",
        message:
            "The sections are inbound, backend, outbound, on-error, each once, not inbound, outbound, backend, on-error.",
    },
    {
        title: "has an attribute at a section",
        document: policy({}).replace("<backend>", '<backend a="1">'),
        line: 3,
        column: 10,
        construct: "backend",
        message: "<backend> takes no attributes.",
    },
    {
        title: "does not inherit",
        document: policy({}).replace("<outbound><base />", "<outbound>"),
        line: 4,
        column: 1,
        construct: "outbound",
        message: "This section of the scope api has one <base />.",
    },
    {
        title: "inherits twice",
        document: inbound("<base />"),
        line: 2,
        column: 1,
        construct: "inbound",
        message: "This section of the scope api has one <base />.",
    },
    {
        title: "inherits in the global scope",
        document: policy({}, "").replace("<inbound>", "<inbound><base />"),
        scope: "global",
        line: 2,
        column: 1,
        construct: "inbound",
        message: "This section of the scope global has no <base />.",
    },
    {
        title: "forwards and inherits what forwards",
        document: policy({ backend: forward }),
        line: 3,
        column: 1,
        construct: "backend",
        message: "This section of the scope api has no <base />.",
    },
    {
        title: "forwards twice",
        document: policy({ backend: forward + forward }).replace("<backend><base />", "<backend>"),
        line: 3,
        column: 90,
        construct: "backend/forward-request",
        message: "<forward-request> stands only once in a document.",
    },
    {
        title: "has <base /> inside of a statement",
        document: inbound('<choose><when condition="@(true)"><base /></when></choose>'),
        line: 2,
        column: 52,
        construct: "inbound/choose/when/base",
        message: "<base> is no statement of the policy subset.",
    },
    {
        title: "has text at <base />",
        document: inbound("").replace("<base />", "<base>x</base>"),
        line: 2,
        column: 16,
        construct: "inbound/base",
        message: "<base> takes no text.",
    },
    {
        title: "has another statement",
        document: inbound("<rewrite-uri />"),
        line: 2,
        column: 18,
        construct: "inbound/rewrite-uri",
        message: "<rewrite-uri> is no statement of the policy subset.",
    },
    {
        title: "has a statement in the wrong section",
        document: policy({ outbound: '<ip-filter action="allow"><address-range from="1" to="2" /></ip-filter>' }),
        line: 4,
        column: 19,
        construct: "outbound/ip-filter",
        message: "<ip-filter> does not stand in outbound in the policy subset.",
    },
    {
        title: "has a statement in the wrong section, inside of another one",
        document: policy({ outbound: `<choose><when condition="@(true)">${forward}</when></choose>` }).replace(
            "<outbound><base />",
            "<outbound>",
        ),
        line: 4,
        column: 45,
        construct: "outbound/choose/when/forward-request",
        message: "<forward-request> does not stand in outbound in the policy subset.",
    },
    {
        title: "has a statement that stands only inside of others",
        document: inbound("<set-method>POST</set-method>"),
        line: 2,
        column: 18,
        construct: "inbound/set-method",
        message: "<set-method> does not stand in inbound in the policy subset.",
    },
    {
        title: "has another attribute",
        document: inbound('<set-variable name="a" value="b" id="c" />'),
        line: 2,
        column: 51,
        construct: "inbound/set-variable/@id",
        message: "<set-variable> has no attribute id in the policy subset.",
    },
    {
        title: "lacks an attribute",
        document: inbound('<set-variable name="a" />'),
        line: 2,
        column: 18,
        construct: "inbound/set-variable",
        message: "<set-variable> lacks the attribute value.",
    },
    {
        title: "has text that is none of those that are listed",
        document: inbound('<set-header name="a" exists-action="append"><value>b</value></set-header>'),
        line: 2,
        column: 54,
        construct: "inbound/set-header/@exists-action",
        message: '"append" is not one of override, delete, skip.',
    },
    {
        title: "has a number out of range",
        document: policy({ backend: forward.replace('"1"', '"241"') }).replace("<backend><base />", "<backend>"),
        line: 3,
        column: 36,
        construct: "backend/forward-request/@timeout",
        message: '"241" is not a number from 1 to 240.',
    },
    {
        title: "has an expression where none is",
        document: inbound('<set-variable name="@(&quot;a&quot;)" value="b" />'),
        line: 2,
        column: 38,
        construct: "inbound/set-variable/@name",
        message: "No expression stands here in the policy subset.",
    },
    {
        title: "has text where an expression is",
        document: inbound('<choose><when condition="true" /></choose>'),
        line: 2,
        column: 43,
        construct: "inbound/choose/when/@condition",
        message: '"true" is not an expression that gives bool.',
    },
    {
        title: "has an expression of another type",
        document: inbound('<choose><when condition="@(1)" /></choose>'),
        line: 2,
        column: 43,
        construct: "inbound/choose/when/@condition",
        message: "The expression gives int, not bool.",
    },
    {
        title: "gives the value of a named value alone, which may be code",
        document: variable("{{a}}"),
        line: 2,
        column: 48,
        construct: "inbound/set-variable/@value",
        message: "No named value stands here, or not in this way: {{a}}",
    },
    {
        title: "has a named value inside of code",
        document: variable("@({{a}})"),
        line: 2,
        column: 48,
        construct: "inbound/set-variable/@value",
        message: "An expression stands alone, and without named values.",
    },
    {
        title: "has text before an expression",
        document: variable("a @(1)"),
        line: 2,
        column: 48,
        construct: "inbound/set-variable/@value",
        message: "An expression stands alone, and without named values.",
    },
    {
        title: "has code that is no C#",
        document: variable("@(&quot;a&quot;&#10; + )"),
        line: 2,
        column: 70,
        construct: "C#",
        message: "Something is missing in this identifier.",
    },
    {
        title: "has code with a member that is not in the subset",
        document: variable("@(&quot;&quot; + context.User)"),
        line: 2,
        column: 73,
        construct: "Context User",
        message: "Context has no member User in the policy subset.",
    },
    {
        title: "has an element that a statement does not hold",
        document: inbound(`<return-response>${status}<set-method>POST</set-method></return-response>`),
        line: 2,
        column: 72,
        construct: "inbound/return-response/set-method",
        message: "<return-response> holds no <set-method> in the policy subset.",
    },
    {
        title: "has elements in another order than Microsoft's",
        document: inbound(`<return-response><set-body>a</set-body>${status}</return-response>`),
        line: 2,
        column: 57,
        construct: "inbound/return-response/set-status",
        message: "The elements of <return-response> stand in the order set-status, set-header, set-body.",
    },
    {
        title: "lacks an element",
        document: inbound("<return-response></return-response>"),
        line: 2,
        column: 18,
        construct: "inbound/return-response",
        message: "<return-response> lacks the element <set-status>.",
    },
    {
        title: "lacks an element of which some are needed",
        document: inbound("<choose></choose>"),
        line: 2,
        column: 18,
        construct: "inbound/choose",
        message: "<choose> lacks the element <when>.",
    },
    {
        title: "has an element more than once",
        document: inbound(`<return-response>${status}${status}</return-response>`),
        line: 2,
        column: 18,
        construct: "inbound/return-response",
        message: "<return-response> holds one <set-status>, not 2.",
    },
    {
        title: "has text where none is",
        document: inbound('<set-variable name="a" value="b">c</set-variable>'),
        line: 2,
        column: 51,
        construct: "inbound/set-variable",
        message: "<set-variable> takes no text.",
    },
];

describe("The check of a policy document", () => {
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });

    it("takes a document of the subset, and says what it uses", () => {
        const { problems, used } = checkPolicy(variable("@(&quot;a&quot; + &quot;&quot;)"), "operation", language);
        assert.deepEqual(problems, []);
        const entries = entriesOf(language.subset);
        assert.deepEqual(
            [...used].filter((entry) => entry !== "base").sort(),
            entries.filter((entry) => used.has(entry)).sort(),
        );
        assert.deepEqual([...used].filter((entry) => entry.startsWith("statements")).sort(), [
            "statements.set-variable",
            "statements.set-variable @name text",
            "statements.set-variable @value expression string",
            "statements.set-variable inbound",
        ]);
        assert.deepEqual([...used].filter((entry) => entry.startsWith("csharp")).sort(), [
            "csharp.syntax.binary_expression",
            "csharp.syntax.binary_expression +",
            "csharp.syntax.string_literal",
            'csharp.syntax.string_literal "',
            "csharp.syntax.string_literal_content",
            "csharp.types.string",
        ]);
    });

    for (const { title, document, scope = "api", line, column, construct, message } of cases) {
        it(`refuses one that ${title}`, () => {
            const { problems } = checkPolicy(document, scope, language);
            assert.deepEqual(
                problems.map(({ expression: _, ...problem }) => problem),
                [{ line, column, construct, message }],
            );
        });
    }

    it("names the code that a problem is in", () => {
        const [problem] = checkPolicy(variable("@{&#10;return other;&#10;}"), "api", language).problems;
        assert.equal(problem?.expression, "\nreturn other;\n");
    });

    it("reports everything at once, in the order of the document", () => {
        const { problems } = checkPolicy(policy({ inbound: "<a />", outbound: "<b /><c />" }), "api", language);
        assert.deepEqual(
            problems.map(({ line, construct }) => [line, construct]),
            [
                [2, "inbound/a"],
                [4, "outbound/b"],
                [4, "outbound/c"],
            ],
        );
    });
});
