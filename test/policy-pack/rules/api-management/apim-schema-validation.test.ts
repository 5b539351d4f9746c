// Does not prove that a schema says what its tool takes: the tests of the gateway's policy compare the two.
import assert from "node:assert/strict";
import { normalised } from "../../../../policy-pack/engine/arm-resource";
import rule from "../../../../policy-pack/rules/api-management/apim-schema-validation";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

/** Azure takes JSON as `document`, which only the generic resource of the SDK can send. */
const schema = (document: object) =>
    normalised(
        resourceOf("schema", {
            type: "resources:Resource",
            inputs: {
                apiVersion: "2024-05-01",
                resourceProviderNamespace: "Microsoft.ApiManagement",
                parentResourcePath: "service/apim",
                resourceType: "schemas",
                resourceName: "orders-cancel",
                properties: { schemaType: "json", document: { ...document } },
            },
        }),
    );
const messages = (document: object) => judge(rule, [schema(document)]).findings.map(({ message }) => message);

describe("apim-schema-validation", () => {
    it("judges schemas of the generic resource", () => {
        const properties = { id: { type: "string" } };
        assert.equal(schema({}).type, "apimanagement:GlobalSchema");
        assert.deepEqual(messages({ type: "object", additionalProperties: false, properties }), []);
        assert.deepEqual(messages({ type: "object", properties }), [
            "an object of the schema takes properties that nobody described",
        ]);
    });
});
