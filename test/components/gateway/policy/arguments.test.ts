import assert from "node:assert/strict";
import { validateArguments } from "../../../../components/gateway/policy/arguments";
import { element, render } from "../../../../components/gateway/policy/xml";
import { allOf, elementsOf, readDocument } from "./read-document";
import { sampleServer } from "./sample-server";

describe("validateArguments", () => {
    const root = readDocument(render(element("inbound", {}, ...validateArguments(sampleServer))));
    const cases = allOf(root).filter(({ name }) => name === "when");

    it("holds each tool to its own schema", () => {
        assert.deepEqual(
            cases.map(({ attributes }) => attributes.condition),
            ["search_orders", "create_order", "cancel_order"].map(
                (tool) => `@((string)context.Variables["rpcTool"] == "${tool}")`,
            ),
        );
        assert.deepEqual(
            allOf(root)
                .filter(({ name }) => name === "content")
                .map(({ attributes }) => attributes["schema-id"]),
            ["orders-search", "orders-create", "orders-cancel"],
        );
    });

    it("prevents whatever is not as it should be", () => {
        for (const each of cases) {
            const [validation] = elementsOf(each);
            assert.deepEqual(
                { ...validation?.attributes },
                {
                    "unspecified-content-type-action": "prevent",
                    "max-size": "102400",
                    "size-exceeded-action": "prevent",
                },
            );
            const { "schema-id": _, ...content } = (validation && elementsOf(validation)[0]?.attributes) ?? {};
            assert.deepEqual(content, {
                type: "application/json",
                "validate-as": "json",
                action: "prevent",
                "case-insensitive-property-names": "false",
            });
        }
    });
});
