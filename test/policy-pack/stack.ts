import { exampleResource } from "../../policy-pack/engine/examples";
import type { Resource } from "../../policy-pack/engine/resource";
import type { Example } from "../../policy-pack/engine/rule";
import type { Value } from "../../policy-pack/engine/value";

/** A resource of a stack that a test writes by hand. */
export interface SampleResource extends Example {
    type: string;
    inputs?: Value;
    /** Logical names of the resources that give a value to an input, by input. */
    dependencies?: Record<string, string[]>;
}

/** A resource as rules get it. */
export function resourceOf(name: string, { dependencies = {}, ...example }: SampleResource): Resource {
    const urns = (names: string[]) => names.map((each) => `urn:${each}`);
    return {
        ...exampleResource(name, example),
        dependencies: Object.fromEntries(Object.entries(dependencies).map(([input, names]) => [input, urns(names)])),
    };
}

/** Resources by logical name. */
export function stackOf(resources: Record<string, SampleResource>): Resource[] {
    return Object.entries(resources).map(([name, resource]) => resourceOf(name, resource));
}
