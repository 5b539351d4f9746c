import type { Parameters, ParameterValues } from "./parameters";

/** What holds for the whole pack; configured under the policy `pack`. */
export const settingsParameters = {
    environment: {
        type: "string",
        default: "prod",
        description: "Name of the environment that is judged.",
    },
    stackRole: {
        type: "string",
        enum: ["component", "environment"],
        default: "component",
        description:
            "Whether the stack is a whole environment, which must have everything that the rules demand, or a part of one, which is judged on what it has.",
    },
    strictUnknown: {
        type: "boolean",
        default: false,
        description:
            "Whether a rule that cannot decide, because a value is not known yet, stops the deployment like a finding.",
    },
} satisfies Parameters;

export type Settings = ParameterValues<typeof settingsParameters>;
