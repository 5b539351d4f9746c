import { isValues, nameAt, type Resource, Stack, type Value, type Values, valueAt } from "../../engine";

/** How a resource declares others inside itself, which can also be resources of their own. */
interface Form {
    /** The input that lists them. */
    list: string;
    /** Their type as resources of their own. */
    type: string;
    /** Their input for their name; inside the other it is `name`. */
    name: string;
    /** The input for the name of the other, the same in both. */
    owner: string;
}

const forms: Readonly<Record<string, Form>> = {
    "containerservice:ManagedCluster": {
        list: "agentPoolProfiles",
        type: "containerservice:AgentPool",
        name: "agentPoolName",
        owner: "resourceName",
    },
    "network:NetworkSecurityGroup": {
        list: "securityRules",
        type: "network:SecurityRule",
        name: "securityRuleName",
        owner: "networkSecurityGroupName",
    },
    "network:RouteTable": { list: "routes", type: "network:Route", name: "routeName", owner: "routeTableName" },
    "network:VirtualNetwork": {
        list: "subnets",
        type: "network:Subnet",
        name: "subnetName",
        owner: "virtualNetworkName",
    },
};

/** Paths as they are in the part itself, and inside its owner. */
export function withOwner(ownerType: string, paths: readonly string[]): string[] {
    const form = forms[ownerType];
    return [...paths, ...paths.map((path) => `${form?.list}[].${path === form?.name ? "name" : path}`)];
}

/** The parts that plain inputs declare, themselves when they are a part, each with what stands before its paths. */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
export function partsIn(inputs: any, type: string): { part: any; at: string }[] {
    const list = forms[type]?.list;
    if (list === undefined) return [{ part: inputs, at: "" }];
    return (inputs[list] ?? []).map((part: unknown) => ({ part, at: `${list}[].` }));
}

/** The same of a resource as relations get it: parts inside it as resources of their own. */
export function partsOf(resource: Resource): { part: Resource; at: string }[] {
    const form = forms[resource.type];
    if (form === undefined) return [{ part: resource, at: "" }];
    return listed(resource, form).map((value, index) => ({
        part: inside(resource, form, value, index),
        at: `${form.list}[].`,
    }));
}

const known = new WeakMap<Stack, Stack>();

/** A stack with the parts that are inside others as resources of their own, so that a part is the same wherever it is. */
export function withParts(stack: Stack): Stack {
    const whole = known.get(stack) ?? new Stack([...stack.resources, ...partsInside(stack)]);
    known.set(stack, whole);
    return whole;
}

function partsInside(stack: Stack): Resource[] {
    const owners = Object.keys(forms).flatMap((type) => stack.ofType(type));
    return owners.flatMap(partsOf).map(({ part }) => part);
}

/** An unknown list is one part of which nothing is known. */
function listed({ inputs }: Resource, { list }: Form): Value[] {
    const value = valueAt(inputs, [list]) ?? [];
    return Array.isArray(value) ? value : [value];
}

function inside(owner: Resource, form: Form, value: Value, index: number): Resource {
    const source = owner.dependencies[form.list] ?? [];
    return {
        ...owner,
        urn: `${owner.urn}#${form.list}[${index}]`,
        type: form.type,
        inputs: isValues(value) ? named(value, form, valueAt(owner.inputs, [form.owner])) : value,
        dependencies: {
            ...Object.fromEntries(Object.keys(Object(value)).map((input) => [input, source])),
            [form.owner]: [owner.urn],
        },
    };
}

function named({ name, ...rest }: Values, form: Form, ownerName: Value | undefined): Values {
    // an absent name stays absent: nothing tells undefined from it
    return { ...rest, [form.name]: name, [form.owner]: ownerName } as Values;
}

/** From a part to what it belongs to. */
export function toOwner(ownerType: string) {
    const { type = "", owner = "" } = forms[ownerType] ?? {};
    const names = nameAt(owner);
    return { type, input: owner, names, to: ownerType, nameOf: names };
}
