import type { Resource } from "../../policy-pack/engine/resource";
import type { Example } from "../../policy-pack/engine/rule";
import { resourceType } from "../../policy-pack/engine/type-token";
import type { Value } from "../../policy-pack/engine/value";

/** A resource of a stack that a test writes by hand. */
export interface SampleResource extends Example {
    type: string;
    inputs?: Value;
    /** Logical names of the resources that give a value to an input, by input. */
    dependencies?: Record<string, string[]>;
}

/** A resource as rules get it. */
export function resourceOf(name: string, { type, inputs = {}, options, dependencies = {} }: SampleResource): Resource {
    const urns = (names: string[]) => names.map((each) => `urn:${each}`);
    return {
        urn: `urn:${name}`,
        type: resourceType(type),
        token: type.split(":").length === 2 ? `azure-native:${type}` : type,
        name,
        custom: true,
        inputs,
        options: { protect: false, ignoreChanges: [], ...options },
        dependencies: Object.fromEntries(Object.entries(dependencies).map(([input, names]) => [input, urns(names)])),
    };
}

/** Resources by logical name. */
export function stackOf(resources: Record<string, SampleResource>): Resource[] {
    return Object.entries(resources).map(([name, resource]) => resourceOf(name, resource));
}
