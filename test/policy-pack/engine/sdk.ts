import {
    type PolicyResource,
    type ResourceValidationArgs,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
    unknownCheckingProxy,
} from "@pulumi/policy";

/** A resource as a program registers it. */
export interface Registered {
    name: string;
    type: string;
    /** Inputs; `unknownText` and its like stand for what a preview does not know. */
    props: object;
    propertyDependencies?: Record<string, string[]>;
    /** Not registered in this run, so no policy on resources sees it. */
    untouched?: boolean;
}

/** What the engine sends for a text that a preview does not know (SDK proxy.js). */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The same for an object. */
export const unknownObject = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";
/** The same for a list. */
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

/** What a policy said: which, about which resource, below its own level or not. */
export interface Report {
    policy: string;
    urn: string;
    message: string;
    advisory: boolean;
}

type Policy = ResourceValidationPolicy | StackValidationPolicy;

class NotApplicable extends Error {}

function notApplicable(): never {
    throw new NotApplicable();
}

/**
 * Calls policies as the SDK does in a preview: those on resources for each resource, then those on the stack, with
 * outputs that say nothing.
 */
export function preview(
    policies: readonly Policy[],
    resources: readonly Registered[],
    config: Record<string, object> = {},
) {
    const reports: Report[] = [];
    const reporter = (policy: string, about: string) => (message: unknown, urn?: string) => {
        if (typeof message === "string") {
            reports.push({ policy, urn: urn ?? about, message, advisory: false });
        } else {
            const { message: text, urn: named, enforcementLevel } = message as Record<string, string>;
            reports.push({
                policy,
                urn: named ?? about,
                message: text ?? "",
                advisory: enforcementLevel === "advisory",
            });
        }
    };
    const getConfig = (policy: Policy) => () => (config[policy.name] ?? {}) as never;
    const applicable = (judge: () => void) => {
        try {
            judge();
        } catch (error) {
            if (!(error instanceof NotApplicable)) throw error;
        }
    };

    for (const { name, type, props } of resources.filter(({ untouched }) => !untouched))
        for (const policy of policies) {
            if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
            const { validateResource } = policy;
            const urn = urnOf(name);
            const args = {
                type,
                name,
                urn,
                props: unknownCheckingProxy(props),
                getConfig: getConfig(policy),
                notApplicable,
            } as unknown as ResourceValidationArgs;
            applicable(() => validateResource(args, reporter(policy.name, urn)));
        }

    const stack = resources.map(({ name, type }) => ({ name, type, urn: urnOf(name) }) as PolicyResource);
    const named = (name: string) => stack.find((resource) => resource.name === name) as PolicyResource;
    for (const [index, { propertyDependencies = {} }] of resources.entries())
        Object.assign(stack[index] ?? {}, {
            propertyDependencies: Object.fromEntries(
                Object.entries(propertyDependencies).map(([input, names]) => [input, names.map(named)]),
            ),
        });
    for (const policy of policies) {
        if (!("validateStack" in policy)) continue;
        const args = { resources: stack, getConfig: getConfig(policy), notApplicable, stackTags: new Map() };
        applicable(() => policy.validateStack(args, reporter(policy.name, "stack")));
    }
    return reports;
}

export function urnOf(name: string): string {
    return `urn:pulumi:test::test::type::${name}`;
}
