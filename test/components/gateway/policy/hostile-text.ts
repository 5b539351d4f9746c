import fc from "fast-check";

/** Text by which a definition could try to leave the place that it stands in. */
export const hostileText: fc.Arbitrary<string> = fc
    .array(
        fc.oneof(
            fc.constantFrom(
                ...["@(", "@{", ")", "}", "{{session-key-current}}", "{{", "}}", "]]>", "<!--", "</value>", "&quot;"],
                ...['"', '\\"', "\\", "'", "\\u0022", "\n", "\r", "\t", "\0", "\u2028", "\ufeff", "\ud800", "\udc00"],
            ),
            fc.string({ unit: "binary", maxLength: 5 }),
            fc.string({ unit: "grapheme-ascii", maxLength: 5 }),
        ),
        { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(""));
