import { stringLiteral, variable } from "./csharp";
import type { PolicyServer } from "./server";
import { largestMessage } from "./size-limit";
import { choose } from "./statements";
import { type Element, element } from "./xml";

/**
 * Lets a call of a tool pass only when its message satisfies the schema made of the tool's input schema. A call that does
 * not gets 400, which errors.ts answers without the details that API Management would give.
 * https://learn.microsoft.com/azure/api-management/validate-content-policy. Serves practices 1.1 and 1.2.
 */
export function validateArguments({ tools }: PolicyServer): Element[] {
    return [
        choose(
            ...tools.map(({ name, schemaId }) => ({
                when: `${variable("rpcTool")} == ${stringLiteral(name)}`,
                do: [validateContent(schemaId)],
            })),
        ),
    ];
}

function validateContent(schemaId: string): Element {
    return element(
        "validate-content",
        {
            "unspecified-content-type-action": "prevent",
            "max-size": String(largestMessage),
            "size-exceeded-action": "prevent",
        },
        element("content", {
            type: "application/json",
            "validate-as": "json",
            "schema-id": schemaId,
            action: "prevent",
            "case-insensitive-property-names": "false",
        }),
    );
}
