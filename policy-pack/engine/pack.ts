import {
    type Policies,
    type PolicyResource,
    type ReportViolation,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
    UnknownValueError,
} from "@pulumi/policy";
import { evaluateRelation, evaluateRule, type Outcome } from "./evaluate";
import type { Memory } from "./memory";
import { parameterProblems, parameterValues } from "./parameters";
import type { Resource } from "./resource";
import { type Finding, isRelation, type Relation, type Rule } from "./rule";
import { settingsParameters } from "./settings";
import { resourceType } from "./type-token";
import { unknown, type Value } from "./value";

/** Name of the policy that takes the settings of the whole pack. */
export const packPolicy = "pack";

/**
 * The rules as policies of the SDK, after one that takes the settings and remembers the inputs.
 *
 * @param now the clock for rules on dates; the default is the computer's
 */
export function policies(rules: readonly (Rule | Relation)[], now: () => Date = () => new Date()): Policies {
    const memory: Memory = { inputs: new Map() };
    return [
        remembering(memory),
        ...rules.map((rule) =>
            isRelation(rule) ? relationPolicy(rule, memory, now) : resourcePolicy(rule, memory, now),
        ),
    ];
}

function remembering(memory: Memory): ResourceValidationPolicy {
    return {
        name: packPolicy,
        displayName: "Settings of the pack",
        description: "The settings of the pack are valid.",
        enforcementLevel: "mandatory",
        configSchema: { properties: settingsParameters },
        validateResource: (args, report) => {
            const configured = args.getConfig();
            if (memory.settings === undefined) {
                for (const problem of parameterProblems(settingsParameters, configured)) report(problem);
            }
            memory.settings = parameterValues(settingsParameters, configured);
            memory.inputs.set(args.urn, plain(args.props));
        },
    };
}

function resourcePolicy(rule: Rule, memory: Memory, now: () => Date): ResourceValidationPolicy {
    return {
        ...metadata(rule),
        validateResource: (args, report) => {
            const type = resourceType(args.type);
            if (!rule.types.includes(type)) return;
            const inputs = memory.inputs.get(args.urn);
            if (memory.settings === undefined || inputs === undefined) return report(packIsOff);
            const parameters = parametersOf(rule, args.getConfig(), report);
            const context = { parameters, settings: memory.settings, now: now() };
            const resource: Resource = { urn: args.urn, type, name: args.name, inputs, dependencies: {} };
            reportOutcome(evaluateRule(rule, resource, context), rule, resource, report);
        },
    };
}

function relationPolicy(relation: Relation, memory: Memory, now: () => Date): StackValidationPolicy {
    return {
        ...metadata(relation),
        validateStack: (args, report) => {
            const stack = args.resources.map((resource) => remembered(resource, memory));
            const resources = stack.filter(({ type }) => relation.types.includes(type));
            if (resources.length === 0) return;
            if (memory.settings === undefined) return report(packIsOff);
            if (relation.presence && memory.settings.stackRole === "component") {
                args.notApplicable("stackRole is component, and a component is judged on what it has");
            }
            const parameters = parametersOf(relation, args.getConfig(), report);
            const context = { parameters, settings: memory.settings, now: now() };
            for (const resource of resources) {
                reportOutcome(evaluateRelation(relation, resource, stack, context), relation, resource, report);
            }
        },
    };
}

const packIsOff = `The policy "${packPolicy}" is switched off. It gives the others their settings and inputs: switch it on.`;

/** What the SDK shows and exports of a rule. */
function metadata(rule: Rule | Relation) {
    const { mcsb = [], cis = [], azurePolicy = [] } = rule.references;
    return {
        name: rule.id,
        displayName: rule.title,
        description: `${rule.title}.`,
        enforcementLevel: "mandatory" as const,
        severity: rule.severity,
        framework: {
            name: "MCP Security Best Practices",
            version: "2025",
            reference: rule.practices.join(", "),
            specification: "MCP 2025-11-25",
        },
        tags: [
            ...mcsb.map((control) => `mcsb-v1:${control}`),
            ...cis.map((recommendation) => `cis-azure-v3.0.0:${recommendation}`),
            ...azurePolicy.map((definition) => `azure-policy:${definition}`),
        ],
        remediationSteps: rule.fix,
        url: rule.url,
        ...(rule.parameters && { configSchema: { properties: rule.parameters } }),
    };
}

function parametersOf(rule: Rule | Relation, configured: object, report: ReportViolation) {
    const parameters = rule.parameters ?? {};
    for (const problem of parameterProblems(parameters, configured)) report(problem);
    return parameterValues(parameters, configured);
}

function reportOutcome(
    { findings, undecided }: Outcome,
    rule: Rule | Relation,
    { urn }: Resource,
    report: ReportViolation,
): void {
    for (const finding of findings) report(violation(finding, rule), urn);
    if (undecided.length > 0) {
        // The SDK takes an object too, though its types do not say so. It is the only way to report below the level of
        // the policy; should it ever go, the line becomes a violation.
        const advisory = {
            message: `Undecided, because not known yet: ${undecided.join(", ")}.`,
            enforcementLevel: "advisory",
            urn,
        };
        report(advisory as unknown as string);
    }
}

function violation({ path, message }: Finding, rule: Rule | Relation): string {
    return [path === "" ? `${message}.` : `${path}: ${message}.`, `Why: ${rule.why}`, `Fix: ${rule.fix}`].join("\n");
}

function remembered({ urn, type, name, parent, propertyDependencies }: PolicyResource, memory: Memory): Resource {
    const dependencies = Object.entries(propertyDependencies).map(([input, resources]): [string, string[]] => [
        input,
        resources.map((resource) => resource.urn),
    ]);
    return {
        urn,
        type: resourceType(type),
        name,
        inputs: memory.inputs.get(urn) ?? unknown,
        parent: parent?.urn,
        dependencies: Object.fromEntries(dependencies),
    };
}

/** What an exported state has in place of a secret when it is analysed without the stack's passphrase. */
const hiddenSecret = "[secret]";

/**
 * Inputs as plain data. The SDK's proxies throw when something unknown is read, which would end a rule at the first
 * one; here every reading is caught, once for all rules.
 */
export function plain(inputs: object): Value {
    if (Array.isArray(inputs)) {
        return Array.from({ length: inputs.length }, (_, index) => index).flatMap(
            (index) => member(inputs, index) ?? [],
        );
    }
    const members = Object.keys(inputs).flatMap((name): [string, Value][] => {
        const value = member(inputs, name);
        return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(members);
}

function member(owner: object, key: string | number): Value | undefined {
    let value: boolean | number | string | object | null | undefined;
    try {
        value = Reflect.get(owner, key);
    } catch (error) {
        if (error instanceof UnknownValueError) return unknown;
        throw error;
    }
    if (value === null || value === undefined) return undefined;
    if (value === hiddenSecret) return unknown;
    return typeof value === "object" ? plain(value) : value;
}
