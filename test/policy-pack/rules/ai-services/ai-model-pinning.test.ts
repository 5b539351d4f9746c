// Does not prove that a model behaves as when it was reviewed.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/ai-services/ai-model-pinning";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const findings = (publisher: string, name: string, version: string, allowedModels: string[]) => {
    const properties = {
        model: { publisher, name, version },
        versionUpgradeOption: "NoAutoUpgrade",
        raiPolicyName: "blocking",
    };
    const deployment = { type: "cognitiveservices:Deployment", inputs: { properties } };
    return judge(rule, stackOf({ deployment }), { allowedModels }).findings.map(({ path }) => path);
};
const refused = ["properties.model.publisher"];

describe("ai-model-pinning", () => {
    it("lets nothing pass where nothing is allowed", () =>
        assert.deepEqual(findings("OpenAI", "gpt-5.1", "2025-11-13", []), refused));

    it("compares publisher, name and version, each as a whole", () => {
        const allowed = ["Mistral AI/*/*", "OpenAI/gpt-5.1/2025-11-13", "OpenAI/gpt-5/*"];
        assert.deepEqual(findings("OpenAI", "gpt-5.1", "2025-11-13", allowed), []);
        assert.deepEqual(findings("OpenAI", "gpt-5", "2025-08-07", allowed), []);
        assert.deepEqual(findings("Mistral AI", "mistral-small", "1", allowed), []);
        assert.deepEqual(findings("OpenAI", "gpt-5.1", "2025-11-14", allowed), refused);
        assert.deepEqual(findings("OpenAI", "gpt-5.1-mini", "2025-11-13", allowed), refused);
        assert.deepEqual(findings("Mistral", "mistral-small", "1", allowed), refused);
    });

    it("wants a version even where all are allowed", () =>
        assert.deepEqual(findings("OpenAI", "gpt-5.1", "", ["*/*/*"]), ["properties.model.version"]));
});
