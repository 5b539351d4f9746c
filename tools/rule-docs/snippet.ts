import type { Resource } from "../../policy-pack/engine/resource";
import { literal, openObject } from "./literal";
import { sdkClass } from "./sdk-class";

/** Resources as lines of a program. Examples say only what a rule looks at, so the lines say that there is more. */
export function snippet(resources: readonly Resource[]): string {
    const classes = resources.map((resource) => ({ resource, sdk: sdkClass(resource.token) }));
    const imports = new Set(classes.map(({ sdk }) => `import ${sdk.binding} from "${sdk.module}";`));
    const statements = classes.map(({ resource: { name, inputs, options }, sdk }) => {
        const args = [JSON.stringify(name), openObject({ ...sdk.given, ...(inputs as object) })];
        const given = Object.entries(options).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value));
        if (given.length > 0) args.push(literal(Object.fromEntries(given)));
        return `new ${sdk.expression}(${args.join(", ")});`;
    });
    return [[...imports].sort().join("\n"), ...statements].join("\n\n");
}
