import { otherTypes } from "../governance/known-types";
import { workloadTypes } from "./workload";

/** Types of everything in a cluster that an environment may have. */
export const objectTypes = [
    ...new Set([...otherTypes.filter((type) => type.startsWith("kubernetes:")), ...workloadTypes]),
];

/** What the API server gets to know of the type of an object: the provider sends what the object says, not its type. */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
export function isOfItsType({ apiVersion, kind }: any, type: string): boolean {
    const [, group = "", name = ""] = type.split(":");
    return apiVersion === group.replace(/^core\//, "") && kind === name.replace(/Patch$/, "");
}
