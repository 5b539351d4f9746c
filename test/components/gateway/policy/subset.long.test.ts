// Does not prove that API Management takes the documents: the subset says what Microsoft documents, and nobody has deployed.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { serverPolicy } from "../../../../components/gateway/policy/document";
import { metadataPolicy } from "../../../../components/gateway/policy/metadata-policy";
import { checkPolicy, type PolicyScope } from "../../../../local/apim/check-policy";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { entriesOf } from "../../../../local/apim/subset-entries";
import { captureProgram } from "../../../support/capture";
import { sampleServer } from "./sample-server";
import { servers } from "./server-forms";

const scopes: Record<string, PolicyScope> = {
    "azure-native:apimanagement:Policy": "global",
    "azure-native:apimanagement:ApiPolicy": "api",
    "azure-native:apimanagement:ApiOperationPolicy": "operation",
};

interface GeneratedDocument {
    name: string;
    scope: PolicyScope;
    text: string;
}

async function deployed(): Promise<GeneratedDocument[]> {
    const { resources } = await captureProgram("prod");
    return resources.flatMap(({ type, name, inputs }) => {
        const scope = scopes[type];
        return scope ? [{ name, scope, text: inputs.value }] : [];
    });
}

const generated = Object.entries(servers).flatMap(([name, server]): GeneratedDocument[] => [
    { name, scope: "api", text: serverPolicy(server) },
    { name: `the metadata of ${name}`, scope: "operation", text: metadataPolicy(server) },
]);

describe("The policy subset", function () {
    this.timeout(60_000);

    const used = new Set<string>();
    let language: PolicyLanguage;
    let program: GeneratedDocument[];
    before(async () => {
        language = await loadLanguage();
        program = await deployed();
    });

    function problemsOf({ name, scope, text }: GeneratedDocument): string[] {
        const checked = checkPolicy(text, scope, language);
        for (const entry of checked.used) used.add(entry);
        return checked.problems.map(
            ({ line, column, construct, message }) => `${name}:${line}:${column} ${construct}: ${message}`,
        );
    }

    for (const document of generated) {
        it(`describes the policy of ${document.name}`, () => {
            assert.deepEqual(problemsOf(document), []);
        });
    }

    it("describes each policy that the program of an environment deploys", () => {
        assert.deepEqual(program.flatMap(problemsOf), []);
        assert.deepEqual([...new Set(program.map(({ scope }) => scope))].sort(), ["api", "global", "operation"]);
    });

    it("has nothing that no document uses", () => {
        assert.deepEqual(
            entriesOf(language.subset).filter((entry) => !used.has(entry)),
            [],
        );
    });
});

describe("The policy of a server", () => {
    const snapshots: [file: string, document: () => Promise<string>][] = [
        ["policy.sample.xml", async () => serverPolicy(sampleServer)],
        ["policy.orders.xml", async () => (await deployed()).find(({ name }) => name === "orders-policy")?.text ?? ""],
    ];
    for (const [file, document] of snapshots) {
        it(`is that of test/locks/${file}`, async function () {
            this.timeout(60_000);
            const lock = path.join(__dirname, "..", "..", "..", "locks", file);
            const text = await document();
            if (process.env.UPDATE_LOCKS === "1") writeFileSync(lock, text);
            assert.ok(
                existsSync(lock) && readFileSync(lock, "utf8") === text,
                `The policy is not that of test/locks/${file}, which shows a reviewer what a change makes of it. Accept the ` +
                    "change with: UPDATE_LOCKS=1 npx mocha test/components/gateway/policy/subset.long.test.ts, and read the difference.",
            );
        });
    }
});
