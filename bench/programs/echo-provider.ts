// An azure-native that takes whatever it is asked for and gives back its inputs: says its port, ends with stdin.
import type { ProviderPackage } from "../../local/provider/provider";
import { serveProvider } from "../../local/provider/server";

const echo: ProviderPackage = {
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

serveProvider(echo, 0).then(async (server) => {
    console.log(server.port);
    process.stdin.on("end", () => server.close()).resume();
});
