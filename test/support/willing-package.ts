import type { ProviderPackage } from "../../local/provider/provider";

/** An azure-native that takes whatever it is asked for, and gives back its inputs. */
export const willingPackage: ProviderPackage = {
    name: "azure-native",
    version: require("@pulumi/azure-native/package.json").version.replace(/^v/, ""),
    configure: () => ({
        check: async ({ inputs }) => ({ inputs, failures: [] }),
        diff: async () => ({ changes: {}, deleteBeforeReplace: false }),
        create: async ({ name, inputs, preview }) => ({ id: preview ? "" : name, outputs: inputs }),
        update: async ({ inputs }) => inputs,
        delete: async () => {},
        read: async ({ id, oldInputs, oldOutputs }) => ({ id, inputs: oldInputs ?? {}, outputs: oldOutputs ?? {} }),
        invoke: async () => ({}),
    }),
};
