import { defineRule, unless } from "../../engine";
import { workflowType } from "./sentinel";
import { actionsIn, type Definition, type Step, triggersOf } from "./workflow-definition";

const connectionType = "web:Connection";

const reads = {
    identity: "identity.type",
    identities: "identity.userAssignedIdentities",
    callers: "accessControl.triggers.allowedCallerIpAddresses",
    readers: "accessControl.contents.allowedCallerIpAddresses",
    definition: "definition",
    parameters: "parameters",
    credentials: "properties.parameterValueType",
    values: "properties.parameterValues",
};

/** Actions that send nothing. */
const innerActions: readonly string[] = [
    "AppendToArrayVariable",
    "AppendToStringVariable",
    "Compose",
    "DecrementVariable",
    "Foreach",
    "If",
    "IncrementVariable",
    "InitializeVariable",
    "Join",
    "ParseJson",
    "Query",
    "Scope",
    "Select",
    "SetVariable",
    "Switch",
    "Table",
    "Terminate",
    "Until",
    "Wait",
];

/** Begins a run for whoever knows its address. */
const openTrigger = "Request";

/** What begins a run besides: a service that has subscribed by a connection, which alone is told the address, or the clock. */
const closedTriggers: readonly string[] = ["ApiConnectionWebhook", "Recurrence", "SlidingWindow"];

interface Caller {
    addressRange?: unknown;
}

/**
 * A playbook acts as an identity of its own, on APIs that are named, and neither holds secrets nor shows what it sent.
 *
 * The host of a request must be written out up to its slash: what is computed there gets a token. What looks like a secret
 * in a text, `gov-no-plaintext-secrets` finds; what roles the identity may have, `sen-automation` says. A connection is a
 * web.Connection, or the generic resource that stands for one, because the typed one cannot say that it uses an identity.
 */
export default defineRule({
    id: "sen-playbook-hardening",
    title: "Playbooks act as an identity, on named APIs, and keep no secrets",
    severity: "high",
    level: "mandatory",
    practices: ["5.4", "IR-2"],
    references: { mcsb: ["IM-3", "IM-8"], psrule: ["LogicApp.LimitHTTPTrigger"] },
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app",
    types: [workflowType, connectionType],
    reads: Object.values(reads),
    optional: [reads.identities, reads.callers, reads.parameters, reads.values],
    parameters: {
        allowedHosts: {
            type: "array",
            items: { type: "string" },
            default: ["graph.microsoft.com", "management.azure.com"],
            description: "Hosts that playbooks may send requests to, each with a token of its own.",
        },
    },
    why: "A playbook may block users and isolate servers: whoever can start it, read its runs or have it send its token elsewhere can do so, too.",
    fix: 'Give the workflow an identity, accessControl.contents with allowedCallerIpAddresses (0.0.0.0-0.0.0.0 for nobody), accessControl.triggers too where it has a Request trigger, and plain Http actions: https and a literal host among allowedHosts, authentication of type ManagedServiceIdentity with the audience of that host, and runtimeConfiguration.secureData for inputs and outputs. Give a connection parameterValueType "Alternative" and no parameterValues.',
    check: (inputs, { resource: { type }, parameters: { allowedHosts } }) => {
        if (type === connectionType) {
            const { parameterValueType, parameterValues } = inputs.properties ?? {};
            return [
                ...unless(
                    parameterValueType === "Alternative",
                    reads.credentials,
                    "the connection does not use the identity of the workflow",
                ),
                ...unless(parameterValues === undefined, reads.values, "the connection keeps credentials"),
            ];
        }
        const { identity, accessControl, definition, parameters } = inputs;
        const callers = accessControl?.triggers?.allowedCallerIpAddresses;
        const readers = accessControl?.contents?.allowedCallerIpAddresses;
        const triggers = isObject(definition) ? triggersOf(definition) : [];
        const actions = isObject(definition) ? actionsIn(definition) : [];
        const steps = [...triggers, ...actions];
        const requests = steps.filter(isRequest);
        const finding = (wrong: Step[], message: string) =>
            unless(wrong.length === 0, reads.definition, `${message}: ${wrong.map(({ name }) => name).join(", ")}`);
        return [
            ...unless(
                ["SystemAssigned", "UserAssigned"].includes(identity?.type),
                reads.identity,
                "the workflow has no identity",
            ),
            ...unless(
                identity?.type !== "UserAssigned" || identity.userAssignedIdentities?.length > 0,
                reads.identities,
                "no identity is named that the workflow acts as",
                [reads.identity],
            ),
            ...unless(
                triggers.every(({ type }) => type !== openTrigger)
                    ? callers === undefined || areNarrow(callers)
                    : Array.isArray(callers) && areNarrow(callers),
                reads.callers,
                "anybody on the internet may start it",
                [reads.definition],
            ),
            ...unless(
                Array.isArray(readers) && readers.length > 0 && areNarrow(readers),
                reads.readers,
                "what its runs received and sent can be read from everywhere",
            ),
            ...unless(steps.length > 0, reads.definition, "the definition says nothing that can be judged"),
            ...finding(
                [
                    ...triggers.filter((step) => !isOf([openTrigger, ...closedTriggers], step)),
                    ...actions.filter((step) => !isOf(innerActions, step)),
                ],
                "these are of a type that no rule judges",
            ),
            ...finding(
                requests.filter((step) => !allowedHosts.includes(hostOf(step))),
                "these send to a host that is not allowed or not written out",
            ),
            ...finding(
                requests.filter((step) => !hasOwnToken(step)),
                "these do not authenticate as the identity, by a token for their host",
            ),
            ...finding(requests.filter(hasSecret), "these send a secret of their own"),
            ...finding(
                requests.filter((step) => !isHidden(step)),
                "the history of runs shows what these send or receive",
            ),
            ...unless(
                ![definition?.parameters, parameters].some(hasSecureParameter),
                reads.definition,
                "a parameter is a secret",
                [reads.parameters],
            ),
        ];
    },
    examples: {
        compliant: [
            playbook({}),
            playbook({
                identity: { type: "SystemAssigned" },
                definition: { ...definition(request({})), triggers: { Manual: { type: "Request", kind: "Http" } } },
                accessControl: startedBy("10.30.0.0/24"),
            }),
            { type: "azure-native_web_v20180701preview:web:Connection", inputs: { properties: connection({}) } },
        ],
        violating: [
            playbook({ identity: { type: "None" } }),
            playbook({ identity: { type: "UserAssigned", userAssignedIdentities: [] } }),
            playbook({ parameters: { key: { type: "SecureString" } } }),
            playbook({ accessControl: {} }),
            playbook({ accessControl: readBy("0.0.0.0/0") }),
            playbook({ accessControl: startedBy("0.0.0.0-255.255.255.255") }),
            playbook({
                definition: { ...definition(request({})), triggers: { Manual: { type: "Request", kind: "Http" } } },
            }),
            playbook({ definition: {} }),
            playbook({ definition: definition({ type: "ApiConnection", inputs: { path: "/v2/Mail" } }) }),
            playbook({ definition: definition(request({ uri: "https://example.com/hook" })) }),
            playbook({
                definition: definition(request({ uri: "https://management.azure.com@{triggerBody()?['id']}" })),
            }),
            playbook({ definition: definition(request({ authentication: { type: "Basic", username: "contoso" } })) }),
            playbook({
                definition: definition(
                    request({
                        authentication: { type: "ManagedServiceIdentity", audience: "https://vault.azure.net" },
                    }),
                ),
            }),
            playbook({ definition: definition(request({ headers: { "x-api-key": "@parameters('key')" } })) }),
            playbook({ definition: definition({ ...request({}), runtimeConfiguration: {} }) }),
            playbook({ definition: { ...definition(request({})), parameters: { key: { type: "SecureString" } } } }),
            {
                type: "azure-native_web_v20180701preview:web:Connection",
                inputs: { properties: connection({ parameterValueType: undefined }) },
            },
            {
                type: "azure-native_web_v20180701preview:web:Connection",
                inputs: { properties: connection({ parameterValues: { username: "contoso" } }) },
            },
        ],
    },
});

function isObject(value: unknown): value is Definition {
    return typeof value === "object";
}

function isRequest({ type }: Step): boolean {
    return type === "Http";
}

function isOf(types: readonly string[], step: Step): boolean {
    return isRequest(step) || types.includes(String(step.type));
}

/** Empty where what is computed may be part of it. */
function hostOf({ inputs: { uri } = {} }: Step): string {
    return /^https:\/\/([a-z0-9.-]+)\//.exec(String(uri))?.[1] ?? "";
}

function hasOwnToken(step: Step): boolean {
    const { type, audience } = step.inputs?.authentication ?? {};
    const [, host = "none"] = /^https:\/\/([a-z0-9.-]+)\/?$/.exec(String(audience)) ?? [];
    return type === "ManagedServiceIdentity" && `.${hostOf(step)}`.endsWith(`.${host}`);
}

function hasSecret({ inputs: { uri, headers = {} } = {} }: Step): boolean {
    const names = /[?&](?:code|sig|[\w-]*key)=/i.test(String(uri));
    return names || Object.keys(headers).some((header) => /authorization|cookie|key|secret|token/i.test(header));
}

function isHidden({ runtimeConfiguration }: Step): boolean {
    const hidden = runtimeConfiguration?.secureData?.properties ?? [];
    return ["inputs", "outputs"].every((part) => hidden.includes(part));
}

function hasSecureParameter(parameters: Definition["parameters"]): boolean {
    return Object.values(parameters ?? {}).some(({ type }) => /^secure/i.test(String(type)));
}

/** Nobody at all, or a network that is not larger than one of the ranges for private use. */
function areNarrow(callers: readonly Caller[]): boolean {
    const narrow = /^(?:0\.0\.0\.0-0\.0\.0\.0|\d+(?:\.\d+){3}\/(?:[89]|[12]\d|3[0-2]))$/;
    return callers.every(({ addressRange }) => narrow.test(String(addressRange)));
}

function playbook(changes: object) {
    return {
        type: workflowType,
        inputs: {
            identity: {
                type: "UserAssigned",
                userAssignedIdentities: [
                    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-block",
                ],
            },
            accessControl: readBy("0.0.0.0-0.0.0.0"),
            definition: definition(request({})),
            ...changes,
        },
    };
}

function readBy(addressRange: string) {
    return { contents: { allowedCallerIpAddresses: [{ addressRange }] } };
}

function startedBy(...ranges: string[]) {
    const allowedCallerIpAddresses = ranges.map((addressRange) => ({ addressRange }));
    return { ...readBy("10.30.0.0/24"), triggers: { allowedCallerIpAddresses } };
}

function definition(action: object) {
    return {
        triggers: { Incident: { type: "ApiConnectionWebhook", inputs: { path: "/incident-creation" } } },
        actions: { If_any: { type: "If", expression: {}, actions: { Respond: action } } },
    };
}

function request(changes: object) {
    return {
        type: "Http",
        inputs: {
            method: "POST",
            uri: "https://management.azure.com/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.App/jobs/job-isolate/start?api-version=2025-01-01",
            authentication: { type: "ManagedServiceIdentity", audience: "https://management.azure.com/" },
            ...changes,
        },
        runtimeConfiguration: { secureData: { properties: ["inputs", "outputs"] } },
    };
}

function connection(changes: object) {
    const properties = { parameterValueType: "Alternative", displayName: "azuresentinel", ...changes };
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
