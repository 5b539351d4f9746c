import { type Shape, sdkClass } from "../sdk/sdk-class";

export type { Shape } from "../sdk/sdk-class";

/** Version of the REST API, inputs and outputs of a resource class, read from its declaration. */
export function sdkShape(token: string): { apiVersion: string; inputs: Shape; outputs: Shape } {
    const [, module = "", name = ""] = token.split(":");
    const file = `${module}/${name[0]?.toLowerCase()}${name.slice(1)}`;
    const { text, ...shapes } = sdkClass("@pulumi/azure-native", file, name);
    return { apiVersion: /Uses Azure REST API version (\S+)\./.exec(text)?.[1] ?? "", ...shapes };
}
