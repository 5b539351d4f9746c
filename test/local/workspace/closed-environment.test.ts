// Does not prove that the engine gets nothing else: engine-command.test.ts does.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { closedEnvironment } from "../../../local/workspace/closed-environment";
import { homePaths } from "../../../local/workspace/home";

describe("closed environment", () => {
    it("has no credentials of the person who runs it", () => {
        const env = {
            HOME: "/home/me",
            PATH: "/bin",
            LANG: "C",
            ARM_CLIENT_SECRET: "x",
            AZURE_CONFIG_DIR: "x",
            AZURE_CLIENT_CERTIFICATE_PASSWORD: "x",
            PULUMI_ACCESS_TOKEN: "x",
            PULUMI_BACKEND_URL: "https://x",
            PULUMI_CONFIG_PASSPHRASE: "x",
            KUBECONFIG: "x",
            NODE_OPTIONS: "--require x",
        };

        assert.deepEqual(closedEnvironment(homePaths("/a home"), { "azure-native": 41001, random: 41002 }, env), {
            HOME: "/home/me",
            LANG: "C",
            PATH: `${dirname(process.execPath)}:/bin`,
            PULUMI_HOME: "/a home/pulumi",
            PULUMI_BACKEND_URL: "file:///a%20home/state?metadata=skip",
            PULUMI_CONFIG_PASSPHRASE_FILE: "/a home/passphrase",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            GOGC: "400",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_DEBUG_PROVIDERS: "azure-native:41001,random:41002",
        });
    });
});
