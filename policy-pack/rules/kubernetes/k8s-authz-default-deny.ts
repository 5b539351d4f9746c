import {
    areAll,
    defineRelation,
    elements,
    every,
    get,
    proves,
    type Resource,
    type Stack,
    some,
    text,
    unless,
} from "../../engine";
import { authorizationPolicies, isMeshed, istioGateways, ofTypes, requestAuthentications, telemetries } from "./istio";
import { ingressNamespace, namespaceType } from "./namespace";

const labels = "metadata.labels";
const name = "metadata.name";
const place = "metadata.namespace";
const selected = "spec.selector";
const rules = "spec.rules";
const issuers = "spec.jwtRules";
const action = "spec.action";
const logs = "spec.accessLogging";
const targets = ["spec.targetRef", "spec.targetRefs"];
const ofPolicies = [place, selected, ...targets, action, rules];
const ofAuthentications = [place, selected, ...targets, issuers];
const reads = [rules, issuers, "spec.servers", action, logs];

/** Claims of an access token that say who calls: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
const callers = ["azp", "oid"].map((claim) => `request.auth.claims[${claim}]`);
const audiences = ["request.auth.audiences", "request.auth.claims[aud]"];

// for the examples
const [gatewayType = ""] = istioGateways;
const [policyType = ""] = authorizationPolicies;
const [authenticationType = ""] = requestAuthentications;
const [telemetryType = ""] = telemetries;
const host = "orders.contoso.internal";
const issuer = "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0";
const audience = "44444444-4444-4444-8444-000000000001";
const workload = { istio: "aks-istio-ingressgateway-internal" };
const nothing = policy({ selector: { matchLabels: workload } });

/**
 * What reaches the gateway of the cluster brings a token for the host that it asks for, and is who may call there.
 *
 * MCP servers are outside of the mesh, so the gateway decides, host by host, and everything in the network shares its
 * certificate: the token counts, and nothing else. In a namespace that is in the mesh, the certificate of the caller
 * counts, so policies there name principals.
 *
 * Nobody else has a say: keys come from the host of the issuer, which is where Istio looks for them by itself, and no policy
 * asks another service. And all that passes is logged.
 */
export default defineRelation({
    id: "k8s-authz-default-deny",
    title: "The gateway and the mesh let nobody pass whom no policy names",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-2", "7.1", "7.3", "ZT-1"],
    references: { mcsb: ["IM-4", "PA-7"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/istio-deploy-ingress",
    types: [...istioGateways, ...authorizationPolicies, ...requestAuthentications, ...telemetries, namespaceType],
    reads,
    // of one of the types each
    optional: reads,
    related: {
        [namespaceType]: { required: [name], optional: [labels] },
        ...Object.fromEntries(istioGateways.map((type) => [type, { optional: [selected] }])),
        ...Object.fromEntries(authorizationPolicies.map((type) => [type, { optional: ofPolicies }])),
        ...Object.fromEntries(requestAuthentications.map((type) => [type, { optional: ofAuthentications }])),
    },
    why: "Without such a policy the gateway passes on whatever anybody in the network sends, to every server behind it.",
    fix: `In ${ingressNamespace}, for the pods of the gateway, create an AuthorizationPolicy without rules, and for each host a RequestAuthentication with its issuer and audience, and an AuthorizationPolicy that allows the host, with that audience and the caller's oid or azp in when. In a namespace of the mesh, create an AuthorizationPolicy with an empty spec, and name principals in all others. Leave out jwks, let jwksUri be of the issuer's host, use no action CUSTOM, and let no Telemetry log less: leave out disabled, filter and match of spec.accessLogging.`,
    check: (resource, stack) => {
        const { type } = resource;
        if (type === namespaceType)
            return unless(
                !isMeshed(get(resource, labels)) || hasDenial(text(resource, name), stack),
                "",
                "nothing denies what no other policy of this namespace lets through",
            );
        if (requestAuthentications.includes(type))
            return unless(
                areAll(elements(resource, issuers), (rule) => isOneIssuer(resource, rule)),
                issuers,
                "a token must be from one tenant, for an audience that is named, and signed with a key of the issuer",
            );
        if (telemetries.includes(type))
            return unless(
                every(elements(resource, logs), (log) => logsAll(resource, log)),
                logs,
                "not all that passes is logged",
            );
        if (authorizationPolicies.includes(type))
            return [
                ...unless(text(resource, action) !== "CUSTOM", action, "another service says who passes"),
                ...unless(
                    isRefusing(resource) || every(elements(resource, rules), (rule) => namesCallers(resource, rule)),
                    rules,
                    "this lets through callers, or to hosts, that it does not name",
                ),
            ];
        const policies = policiesFor(resource, stack);
        return [
            ...unless(some(policies, isDenial), "", "nothing denies what no other policy of this gateway lets through"),
            ...unless(
                every(hostsOf(resource), (each) => some(policies, (one) => admits(one, each, resource, stack))),
                "spec.servers",
                "no policy says who may call this host, with a token that the gateway checks",
            ),
        ];
    },
    examples: {
        compliant: [
            { gateway: gateway(), nothing, callers: callersOf({}), tokens: tokens({}) },
            {
                gateway: gateway(`./${host}`),
                nothing: policy({}),
                callers: callersOf({}, { to: [{ operation: { hosts: [host, `${host}:*`] } }] }),
                tokens: tokens({ audiences: [audience, "api://orders"] }),
            },
            {
                namespace: namespace({ "istio.io/rev": "asm-1-27" }),
                nothing: policy({}, "monitoring"),
                scrapers: policy(
                    { rules: [{ from: [{ source: { principals: ["cluster.local/ns/monitoring/sa/scraper"] } }] }] },
                    "monitoring",
                ),
            },
            { namespace: namespace({ "istio-injection": "disabled" }) },
            { denial: policy({ action: "DENY", rules: [{}] }) },
            { tokens: tokens({ jwksUri: "https://login.microsoftonline.com/common/discovery/v2.0/keys" }) },
            ...telemetries.map((type) => ({ log: telemetry({ disabled: false }, type) })),
        ],
        violating: [
            { gateway: gateway() },
            { gateway: gateway(), nothing },
            { gateway: gateway(), nothing, callers: callersOf({}) },
            { gateway: gateway(), callers: callersOf({}), tokens: tokens({}) },
            { gateway: gateway(), nothing: policy({ action: "DENY" }), callers: callersOf({}), tokens: tokens({}) },
            {
                gateway: gateway(),
                nothing,
                callers: callersOf({}),
                tokens: tokens({}, { matchLabels: { istio: "another" } }),
            },
            { gateway: gateway(), nothing, callers: callersOf({}), tokens: tokens({ audiences: ["api://other"] }) },
            { gateway: gateway("other.contoso.internal"), nothing, callers: callersOf({}), tokens: tokens({}) },
            {
                gateway: gateway(),
                nothing,
                callers: callersOf({ selector: { matchLabels: { app: "other" } } }),
                tokens: tokens({}),
            },
            ...[
                { to: [] },
                { to: [{ operation: { hosts: ["*"] } }] },
                { to: [{ operation: { methods: ["POST"] } }] },
                { when: [] },
                { when: [{ key: audiences[1], values: [audience] }] },
                { when: [{ key: callers[1], values: ["33333333-3333-4333-8333-000000000051"] }] },
                {
                    when: [
                        { key: audiences[1], values: ["*"] },
                        { key: callers[1], values: ["*"] },
                    ],
                },
            ].map((changes) => ({ callers: callersOf({}, changes) })),
            { asking: policy({ action: "CUSTOM", provider: { name: "attacker" }, rules: [{}] }) },
            ...[{ disabled: true }, { filter: { expression: "false" } }, { match: { mode: "SERVER" } }].map(
                (changes) => ({
                    log: telemetry(changes),
                }),
            ),
            { everybody: policy({ rules: [{}] }) },
            { everybody: policy({ rules: [{}] }, "monitoring") },
            { anybody: policy({ rules: [{ from: [{ source: { principals: ["*"] } }] }] }, "monitoring") },
            { address: policy({ rules: [{ from: [{ source: { ipBlocks: ["10.20.0.0/16"] } }] }] }, "monitoring") },
            { namespace: namespace({ "istio.io/rev": "asm-1-27" }) },
            {
                namespace: namespace({ "istio.io/rev": "asm-1-27" }),
                nothing: policy({ targetRefs: [{ kind: "Service", name: "collector" }] }, "monitoring"),
            },
            ...[
                { audiences: [] },
                { issuer: "https://login.microsoftonline.com/common/v2.0" },
                { issuer: "https://login.microsoftonline.com/*" },
                { issuer: "http://login.contoso.internal" },
                { jwksUri: "https://attacker.example/keys" },
                { jwksUri: "https://login.microsoftonline.com.attacker.example/keys" },
                { jwksUri: "http://login.microsoftonline.com/common/discovery/v2.0/keys" },
                { jwks: '{"keys":[]}' },
            ].map((changes) => ({ tokens: tokens(changes) })),
            { none: { type: authenticationType, inputs: { metadata: { namespace: ingressNamespace }, spec: {} } } },
        ],
    },
});

/** Policies that audit let nothing through either. */
function isRefusing(policy: Resource): boolean {
    return !["", "ALLOW"].includes(text(policy, action));
}

/** https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy */
function isDenial(policy: Resource): boolean {
    return !isRefusing(policy) && elements(policy, rules).length === 0;
}

/** Whether a policy denies everything to every pod of a namespace. */
function hasDenial(namespace: string, stack: Stack): boolean {
    return some(ofTypes(authorizationPolicies, stack), (policy) =>
        every(
            [
                () => text(policy, place) === namespace,
                () => [selected, ...targets].every((path) => get(policy, path) === undefined),
                () => isDenial(policy),
            ],
            proves,
        ),
    );
}

/** Policies of the namespace of the gateway that are for its pods. */
function policiesFor(gateway: Resource, stack: Stack): readonly Resource[] {
    return ofTypes(authorizationPolicies, stack).filter((policy) => isFor(policy, gateway));
}

/** Whether something in the namespace of the gateway is for every pod that a Gateway is served by. */
function isFor(policy: Resource, gateway: Resource): boolean {
    const wanted = Object.entries(Object(get(policy, `${selected}.matchLabels`)));
    const pods: Record<string, unknown> = Object(get(gateway, selected));
    return (
        text(policy, place) === ingressNamespace &&
        wanted.every(([label, value]) => pods[label] === value) &&
        targets.every((path) => get(policy, path) === undefined)
    );
}

/** Hosts of a Gateway, without the namespaces that they are for. */
function hostsOf(gateway: Resource): string[] {
    return elements(gateway, "spec.servers")
        .flatMap((server) => elements(gateway, `${server}.hosts`))
        .map((path) => text(gateway, path).replace(/^.*\//, ""));
}

/** Whether a policy lets callers through to a host, with tokens that the gateway checks. */
function admits(policy: Resource, host: string, gateway: Resource, stack: Stack): boolean {
    return some(elements(policy, rules), (rule) =>
        every(
            [
                () => !isRefusing(policy),
                () => hostsIn(policy, rule).some((path) => text(policy, path) === host),
                () =>
                    every(valuesOf(policy, rule, audiences), (path) =>
                        some(ofTypes(requestAuthentications, stack), (authentication) =>
                            every(
                                [() => isFor(authentication, gateway), () => takes(authentication, text(policy, path))],
                                proves,
                            ),
                        ),
                    ),
            ],
            proves,
        ),
    );
}

function takes(authentication: Resource, audience: string): boolean {
    return some(elements(authentication, issuers), (rule) =>
        some(elements(authentication, `${rule}.audiences`), (path) => text(authentication, path) === audience),
    );
}

function isOneIssuer(authentication: Resource, rule: string): boolean {
    const issuer = () => /^https:\/\/[^*]+$/.test(text(authentication, `${rule}.issuer`));
    const tenant = () => !/\/(common|organizations|consumers)\//.test(text(authentication, `${rule}.issuer`));
    const named = () => elements(authentication, `${rule}.audiences`).length > 0;
    const ownKeys = () => {
        const keys = text(authentication, `${rule}.jwksUri`);
        return keys === "" || originOf(keys) === originOf(text(authentication, `${rule}.issuer`));
    };
    const noKeys = () => get(authentication, `${rule}.jwks`) === undefined;
    return every([issuer, tenant, named, ownKeys, noKeys], proves);
}

/** Scheme and host of an address, or all of a text that is none. */
function originOf(address: string): string {
    return URL.canParse(address) ? new URL(address).origin : address;
}

/** Whether a setting of a Telemetry logs whatever passes: https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging */
function logsAll(telemetry: Resource, log: string): boolean {
    return every(
        [
            () => get(telemetry, `${log}.disabled`) !== true,
            () => get(telemetry, `${log}.filter`) === undefined,
            () => get(telemetry, `${log}.match`) === undefined,
        ],
        proves,
    );
}

/** At the gateway, the token says who calls; in the mesh, the certificate does. */
function namesCallers(policy: Resource, rule: string): boolean {
    if (text(policy, place) !== ingressNamespace)
        return areAll(elements(policy, `${rule}.from`), (from) =>
            areAll(elements(policy, `${from}.source.principals`), (path) => isExact(text(policy, path))),
        );
    return every(
        [
            () => areAll(elements(policy, `${rule}.to`), (to) => elements(policy, `${to}.operation.hosts`).length > 0),
            () => every(hostsIn(policy, rule), (path) => isExact(text(policy, path).replace(/:\*$/, ""))),
            ...[audiences, callers].map(
                (keys) => () => areAll(valuesOf(policy, rule, keys), (path) => isExact(text(policy, path))),
            ),
        ],
        proves,
    );
}

function hostsIn(policy: Resource, rule: string): string[] {
    return elements(policy, `${rule}.to`).flatMap((to) => elements(policy, `${to}.operation.hosts`));
}

/** Paths of the values that a rule wants one of some keys to have. */
function valuesOf(policy: Resource, rule: string, keys: readonly string[]): string[] {
    return elements(policy, `${rule}.when`)
        .filter((when) => keys.includes(text(policy, `${when}.key`)))
        .flatMap((when) => elements(policy, `${when}.values`));
}

function isExact(text: string): boolean {
    return !text.includes("*");
}

function gateway(name = host) {
    return {
        type: gatewayType,
        inputs: {
            metadata: { name: "orders", namespace: "mcp-orders" },
            spec: { selector: workload, servers: [{ hosts: [name] }] },
        },
    };
}

function policy(spec: object, namespace = ingressNamespace) {
    return { type: policyType, inputs: { metadata: { name: "orders", namespace }, spec } };
}

function callersOf(changes: object, ofRule: object = {}) {
    const rule = {
        to: [{ operation: { hosts: [host] } }],
        when: [
            { key: audiences[1], values: [audience] },
            { key: callers[1], values: ["33333333-3333-4333-8333-000000000051"] },
        ],
        ...ofRule,
    };
    return policy({ selector: { matchLabels: workload }, action: "ALLOW", rules: [rule], ...changes });
}

function tokens(changes: object, selector: object = { matchLabels: workload }) {
    return {
        type: authenticationType,
        inputs: {
            metadata: { name: "orders", namespace: ingressNamespace },
            spec: {
                selector,
                jwtRules: [{ issuer, audiences: [audience], ...changes }],
            },
        },
    };
}

function telemetry(log: object, type = telemetryType) {
    return {
        type,
        inputs: {
            metadata: { name: "access-log", namespace: ingressNamespace },
            spec: { accessLogging: [{ providers: [{ name: "envoy" }], ...log }] },
        },
    };
}

function namespace(labels: object) {
    return { type: namespaceType, inputs: { metadata: { name: "monitoring", labels } } };
}
