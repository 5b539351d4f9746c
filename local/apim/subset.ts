import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** The committed subset. */
export const subsetFile = join(__dirname, "policy-subset.yaml");

const section = z.enum(["inbound", "backend", "outbound", "on-error"]);

/** What may stand in an attribute, or between the tags of an element. At least one of the forms. */
const content = z.strictObject({
    /** The attribute may be absent. */
    optional: z.literal(true).optional(),
    /** Any text. */
    text: z.literal(true).optional(),
    /** One of these texts. */
    oneOf: z.array(z.string()).optional(),
    /** A decimal integer between these two. */
    integer: z.tuple([z.int(), z.int()]).optional(),
    /** A reference to a named value, alone. */
    namedValue: z.literal(true).optional(),
    /** Text with references to named values, which no named value can turn into an expression. */
    textWithNamedValue: z.literal(true).optional(),
    /** C# code that gives one of these types. */
    expression: z.array(z.string()).optional(),
});

const element = z.strictObject({
    attributes: z.record(z.string(), content).optional(),
    text: content.optional(),
    /** Statements of the section may stand in it. */
    statements: z.literal(true).optional(),
    /** Elements that may stand in it, in this order. */
    get children() {
        return z.record(z.string(), child).optional();
    },
});

const child = element.extend({
    /** How often it stands there. Default: once. */
    occurs: z.enum(["optional", "some", "any"]).optional(),
    /** It is a statement, which is described there. */
    statement: z.literal(true).optional(),
});

const statement = element.extend({
    /** Microsoft's page. */
    page: z.url(),
    /** Sections in which it may stand; none when it stands only inside of other statements. */
    sections: z.array(section),
    /** Where it may stand only once. */
    onceIn: z.enum(["section", "document"]).optional(),
    /** A section that holds it does not inherit: what is above does the same, and it would happen twice. */
    insteadOfBase: z.literal(true).optional(),
});

const type = z.strictObject({
    /** Rows of Microsoft's tables of types and of context variables. */
    documented: z.array(z.string()),
    /** Whether it is a value, which is never null. */
    value: z.literal(true).optional(),
    extends: z.array(z.string()).optional(),
    /** Types that a cast turns it into although it is none of them. */
    castsTo: z.array(z.string()).optional(),
    members: z.array(z.string()).optional(),
});

const subset = z.strictObject({
    documents: z.strictObject({
        maximumBytes: z.int(),
        sections: z.array(section),
    }),
    statements: z.record(z.string(), statement),
    csharp: z.strictObject({
        /** Kinds of nodes, with the tokens of their own that may stand in them. */
        syntax: z.record(z.string(), z.array(z.string())),
        types: z.record(z.string(), type),
    }),
});

export type Section = z.infer<typeof section>;
export type ContentRule = z.infer<typeof content>;
export type ElementRule = z.infer<typeof element>;
export type ChildRule = z.infer<typeof child>;
export type StatementRule = z.infer<typeof statement>;
export type TypeRule = z.infer<typeof type>;
export type PolicySubset = z.infer<typeof subset>;

/** The committed subset, checked for its form. */
export function readSubset(): PolicySubset {
    return subset.parse(parse(readFileSync(subsetFile, "utf8")));
}
