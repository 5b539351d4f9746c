// Does not prove that JavaScript and RE2 agree on every pattern that is let through.
import assert from "node:assert/strict";
import fc from "fast-check";
import { compareCells } from "../../../local/kql/values/cell";
import { formatDatetime, formatRfc3339, parseDatetime, ticksOf } from "../../../local/kql/values/datetime";
import { toRegExp } from "../../../local/kql/values/regex";
import { formatTimespan, parseTimespan } from "../../../local/kql/values/timespan";

describe("times of KQL", () => {
    it("keep 100 nanoseconds, so that they are never in the wrong order", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 9_999_999 }), (a, b) => {
                const [left, right] = [a, b].map((fraction) =>
                    parseDatetime(`2026-01-02T03:04:05.${String(fraction).padStart(7, "0")}Z`),
                );
                assert.equal(compareCells(left ?? null, right ?? null), Math.sign(a - b));
            }),
            { seed: 1 },
        );
    });

    it("are read as they are written", () => {
        fc.assert(
            fc.property(
                fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
                (date) => {
                    const ticks = ticksOf(date.getTime());
                    assert.equal(parseDatetime(formatDatetime(ticks)), ticks);
                    assert.equal(new Date(formatRfc3339(ticks)).getTime(), date.getTime());
                },
            ),
            { seed: 1 },
        );
    });

    it("are read in ISO 8601, with parts left out and with an offset; others are an error and not null", () => {
        const read = (text: string) => {
            const ticks = parseDatetime(text);
            return ticks === null ? null : formatRfc3339(ticks);
        };
        assert.equal(read("2026-01-02"), "2026-01-02T00:00:00Z");
        assert.equal(read("2026-01-02 03:04"), "2026-01-02T03:04:00Z");
        assert.equal(read("2026-01-02T03:04:05.1+01:30"), "2026-01-02T01:34:05.1Z");
        assert.equal(read("0099-01-02"), "0099-01-02T00:00:00Z");
        for (const none of ["2026-13-01", "2026-02-29", "2026-01-02T24:00:00", "nothing", ""]) {
            assert.equal(read(none), null, none);
        }
        for (const other of ["Sat, 8 Nov 2014 15:05:02 GMT", "8 Nov 2014", "11/08/2014 15:05"]) {
            assert.throws(() => read(other), /only in ISO 8601/u);
        }
    });
});

describe("spans of KQL", () => {
    it("are read as they are written", () => {
        fc.assert(
            fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (ticks) => {
                assert.equal(parseTimespan(formatTimespan(ticks)), ticks);
            }),
            { seed: 1 },
        );
    });

    it("have units", () => {
        const read = (text: string) => formatTimespan(parseTimespan(text) ?? 0n);
        assert.equal(read("2d"), "2.00:00:00");
        assert.equal(read("1.5h"), "01:30:00");
        assert.equal(read("30minutes"), "00:30:00");
        assert.equal(read("100ms"), "00:00:00.1000000");
        assert.equal(read("2"), "2.00:00:00");
        assert.equal(read("-1.02:03:04.5"), "-1.02:03:04.5000000");
        for (const none of ["", "x", "25:00:00", "1:60:00", "1 fortnight"]) {
            assert.equal(parseTimespan(none), null, none);
        }
    });
});

describe("patterns of RE2", () => {
    const matches = (pattern: string, text: string) => toRegExp(pattern).test(text);

    it("mean in JavaScript what they mean in RE2", () => {
        assert.ok(matches("^a.c$", "a\rc"), "a dot matches everything but a line feed");
        assert.ok(!matches("^a.c$", "a\nc"));
        assert.ok(matches("(?s)^a.c$", "a\nc"));
        assert.ok(matches("(?i)ABC", "abc"));
        assert.ok(!matches(String.raw`\s`, "\u00a0"), "white space is of ASCII");
        assert.ok(matches(String.raw`[\s]`, "\t"));
        assert.ok(matches(String.raw`^\S$`, "\u00a0"));
        assert.ok(!matches(String.raw`\d`, "\u0661"));
        assert.ok(matches(String.raw`^[\w-]+\.\w{2,}$`, "a-b.cd"));
        assert.ok(matches(String.raw`\-\@\_`, "-@_"), "what need not be escaped may be");
        assert.equal(toRegExp("(?P<first>a)(?<second>b)").exec("ab")?.groups?.second, "b");
        assert.ok(matches("^(?:a|b)+?$", "ab"));
        assert.ok(matches("^[^a]$", "\u{1f600}"));
    });

    it("are an error if they are not in RE2, or if JavaScript reads them otherwise", () => {
        const refused = [
            "(?=a)",
            "(?!a)",
            "(?<=a)b",
            "(?<!a)b",
            String.raw`(a)\1`,
            String.raw`\k<a>`,
            "(?i:a)",
            "a(?i)b",
            "(?m)^a$",
            "(?U)a+",
            "[[:alpha:]]",
            "[]a]",
            "[a",
            "(a",
            String.raw`\pL`,
            String.raw`\p{L}`,
            String.raw`\Qa\E`,
            String.raw`\Aa\z`,
            String.raw`\u0041`,
            String.raw`\x41`,
            String.raw`\cA`,
            String.raw`\0`,
            String.raw`[\S]`,
            String.raw`[\b]`,
            "a{",
            "a**",
            "a++",
            "(?>a)",
        ];
        for (const pattern of refused) {
            assert.throws(() => toRegExp(pattern), Error, pattern);
        }
    });
});
