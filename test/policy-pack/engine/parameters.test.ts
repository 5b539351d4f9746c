// Does not prove that values outside the schema are refused: the engine does that.
import assert from "node:assert/strict";
import { parameterProblems, parameterValues } from "../../../policy-pack/engine/parameters";

const parameters = {
    days: { type: "integer", default: 90, description: "Days." },
    role: { type: "string", default: "component", description: "Role." },
} as const;

describe("parameters of a rule", () => {
    it("are the configured values, and the defaults of the rest", () => {
        assert.deepEqual(parameterValues(parameters, {}), { days: 90, role: "component" });
        assert.deepEqual(parameterValues(parameters, { days: 7 }), { days: 7, role: "component" });
    });

    it("with another name are a problem that lists the right names", () => {
        assert.deepEqual(parameterProblems(parameters, { days: 7 }), []);
        assert.deepEqual(parameterProblems(parameters, { day: 7, role: "x", roles: "y" }), [
            '"day" is no parameter of this policy: it has days, role.',
            '"roles" is no parameter of this policy: it has days, role.',
        ]);
        assert.deepEqual(parameterProblems({}, { days: 7 }), ['"days" is no parameter of this policy: it has none.']);
    });
});
