// Does not prove that Kusto agrees where its documentation says nothing: every expectation is from the page that is named.
import assert from "node:assert/strict";
import { assertValues, column, run } from "./query";

describe("expressions of KQL", () => {
    it("keeps whole numbers whole, and has a remainder that is never negative (numerical-operators)", () => {
        assertValues({
            "7 / 2": 3,
            "-7 / 2": -3,
            "7.0 / 2": 3.5,
            "1 / 0": null,
            "14 % 12": 2,
            "-14 % 12": 10,
            "14 % -12": 2,
            "-14 % -12": 10,
            "1 + 2 * 3": 7,
            "-(3 - 5)": 2,
        });
    });

    it("calculates with times and spans (datetime-timespan-arithmetic)", () => {
        assertValues({
            "datetime(1997-06-25) - datetime(1910-06-11)": "31791.00:00:00",
            "1d + 2d": "3.00:00:00",
            "datetime(1910-06-11) + 1d": "1910-06-12T00:00:00Z",
            "datetime(2026-01-01) - 90m": "2025-12-31T22:30:00Z",
            "1d / 5h": 4.8,
            "1h / 1s": 3600,
            "1.5 * 1h": "01:30:00",
            "1h * 2": "02:00:00",
            "1h / 4": "00:15:00",
            "datetime(2026-01-01 10:10) % 1h": "00:10:00",
            "abs(-1h)": "01:00:00",
            "now() - ago(1h)": "01:00:00",
            "now(-1d)": "2026-01-01T12:00:00Z",
            "datetime(2026-01-01 10:00:00.1234567) + 1tick": "2026-01-01T10:00:00.1234568Z",
        });
    });

    it("compares null with nothing (scalar-data-types/null-values, logical-operators)", () => {
        assertValues({
            "int(null) == 1": false,
            "int(null) != 1": true,
            "int(null) == int(null)": null,
            "int(null) != int(null)": null,
            "int(null) > 3": null,
            "int(null) + 10": null,
            "int(null) * 10": null,
            "bool(null) and true": false,
            "bool(null) or true": true,
            "not(bool(null))": null,
            'iff(bool(null), "yes", "no")': "no",
            'isnull("")': false,
            'isempty("")': true,
            "isempty(int(null))": true,
            "isnotnull(1)": true,
            'isnotempty("a")': true,
        });
    });

    it("finds terms, which letters and digits make (datatypes-string-operators)", () => {
        assertValues({
            '"North America" has "america"': true,
            '"North America" !has "amer"': true,
            '"North America" has_cs "America"': true,
            '"North America" has_cs "america"': false,
            '"a_b" has "a"': true,
            '"ab-cd" has "ab-cd"': true,
            '"xab-cd" has "ab-cd"': false,
            '"North America" hasprefix "ame"': true,
            '"North America" hasprefix "mer"': false,
            '"North America" hassuffix "ica"': true,
            '"North America" !hassuffix "americ"': true,
            '"North America" has_any ("south", "north")': true,
            '"North America" has_all ("america", "nort")': false,
            '"North America" has_any (dynamic(["x", "america"]))': true,
        });
    });

    it("compares texts with and without regard to capitals (datatypes-string-operators)", () => {
        assertValues({
            '"aBc" == "aBc"': true,
            '"abc" != "ABC"': true,
            '"abc" =~ "ABC"': true,
            '"aBc" !~ "xyz"': true,
            '"FabriKam" contains "BRik"': true,
            '"FabriKam" contains_cs "BRik"': false,
            '"Fabrikam" !contains "xyz"': true,
            '"Fabrikam" startswith "fab"': true,
            '"Fabrikam" startswith_cs "fab"': false,
            '"Fabrikam" !endswith "brik"': true,
            '"Fabrikam" endswith_cs "kam"': true,
            '"Fabrikam" matches regex "b.*k"': true,
            '"abc" in ("123", "345", "abc")': true,
            '"bca" !in ("123", "345", "abc")': true,
            '"abc" in ("ABC")': false,
            '"ABC" in ("ABC")': true,
            "int(null) in (int(null))": false,
            '"abc" in~ ("123", "ABC")': true,
            '"abc" !in~ ("123", "ABC")': false,
            "3 in (1, 3)": true,
            "datetime(2026-01-01) in (datetime(2026-01-01))": true,
            "int(null) in (1)": false,
        });
    });

    it("has both ends in a range, whose second may be a span (between-operator)", () => {
        assertValues({
            "5 between (1 .. 5)": true,
            "1 between (1 .. 5)": true,
            "6 between (1 .. 5)": false,
            "6 !between (1 .. 5)": true,
            "datetime(2026-01-02) between (datetime(2026-01-01) .. 1d)": true,
            "datetime(2026-01-02 00:00:01) between (datetime(2026-01-01) .. 1d)": false,
        });
    });

    it("goes into dynamic values, and finds null where nothing is (scalar-data-types/dynamic)", () => {
        assertValues({
            'dynamic({"a": {"b": [1, null, "x"]}}).a.b[2]': "x",
            'dynamic({"a": 1})["a"]': 1,
            "dynamic([1, 2, 3])[-1]": 3,
            'dynamic({"a": 1}).b': null,
            'dynamic({"a": 1}).b.c': null,
            "dynamic([1])[5]": null,
            'parse_json("{\\"constructor-less\\": true}").constructor': null,
            'dynamic({"a": "x"}).a == "x"': true,
            'dynamic({"a": "x"}).b == "x"': false,
            'dynamic({"a": "x"}).b != "x"': true,
            'dynamic({"a": 2}).a > 1': true,
            'dynamic({"a": "x"}).a in ("x", "y")': true,
            'dynamic({"a": "Big Words"}).a has "words"': true,
            'dynamic({"a": 2}).a + 1': 3,
            'parse_json("[1, {\\"k\\": true}]")[1].k': true,
            'parse_json("no json")': "no json",
            'isnull(parse_json(""))': true,
        });
    });

    it("converts types, to null where it cannot", () => {
        assertValues({
            "tostring(123)": "123",
            "tostring(true)": "true",
            "tostring(int(null))": "",
            "tostring(datetime(2026-01-01 10:00))": "2026-01-01T10:00:00.0000000Z",
            "tostring(1d + 1ms)": "1.00:00:00.0010000",
            'tostring(dynamic({"a": [1, "x"]}))': '{"a":[1,"x"]}',
            'tolong("12")': 12,
            'toint("0x1f")': 31,
            'tolong("x")': null,
            "tolong(2.9)": 2,
            'toreal("1.5e2")': 150,
            'todouble("x")': null,
            'tobool("true")': true,
            'tobool("0")': false,
            'tobool("x")': null,
            'todatetime("2026-01-01T10:00:00+02:00")': "2026-01-01T08:00:00Z",
            'todatetime("2026-02-30")': null,
            'todatetime("x")': null,
            'totimespan("00:00:10")': "00:00:10",
            'totimespan("x")': null,
            'toguid("74BE27DE-1E4E-49D9-B579-FE0B331D3642")': "74be27de-1e4e-49d9-b579-fe0b331d3642",
            "gettype(dynamic([1]))": "array",
        });
    });

    it("chooses, and takes the first that is not empty", () => {
        assertValues({
            'case(1 > 2, "a", 2 > 1, "b", "c")': "b",
            'case(1 > 2, "a", 2 > 3, "b", "c")': "c",
            'iff(true, dynamic({"a": 1}).a, "x")': "1",
            'coalesce("", "b", "c")': "b",
            "coalesce(int(null), 2)": 2,
        });
    });

    it("works on texts", () => {
        assertValues({
            'strcat("a", 1, true)': "a1true",
            'strcat_delim("-", "a", 2)': "a-2",
            'strcat_array(dynamic([1, "b"]), "->")': "1->b",
            'substring("123456", 2, 2)': "34",
            'substring("123456", -2)': "56",
            'split("aa_bb", "_")': ["aa", "bb"],
            'split("aaa_bbb_ccc", "_", 1)': ["bbb"],
            'split("", "_")': [""],
            'extract("x=([0-9.]+)", 1, "hello x=45.6|wo")': "45.6",
            'extract("x=([0-9.]+)", 1, "hello x=45.6|wo", typeof(real))': 45.6,
            'extract("(y)", 1, "x")': "",
            'extract_all(@"(\\d+)", "a1b22")': ["1", "22"],
            'extract_all(@"([a-z])(\\d)", "a1b2")': [
                ["a", "1"],
                ["b", "2"],
            ],
            'extract_all("(z)", "a")': null,
            'replace_string("a.b.c", ".", "-")': "a-b-c",
            'replace_regex("Number is 1", @"is (\\d+)", @"was: \\1 $")': "Number was: 1 $",
            'trim("--", "--x--")': "x",
            'trim_start("[^\\\\w]+", "-- ab- ")': "ab- ",
            'trim_end("-", "-a-")': "-a",
            'toupper("aB")': "AB",
            'strlen("hello")': 5,
            'indexof("abc", "c")': 2,
            'indexof("abc", "z")': -1,
            'countof("aaa", "aa")': 2,
            'hash_sha256("World")': "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524",
            'base64_encode_tostring("Kusto")': "S3VzdG8=",
            'base64_decode_tostring("S3VzdG8=")': "Kusto",
            'parse_url("scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment")': {
                Scheme: "scheme",
                Host: "host",
                Port: "1234",
                Path: "/this/is/a/path",
                Username: "username",
                Password: "password",
                "Query Parameters": { k1: "v1", k2: "v2" },
                Fragment: "fragment",
            },
            "strlen(```a\nb```)": 3,
        });
    });

    it("works on numbers", () => {
        assertValues({
            "bin(4.5, 1)": 4,
            "bin(-3, 2)": -4,
            "bin(7, 0)": null,
            "floor(-1.5, 1.0)": -2,
            "abs(-3)": 3,
            "sign(-42)": -1,
            "sqrt(256)": 16,
            "sqrt(-1)": null,
            "exp(0)": 1,
            "log(1)": 0,
            "log10(1000)": 3,
            "log2(8)": 3,
            "pow(2, 3)": 8,
            "round(2.98765, 3)": 2.988,
            "round(-2.5)": -3,
            "round(1.005, 2)": 1.01,
            "ceiling(1.1)": 2,
            "min_of(10, 1, -3, 17)": -3,
            "max_of(10, 1, -3, 17)": 17,
            "rand()": 0.25,
            "rand(8)": 2,
            "real(nan)": "NaN",
            "isnan(0.0 / 0)": true,
        });
    });

    it("works on times (datetime-diff-function, bin-function, format-datetime-function)", () => {
        assertValues({
            "bin(datetime(1970-05-11 13:45:07), 1d)": "1970-05-11T00:00:00Z",
            "bin(16d, 7d)": "14.00:00:00",
            "bin(-90m, 1h)": "-02:00:00",
            "startofday(datetime(2026-01-02 10:00))": "2026-01-02T00:00:00Z",
            "startofday(datetime(2026-01-02 10:00), -1)": "2026-01-01T00:00:00Z",
            "startofweek(datetime(2026-01-02 10:00))": "2025-12-28T00:00:00Z",
            "startofmonth(datetime(2026-02-28 10:00), 1)": "2026-03-01T00:00:00Z",
            "startofyear(datetime(2026-02-28))": "2026-01-01T00:00:00Z",
            "endofday(datetime(2026-01-02 10:00))": "2026-01-02T23:59:59.9999999Z",
            "endofmonth(datetime(2026-02-02))": "2026-02-28T23:59:59.9999999Z",
            'datetime_add("month", 1, datetime(2026-01-31))': "2026-02-28T00:00:00Z",
            'datetime_add("hour", -2, datetime(2026-01-01))': "2025-12-31T22:00:00Z",
            'datetime_diff("year", datetime(2017-01-01), datetime(2000-12-31))': 17,
            'datetime_diff("quarter", datetime(2017-07-01), datetime(2017-03-30))': 2,
            'datetime_diff("month", datetime(2017-01-01), datetime(2015-12-30))': 13,
            'datetime_diff("week", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))': 5,
            'datetime_diff("day", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))': 29,
            'datetime_diff("hour", datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))': 2,
            'datetime_diff("second", datetime(2017-10-30 23:00:10.100), datetime(2017-10-30 23:00:00.900))': 10,
            'format_datetime(datetime(2015-12-14 02:03:04.1234500), "yyyy-MM-dd HH:mm:ss.fffffff tt")':
                "2015-12-14 02:03:04.1234500 AM",
            "dayofweek(datetime(2026-01-02))": "5.00:00:00",
            "hourofday(datetime(2026-01-02 15:30))": 15,
            "getyear(datetime(2026-01-02))": 2026,
            "unixtime_seconds_todatetime(1546300800)": "2019-01-01T00:00:00Z",
        });
    });

    it("works on arrays, sets and bags", () => {
        assertValues({
            "array_length(dynamic([1, 2]))": 2,
            'array_length(parse_json("1"))': null,
            "array_concat(dynamic([1]), dynamic([2, 3]))": [1, 2, 3],
            'array_index_of(dynamic(["a", "b"]), "b")': 1,
            'array_index_of(dynamic(["a"]), "z")': -1,
            "array_slice(dynamic([1, 2, 3, 4]), 1, 2)": [2, 3],
            "array_slice(dynamic([1, 2, 3, 4]), -3, -2)": [2, 3],
            "array_sum(dynamic([1, 2]))": 3,
            "array_sort_asc(dynamic([3, 1, null, 2]))": [1, 2, 3, null],
            "set_has_element(dynamic([1, 2]), 2)": true,
            "set_difference(dynamic([1, 2, 3, 3]), dynamic([1]))": [2, 3],
            "set_intersect(dynamic([1, 2, 3]), dynamic([3, 2]), dynamic([3]))": [3],
            "set_union(dynamic([1, 2]), dynamic([2, 3]))": [1, 2, 3],
            'bag_keys(dynamic({"a": 1, "b": 2}))': ["a", "b"],
            'bag_has_key(dynamic({"a": 1}), "b")': false,
            'bag_merge(dynamic({"a": 1}), dynamic({"a": 2, "b": 3}))': { a: 1, b: 3 },
            'bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))': { b: 2 },
            'bag_pack("t", datetime(2026-01-01), "n", 1)': { t: "2026-01-01T00:00:00.0000000Z", n: 1 },
            'pack_array("a", 1, dynamic([2]))': ["a", 1, [2]],
        });
    });

    it("works on addresses", () => {
        assertValues({
            'ipv4_is_private("192.168.1.1")': true,
            'ipv4_is_private("172.32.0.1")': false,
            'ipv4_is_private("x")': null,
            'ipv4_is_in_range("127.0.0.5", "127.0.0.1/24")': true,
            'ipv4_is_in_range("127.0.1.5", "127.0.0.1/24")': false,
            'ipv4_is_in_any_range("10.0.0.1", "192.168.0.0/16", "10.0.0.0/8")': true,
            'ipv4_is_in_any_range("11.0.0.1", dynamic(["10.0.0.0/8"]))': false,
        });
    });

    it("takes a column that may not be there", () => {
        const rows = [{ User: "alice" }];
        assert.deepEqual(column('Calls | project a = column_ifexists("User", "none")', "a", rows), ["alice"]);
        assert.deepEqual(column('Calls | project a = column_ifexists("Nobody", "none")', "a", rows), ["none"]);
    });

    it("looks at the rows beside a row", () => {
        const rows = [1, 2, 3].map((Count) => ({ Count, User: `user ${Count}` }));
        assert.deepEqual(
            run(
                "Calls | sort by Count asc | project n = row_number(), p = prev(Count), q = next(User), r = prev(Count, 2, 0)",
                rows,
            ),
            [
                { n: 1, p: null, q: "user 2", r: 0 },
                { n: 2, p: 1, q: "user 3", r: 0 },
                { n: 3, p: 2, q: "", r: 1 },
            ],
        );
    });
});
