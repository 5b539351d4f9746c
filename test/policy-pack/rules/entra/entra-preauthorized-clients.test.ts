// Does not prove that a client of one's own is a good one: other rules judge its application.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/entra/entra-preauthorized-clients";
import {
    application,
    preAuthorized,
    registration,
    servicePrincipal,
} from "../../../../policy-pack/rules/entra/entra-types";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const clean = { findings: [], undecided: [] };
const foreign = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

const client = (authorizedClientId: Value, source?: string): SampleResource => ({
    type: preAuthorized,
    inputs: { authorizedClientId },
    dependencies: source === undefined ? {} : { authorizedClientId: [source] },
});
const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path }) => path), undecided };
};

describe("entra-preauthorized-clients", () => {
    for (const type of [registration, application])
        it(`takes a client that is a ${type} of the same program, in a preview and after it`, () => {
            for (const id of [unknown, foreign] as Value[])
                assert.deepEqual(outcome({ own: { type, inputs: {} }, client: client(id, "own") }), clean);
        });

    it("takes no id for one's own that comes from something else", () => {
        const found = { type: servicePrincipal, inputs: {} };
        assert.deepEqual(outcome({ found, client: client(foreign, "found") }).findings, ["authorizedClientId"]);
        const own = { type: registration, inputs: {} };
        assert.deepEqual(outcome({ own, client: client(foreign) }).findings, ["authorizedClientId"]);
    });

    it("is undecided about an id that is not known and comes from nowhere", () => {
        assert.deepEqual(outcome({ client: client(unknown) }), {
            findings: [],
            undecided: [`authorizedClientId of ${preAuthorized} "client"`],
        });
    });

    it("takes the clients that a team has looked at, in either case, and no others", () => {
        const parameters = { allowedClients: [foreign] };
        assert.deepEqual(outcome({ client: client(foreign.toUpperCase()) }, parameters), clean);
        const code = client("aebc6443-996d-45c2-90f0-388ff96faa56");
        assert.deepEqual(outcome({ code }, parameters).findings, ["authorizedClientId"]);
        assert.deepEqual(outcome({ code }), clean);
    });
});
