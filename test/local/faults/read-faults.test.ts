// Does not prove that a fault does what it says: faulty-package.test.ts does.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseFaults, readFaults } from "../../../local/faults/read-faults";
import { temporaryFolder } from "../../support/temporary-folder";

const vault = "azure-native:keyvault:Vault";
const request = { operation: "create", type: vault };

describe("a plan of faults", () => {
    const folder = temporaryFolder();
    const problems = (plan: unknown) => parseFaults(JSON.stringify(plan)).problems;

    it("has each kind of fault, for the first request unless it says otherwise", () => {
        const faults = [
            { fault: "error", ...request, status: 403, code: "Forbidden", message: "No." },
            { fault: "throttling", ...request, operation: "read", name: "kms-vault", retryAfter: 30 },
            { fault: "timeout", ...request, operation: "delete", occurrence: "every" },
            { fault: "slow", ...request, factor: 1.5 },
            { fault: "slow", ...request, operation: "read", seconds: 9 },
            { fault: "crash", ...request, occurrence: 3 },
            { fault: "partial-failure", ...request, operation: "update", code: "Failed", message: "Later." },
        ];

        const parsed = parseFaults(JSON.stringify({ faults }));

        assert.deepEqual(parsed, { faults: faults.map((fault) => ({ occurrence: 1, ...fault })), problems: [] });
    });

    it("can be the one in the documentation", async () => {
        const page = await readFile(resolve(__dirname, "../../../docs/local-cloud.md"), "utf8");
        const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? assert.fail("there is no example");

        const { faults, problems } = parseFaults(example);

        assert.deepEqual(problems, []);
        assert.deepEqual(
            faults.map(({ fault }) => fault),
            ["throttling", "slow", "error"],
        );
    });

    const kind = "it must be one of error, throttling, timeout, slow, crash, partial-failure.";
    const status = "it must be an HTTP status from 400 to 599.";
    const either = "it needs either seconds, or a factor of the usual time.";
    const refused: [plan: unknown, ...sentences: string[]][] = [
        [[], "the plan is []: it must be an object with the list faults."],
        [{}, "faults is missing: it must be a list."],
        [{ faults: [] }, "faults is []: it must have at least one fault."],
        [{ faults: [request] }, `faults[0].fault is missing: ${kind}`],
        [{ faults: [{ fault: "eror", ...request }] }, `faults[0].fault is "eror": ${kind}`],
        [
            { fault: 1, faults: [{ fault: "crash", ...request, nmae: "a", status: 1 }] },
            "faults[0].nmae is no key of a plan: remove it.",
            "faults[0].status is no key of a plan: remove it.",
            "fault is no key of a plan: remove it.",
        ],
        [
            { faults: [{ fault: "crash" }, { fault: "error", ...request, status: 200, code: "", occurrence: 0 }] },
            "faults[0].type is missing: it must be a type token, for example azure-native:keyvault:Vault.",
            "faults[0].operation is missing: it must be one of create, read, update, delete.",
            "faults[1].occurrence is 0: it must be at least 1.",
            `faults[1].status is 200: ${status}`,
            'faults[1].code is "": it must be an error code of the service, for example Forbidden.',
            "faults[1].message is missing: it must be a sentence.",
        ],
        [
            { faults: [{ fault: "crash", operation: "create", type: "azure-native:keyvault:Valut" }] },
            'faults[0].type is "azure-native:keyvault:Valut": the local cloud has no faults for such a type; the nearest ' +
                "is azure-native:keyvault:Vault.",
        ],
        [
            { faults: [{ fault: "crash", operation: "create", type: "random:index/randomPassword:RandomPassword" }] },
            'faults[0].type is "random:index/randomPassword:RandomPassword": the local cloud has no faults for such a ' +
                "type; the nearest is azuread:index/namedLocation:NamedLocation.",
        ],
        [
            {
                faults: [
                    { fault: "crash", operation: "update", type: "azuread:index/appRoleAssignment:AppRoleAssignment" },
                ],
            },
            'faults[0].type is "azuread:index/appRoleAssignment:AppRoleAssignment", which is never updated, every change ' +
                "replaces it: give create or delete.",
        ],
        [
            { faults: [{ fault: "crash", operation: "create", type: "kubernetes:ConfigMap" }] },
            'faults[0].type is "kubernetes:ConfigMap", which is no type of the Kubernetes API, for example ' +
                "kubernetes:core/v1:ConfigMap.",
        ],
        [
            { faults: [{ fault: "slow", operation: "create", type: "kubernetes:core/v1:ConfigMap", factor: 2 }] },
            "faults[0].factor is 2: kubernetes:core/v1:ConfigMap takes no time of its own that could be multiplied: give " +
                "seconds.",
        ],
        [{ faults: [{ fault: "slow", ...request }] }, either],
        [{ faults: [{ fault: "slow", ...request, seconds: 1, factor: 2 }] }, either],
        [{ faults: [{ fault: "slow", ...request, factor: 1 }] }, "faults[0].factor is 1: it must be above 1."],
        [
            { faults: [{ fault: "slow", ...request, operation: "read", factor: 2 }] },
            "faults[0].factor is 2: a read takes no time that could be multiplied: give seconds.",
        ],
        [
            { faults: [{ fault: "throttling", ...request, retryAfter: 0 }] },
            "faults[0].retryAfter is 0: it must be above 0.",
        ],
        [
            { faults: [{ fault: "partial-failure", ...request, operation: "delete", code: "A", message: "B" }] },
            'faults[0].operation is "delete": it must be create or update: nothing else can be accepted and fail later.',
        ],
    ];
    for (const [plan, ...sentences] of refused) {
        it(`cannot be ${JSON.stringify(plan)}`, () => {
            const found = problems(plan);
            assert.deepEqual(
                sentences.length === 1 && sentences[0] === either
                    ? found.map((each) => each.replace(/^faults\[0\] is \{.*\}: /, ""))
                    : found,
                sentences,
            );
        });
    }

    it("is one error with the file and all problems", async () => {
        const file = join(folder(), "faults.yaml");
        await writeFile(file, "faults:\n  - fault: crash\n    operation: create\n");
        const type = "type is missing: it must be a type token, for example azure-native:keyvault:Vault.";
        await assert.rejects(readFaults(file), { name: "Failure", message: `${file}: faults[0].${type}` });

        await writeFile(file, "faults:\n  - fault: crash\n");
        await assert.rejects(readFaults(file), {
            name: "Failure",
            message:
                `${file} has 2 problems:\n  - faults[0].${type}\n` +
                "  - faults[0].operation is missing: it must be one of create, read, update, delete.",
        });
        await writeFile(file, "faults: [\n");
        await assert.rejects(readFaults(file), { name: "Failure", message: /faults\.yaml: .* at line 2, column 1\.$/ });
        await assert.rejects(readFaults(join(folder(), "none")), { name: "Failure", message: /none cannot be read: / });
    });
});
