// Does not prove that the engine takes what is accepted here: test/engine/gate.test.ts does.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { policyConfigurationProblems, readPolicyConfiguration } from "../../../local/workspace/policy-configuration";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the policy configuration", () => {
    const folder = temporaryFolder();
    const policies = ["pack", "kv-recoverable", "kv-rbac-explicit", "exceptions"];
    const problems = (configuration: unknown) => policyConfigurationProblems(configuration, policies);

    const accepted: object[] = [
        {},
        { "kv-recoverable": { minimumRetentionDays: 7, exceptions: [] }, pack: { environment: "dev" } },
        { "kv-recoverable": "disabled", exceptions: "advisory", "kv-rbac-explicit": { enforcementLevel: "remediate" } },
        { all: "advisory" },
        { all: { enforcementLevel: "mandatory" } },
    ];
    for (const configuration of accepted) {
        it(`may be ${JSON.stringify(configuration)}`, () => assert.deepEqual(problems(configuration), []));
    }

    const off =
        'all is "disabled": then nothing judges and nothing says so; switch off single policies by their names.';
    const level = "it must be advisory, mandatory, remediate, disabled, or an object with values.";
    const refused: [configuration: unknown, ...sentences: string[]][] = [
        [
            { "kv-recoverabel": {}, "rbac-explicit": "advisory" },
            "kv-recoverabel is no policy of the pack; the nearest is kv-recoverable.",
            "rbac-explicit is no policy of the pack; the nearest is kv-rbac-explicit.",
        ],
        [
            { environments: ["prod"] },
            "environments is a name that the engine keeps for environments of Pulumi ESC, of which the pack uses none: " +
                "remove it; the environment that is judged stands under pack.",
        ],
        [{ all: "disabled" }, off],
        [{ all: { enforcementLevel: "disabled" } }, off],
        [{ pack: "disabled" }, 'pack is "disabled": it gives the rules their settings and inputs; leave it on.'],
        [{ "kv-recoverable": "off" }, `kv-recoverable has the level "off": ${level}`],
        [{ "kv-recoverable": { enforcementLevel: 1 } }, `kv-recoverable has the level 1: ${level}`],
        [{ "kv-recoverable": false }, `kv-recoverable has the level false: ${level}`],
        [["pack"], 'it holds ["pack"]: it must hold one object, with names of policies as keys.'],
        [null, "it holds null: it must hold one object, with names of policies as keys."],
    ];
    for (const [configuration, ...sentences] of refused) {
        it(`cannot be ${JSON.stringify(configuration)}`, () => assert.deepEqual(problems(configuration), sentences));
    }

    async function read(text: string): Promise<unknown> {
        const file = join(folder(), "policy.json");
        await writeFile(file, text);
        return readPolicyConfiguration(file, { policies });
    }

    it("is read from its file", async () => {
        assert.deepEqual(await read('{ "pack": { "environment": "dev" } }'), { pack: { environment: "dev" } });
    });

    it("is one error with the file and all problems", async () => {
        const file = join(folder(), "policy.json");

        await assert.rejects(read('{ "all": "disabled" }'), { name: "Failure", message: `${file}: ${off}` });
        await assert.rejects(read('{ "all": "disabled", "packs": {} }'), {
            name: "Failure",
            message: `${file} has 2 problems:\n  - ${off}\n  - packs is no policy of the pack; the nearest is pack.`,
        });
        await assert.rejects(read("{"), { name: "Failure", message: /^.*policy\.json is not valid JSON at line 1, / });
    });
});
