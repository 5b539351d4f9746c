// Does not prove that Pulumi refuses what is no path.
import assert from "node:assert/strict";
import { propertyPath } from "../../../../policy-pack/rules/governance/property-path";

describe("propertyPath", () => {
    const cases: Record<string, (string | number)[]> = {
        "": [],
        value: ["value"],
        "properties.networkAcls.bypass": ["properties", "networkAcls", "bypass"],
        "list[0].a[12]": ["list", 0, "a", 12],
        "list[*].a": ["list", "*", "a"],
        "*": ["*"],
        "tags.*": ["tags", "*"],
        'tags["data-classification"]': ["tags", "data-classification"],
        '["a.b"].c': ["a.b", "c"],
        '["a[0]"][1]': ["a[0]", 1],
        '["say \\"x\\\\y\\""]': ['say "x\\y"'],
        '["0"]': ["0"],
        '[""].a': ["", "a"],
    };
    for (const [text, path] of Object.entries(cases))
        it(`reads ${text}`, () => assert.deepEqual(propertyPath(text), path));
});
