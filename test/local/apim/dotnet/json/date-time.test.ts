// Does not prove what a gateway outside of UTC would make of offsets.
import assert from "node:assert/strict";
import { invariantText, isoText, readDateTime } from "../../../../../local/apim/dotnet/json/date-time";

const dates: Record<string, string | undefined> = {
    "2020-01-02T03:04:05": "2020-01-02T03:04:05",
    "2020-01-02T03:04:05Z": "2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05z": "2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05.1200000Z": "2020-01-02T03:04:05.12Z",
    "2020-01-02T03:04:05.1234567": "2020-01-02T03:04:05.1234567",
    "2020-01-02T03:04:05+02:30": "2020-01-02T00:34:05+00:00",
    "2020-01-02T03:04:05-0230": "2020-01-02T05:34:05+00:00",
    "2020-01-02T03:04:05+02": "2020-01-02T01:04:05+00:00",
    "2020-01-02T03:04:05+02:": "2020-01-02T01:04:05+00:00",
    "2020-01-02T03:04:05+99:99": "2019-12-28T22:25:05+00:00",
    "2020-01-02T24:00:00": "2020-01-03T00:00:00",
    "2020-02-29T00:00:00": "2020-02-29T00:00:00",
    "0001-01-01T00:00:00+01:00": "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59.9999999-01:00": "9999-12-31T23:59:59.9999999+00:00",
    // its parser passes over minutes and colons behind a time without a zone
    "2020-01-02T03:04:05:": "2020-01-02T03:04:05",
    "2020-01-02T03:04:05:30": "2020-01-02T03:04:05",
    "2020-01-02T03:04:0530": "2020-01-02T03:04:05",
    "2020-01-02T03:04:05.123456730": "2020-01-02T03:04:05.1234567",
    "2020-01-02T03:04:05.12345678": undefined,
    "2020-01-02T03:04:05.": undefined,
    "2020-01-02T03:04:05.Z": undefined,
    "2020-01-02T03:04:05+2": undefined,
    "2020-01-02T03:04:05+02:3": undefined,
    "2020-01-02T03:04:05ZZ": undefined,
    "2020-01-02T03:04:05 ": undefined,
    " 2020-01-02T03:04:05": undefined,
    "2020-01-02T03:04:60": undefined,
    "2020-01-02T03:60:00": undefined,
    "2020-01-02T25:00:00": undefined,
    "2020-01-02T24:00:01": undefined,
    "2020-01-02T24:00:00.1": undefined,
    "2019-02-29T00:00:00": undefined,
    "2020-13-01T00:00:00": undefined,
    "2020-00-01T00:00:00": undefined,
    "2020-01-00T00:00:00": undefined,
    "0000-01-01T00:00:00": undefined,
    "2020-01-02t03:04:05": undefined,
    "2020-01-02 03:04:05": undefined,
    "2020-01-02T03:04": undefined,
    "2020-01-02": undefined,
    "/Date(0)/": "1970-01-01T00:00:00Z",
    "/Date(1700000000123)/": "2023-11-14T22:13:20.123Z",
    "/Date(-1)/": "1969-12-31T23:59:59.999Z",
    "/Date(0+0200)/": "1970-01-01T00:00:00+00:00",
    "/Date(-1-05)/": "1969-12-31T23:59:59.999+00:00",
    "/Date()/": undefined,
    "/Date(x)/": undefined,
    "/Date(+1)/": undefined,
    "/Date(0+x)/": undefined,
    "/Date(0)": undefined,
    "/Date(0)/ ": undefined,
    "/Date(9223372036854775808)/": undefined,
    "/date(0)/": undefined,
    "/": undefined,
    "": undefined,
};

describe("A date in JSON", () => {
    for (const [text, written] of Object.entries(dates)) {
        it(`is ${written ?? "no date"} for ${JSON.stringify(text)}`, () => {
            const date = readDateTime(text);
            assert.equal(date && isoText(date), written);
        });
    }

    it("may be one that .NET has not", () => {
        const none = { type: "ArgumentOutOfRangeException" };
        assert.throws(() => readDateTime("9999-12-31T24:00:00"), none);
        assert.throws(() => readDateTime("/Date(253402300800000)/"), none);
        assert.throws(() => readDateTime("/Date(-62135596800001)/"), none);
    });

    it("is nothing that policies could catch when nobody knows what Newtonsoft makes of it", () => {
        assert.throws(() => readDateTime("/Date(0+02xx)/"), { name: "Error", message: /\/Date\(0\+02xx\)\// });
    });

    it("is a text as invariant culture has it", () => {
        const date = readDateTime("2020-01-02T13:04:05.6Z");
        assert.equal(date && invariantText(date), "01/02/2020 13:04:05");
    });
});
