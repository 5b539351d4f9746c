// Does not prove that an engine sends inputs like these: test/engine/policy-pack.test.ts asks a real one.
import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { configuredPolicies, plain } from "../../../policy-pack/engine/sdk";
import { unknown } from "../../../policy-pack/engine/value";
import { unknownList, unknownObject, unknownText } from "./sdk";

describe("plain", () => {
    it("copies what is known and marks what is not, without a second reading of the SDK's proxies", () => {
        const inputs = {
            text: "a",
            number: 0,
            flag: false,
            gap: unknownText,
            object: {
                list: [1, unknownText, { gap: unknownObject }, [2, [3]], null],
                nothing: null,
                empty: {},
                gap: unknownList,
            },
            hidden: "[secret]",
        };
        assert.deepEqual(plain(unknownCheckingProxy(inputs)), {
            text: "a",
            number: 0,
            flag: false,
            gap: unknown,
            object: { list: [1, unknown, { gap: unknown }, [2, [3]]], empty: {}, gap: unknown },
            hidden: unknown,
        });
    });

    it("lets other errors of the SDK pass", () => {
        const broken = {
            get inputs() {
                throw new RangeError("broken");
            },
        };
        assert.throws(() => plain(broken), RangeError);
    });
});

describe("configuredPolicies", () => {
    it("answers the defaults of the SDK while no engine has configured anything", async () => {
        const configured = await configuredPolicies(["one", "two"]);
        assert.deepEqual(
            [...configured],
            [
                ["one", { level: "mandatory", values: {} }],
                ["two", { level: "mandatory", values: {} }],
            ],
        );
    });
});
