// Does not prove that Azure hides what secureData says, nor that an identity has little to give: roles decide that.
import assert from "node:assert/strict";
import { normalised } from "../../../../policy-pack/engine/arm-resource";
import type { Value, Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/sentinel/sen-playbook-hardening";
import { judge } from "../../judge";
import { resourceOf, stackOf } from "../../stack";

const clean = { findings: [], undecided: [] };
const outcome = (inputs: Values, parameters?: object) => {
    const { findings, undecided } = judge(rule, stackOf({ playbook: { type: "logic:Workflow", inputs } }), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};

const nobody = { allowedCallerIpAddresses: [{ addressRange: "0.0.0.0-0.0.0.0" }] };
const incident: Values = { type: "ApiConnectionWebhook", inputs: { path: "/incident-creation" } };
const hidden: Values = { secureData: { properties: ["inputs", "outputs"] } };
const arm = "https://management.azure.com/";
const request = (changes: Values = {}, runtimeConfiguration: Value = hidden): Values => ({
    type: "Http",
    inputs: {
        uri: `${arm}subscriptions`,
        authentication: { type: "ManagedServiceIdentity", audience: arm },
        ...changes,
    },
    runtimeConfiguration,
});
const playbook = (actions: Values, triggers: Values = { incident }): Values => ({
    identity: { type: "UserAssigned", userAssignedIdentities: ["id"] },
    accessControl: { contents: nobody },
    definition: { triggers, actions },
});
const sends = (changes: Values, parameters?: object) =>
    outcome(playbook({ Respond: request(changes) }), parameters).findings;

const unjudged = "these are of a type that no rule judges: ";
const host = "these send to a host that is not allowed or not written out: ";
const token = "these do not authenticate as the identity, by a token for their host: ";
const own = "these send a secret of their own: ";
const shown = "the history of runs shows what these send or receive: ";
const open = "anybody on the internet may start it";
const read = "what its runs received and sent can be read from everywhere";

describe("sen-playbook-hardening", () => {
    it("wants an identity", () => {
        const valid = playbook({ Respond: request() });
        assert.deepEqual(outcome({ ...valid, identity: { type: "SystemAssigned" } }), clean);
        assert.deepEqual(outcome(valid), clean);
        const unnamed: Values[] = [{ type: "UserAssigned" }, { type: "UserAssigned", userAssignedIdentities: [] }];
        for (const identity of unnamed)
            assert.deepEqual(outcome({ ...valid, identity }).findings, [
                "no identity is named that the workflow acts as",
            ]);
        const none: Values[] = [{ type: "None" }, {}];
        for (const identity of none)
            assert.deepEqual(outcome({ ...valid, identity }).findings, ["the workflow has no identity"]);
    });

    it("wants a definition with something to judge", () => {
        const valid = playbook({ Respond: request() });
        const empty: Value[] = ["{}", {}, { actions: {} }, [], 7];
        for (const definition of empty)
            assert.deepEqual(outcome({ ...valid, definition }).findings, [
                "the definition says nothing that can be judged",
            ]);
    });

    describe("who may start it", () => {
        const started = (triggers: Values, ranges?: string[]) =>
            outcome({
                ...playbook({ Respond: request() }, triggers),
                accessControl: {
                    contents: nobody,
                    ...(ranges && {
                        triggers: { allowedCallerIpAddresses: ranges.map((addressRange) => ({ addressRange })) },
                    }),
                },
            }).findings;
        const manual: Values = { manual: { type: "Request", kind: "Http" } };

        it("must be said where it has an address that people know", () => {
            assert.deepEqual(started({ incident }), []);
            assert.deepEqual(started(manual), [open]);
            assert.deepEqual(started({ incident, ...manual }), [open]);
            assert.deepEqual(started(manual, []), []);
            assert.deepEqual(started(manual, ["10.30.0.0/24", "203.0.113.7/32"]), []);
        });

        it("must be few, wherever it is said", () => {
            for (const wide of ["0.0.0.0/0", "0.0.0.0/7", "0.0.0.0-255.255.255.255", "10.0.0.0", "", "10.0.0.0/33"])
                for (const triggers of [{ incident }, manual])
                    assert.deepEqual(started(triggers, ["10.30.0.0/24", wide]), [open], wide);
            for (const narrow of ["10.0.0.0/8", "10.0.0.0/19", "10.0.0.0/32"])
                assert.deepEqual(started({ incident }, [narrow]), []);
        });

        it("must not be unclear", () => {
            for (const allowedCallerIpAddresses of ["10.0.0.0/8", {}])
                assert.notDeepEqual(
                    outcome({
                        ...playbook({ Respond: request() }, manual),
                        accessControl: { contents: nobody, triggers: { allowedCallerIpAddresses } },
                    }).findings,
                    [],
                );
        });
    });

    it("wants to know who may read its runs", () => {
        const readers = (contents: Value) =>
            outcome({ ...playbook({ Respond: request() }), accessControl: { contents } }).findings;
        assert.deepEqual(readers(nobody), []);
        assert.deepEqual(readers({ allowedCallerIpAddresses: [{ addressRange: "10.30.0.0/24" }] }), []);
        const everybody: Value[] = [{}, { allowedCallerIpAddresses: [] }, { allowedCallerIpAddresses: "10.30.0.0/24" }];
        for (const all of everybody) assert.deepEqual(readers(all), [read]);
        const wide = [{ addressRange: "10.30.0.0/24" }, { addressRange: "0.0.0.0/0" }];
        assert.deepEqual(readers({ allowedCallerIpAddresses: wide }), [read]);
    });

    it("knows the types of actions, wherever they are, and of triggers", () => {
        const strange: Values = { type: "JavaScriptCode" };
        const inside = { Strange: strange };
        const owners: Values[] = [
            { type: "Scope", actions: inside },
            { type: "Foreach", actions: { Deep: { type: "Until", actions: inside } } },
            { type: "If", actions: {}, else: { actions: inside } },
            { type: "Switch", cases: { a: { actions: {} }, b: { actions: inside } } },
            { type: "Switch", cases: {}, default: { actions: inside } },
        ];
        for (const owner of owners)
            assert.deepEqual(outcome(playbook({ Owner: owner })).findings, [`${unjudged}Strange`]);
        for (const type of [
            "ApiConnection",
            "ApiConnectionWebhook",
            "Request",
            "Function",
            "HttpWebhook",
            "Workflow",
            "",
        ])
            assert.deepEqual(outcome(playbook({ Respond: request(), Other: { type } })).findings, [`${unjudged}Other`]);
        assert.deepEqual(outcome(playbook({ Other: {} })).findings, [`${unjudged}Other`]);
        for (const type of ["ApiConnectionWebhook", "Recurrence", "SlidingWindow"])
            assert.deepEqual(outcome(playbook({ Respond: request() }, { one: { type } })), clean);
        assert.deepEqual(outcome(playbook({ Respond: request() }, { one: strange })).findings, [`${unjudged}one`]);
    });

    it("judges a trigger that sends like an action", () => {
        const poll = request({ uri: "https://example.com/queue" });
        const { findings } = outcome(playbook({ Respond: request() }, { poll }));
        assert.deepEqual(findings, [`${host}poll`, `${token}poll`]);
    });

    it("wants a host that is allowed and written out to its slash", () => {
        for (const uri of [arm, `${arm}@{triggerBody()?['id']}`]) assert.deepEqual(sends({ uri }), [], uri);
        for (const uri of [
            "https://management.azure.com",
            "https://management.azure.com@{triggerBody()?['id']}",
            "https://management.azure.com.example.com/",
            "https://management.azure.com@example.com/",
            "https://management.azure.com:8443/",
            "https://@{variables('host')}/",
            "@variables('uri')",
            "http://management.azure.com/",
            "",
        ])
            assert.deepEqual(sends({ uri }), [`${host}Respond`, `${token}Respond`], uri);
    });

    it("allows the hosts that are configured, each with a token of its own", () => {
        const vault = {
            uri: "https://kv-contoso.vault.azure.net/secrets",
            authentication: { type: "ManagedServiceIdentity", audience: "https://vault.azure.net" },
        };
        assert.deepEqual(sends(vault), [`${host}Respond`]);
        const allowedHosts = ["kv-contoso.vault.azure.net"];
        assert.deepEqual(sends(vault, { allowedHosts }), []);
        assert.deepEqual(sends({}, { allowedHosts }), [`${host}Respond`]);
        const withAudience = (audience: string) => ({
            ...vault,
            authentication: { ...vault.authentication, audience },
        });
        for (const audience of [arm, "https://azure.net.example.com", "https://ault.azure.net", "vault.azure.net"])
            assert.deepEqual(sends(withAudience(audience), { allowedHosts }), [`${token}Respond`], audience);
    });

    it("wants a token of the identity and nothing else to prove who it is", () => {
        const graph = { type: "ManagedServiceIdentity", audience: "https://graph.microsoft.com" };
        const others: Value[] = [
            graph,
            { type: "ManagedServiceIdentity" },
            { type: "Basic", username: "a" },
            { type: "ActiveDirectoryOAuth", audience: arm },
            "@parameters('authentication')",
            {},
        ];
        for (const authentication of others) assert.deepEqual(sends({ authentication }), [`${token}Respond`]);
        assert.deepEqual(sends({ uri: "https://graph.microsoft.com/v1.0/users", authentication: graph }), []);
    });

    it("finds a secret of its own by where it stands", () => {
        for (const header of ["Authorization", "x-api-key", "Cookie", "X-Access-Token", "client-secret"])
            assert.deepEqual(sends({ headers: { "If-Match": "*", [header]: "x" } }), [`${own}Respond`], header);
        assert.deepEqual(sends({ headers: { "If-Match": "*", "Content-Type": "application/json" } }), []);
        for (const query of ["code=x", "a=1&sig=x", "subscription-key=x"])
            assert.deepEqual(sends({ uri: `${arm}a?${query}` }), [`${own}Respond`], query);
        assert.deepEqual(sends({ uri: `${arm}a?api-version=2024-05-01&postcode=x` }), []);
    });

    it("finds parameters that are secrets, in the definition and beside it", () => {
        const secret = "a parameter is a secret";
        const valid = playbook({ Respond: request() });
        const declared = (type: string) => ({ a: { type: "Array" }, b: { type } });
        for (const type of ["SecureString", "securestring", "SecureObject"]) {
            const definition = { ...(valid.definition as Values), parameters: declared(type) };
            assert.deepEqual(outcome({ ...valid, definition }).findings, [secret]);
            assert.deepEqual(outcome({ ...valid, parameters: declared(type) }).findings, [secret]);
        }
        assert.deepEqual(outcome({ ...valid, parameters: declared("Object") }), clean);
    });

    it("wants both sides of each request hidden, and says whose are not", () => {
        for (const properties of [["inputs"], ["outputs"], [], "inputs"])
            assert.deepEqual(
                outcome(
                    playbook({
                        First: request({}, { secureData: { properties } }),
                        Second: request(),
                        Third: request({}, {}),
                    }),
                ).findings,
                [`${shown}First, Third`],
            );
    });

    describe("a connection", () => {
        const generic = (properties: Values) => {
            const resource = resourceOf("connection", {
                type: "resources:Resource",
                inputs: {
                    resourceProviderNamespace: "Microsoft.Web",
                    parentResourcePath: "",
                    resourceType: "connections",
                    resourceName: "sentinel",
                    apiVersion: "2016-06-01",
                    properties,
                },
            });
            return judge(rule, [normalised(resource)]).findings.map(({ path }) => path);
        };

        it("is judged as the generic resource that it has to be", () => {
            assert.deepEqual(generic({ parameterValueType: "Alternative" }), []);
            assert.deepEqual(generic({}), ["properties.parameterValueType"]);
            assert.deepEqual(generic({ parameterValueType: "alternative" }), ["properties.parameterValueType"]);
            assert.deepEqual(generic({ parameterValueType: "Alternative", parameterValues: {} }), [
                "properties.parameterValues",
            ]);
        });
    });
});
