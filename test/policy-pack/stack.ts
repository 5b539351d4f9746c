import type { Resource } from "../../policy-pack/engine/resource";
import type { Value } from "../../policy-pack/engine/value";

/** A resource of a stack that a test writes by hand. */
export interface SampleResource {
    type: string;
    inputs: Value;
    /** Logical names of the resources that give a value to an input, by input. */
    dependencies?: Record<string, string[]>;
}

/** Resources by logical name, as relation rules get them. */
export function stackOf(resources: Record<string, SampleResource>): Resource[] {
    const urns = (names: string[]) => names.map((name) => `urn:${name}`);
    return Object.entries(resources).map(([name, { type, inputs, dependencies = {} }]) => ({
        urn: `urn:${name}`,
        type,
        name,
        inputs,
        dependencies: Object.fromEntries(Object.entries(dependencies).map(([input, names]) => [input, urns(names)])),
    }));
}
