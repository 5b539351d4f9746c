// Does not prove that a definition can be deployed: infra checks it, and more strictly.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readDefinitions } from "../../../local/mcp-servers/read-definitions";

describe("definitions of the servers of a project", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "zt-"));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    async function write(name: string, text: string): Promise<string> {
        await mkdir(join(folder, "servers"), { recursive: true });
        await writeFile(join(folder, "servers", name), text);
        return join(folder, "servers", name);
    }

    it("are none where there is no folder for them", async () => {
        assert.deepEqual(await readDefinitions(folder), new Map());
    });

    it("have what a server shows of itself, without rights and limits", async () => {
        await write(
            "invoices.yaml",
            [
                "name: invoices",
                "title: Invoices",
                "streaming: true",
                "tools:",
                "  - name: get_invoice",
                "    description: Returns an invoice.",
                "    inputSchema: { type: object, additionalProperties: false }",
                "    outputSchema: { type: object, properties: { total: { type: number } } }",
                "    scope: invoices.read",
                "    callsPerMinute: 60",
            ].join("\n"),
        );
        await write(".hidden.yaml", "no definition");

        assert.deepEqual(Object.fromEntries(await readDefinitions(folder)), {
            invoices: {
                name: "invoices",
                title: "Invoices",
                streaming: true,
                tools: [
                    {
                        name: "get_invoice",
                        description: "Returns an invoice.",
                        inputSchema: { type: "object", additionalProperties: false },
                        outputSchema: { type: "object", properties: { total: { type: "number" } } },
                    },
                ],
                resources: [],
                prompts: [],
            },
        });
    });

    it("can be read of those in this project", async () => {
        const stacks = resolve(__dirname, "..", "..", "..", "stacks");
        assert.deepEqual((await readDefinitions(stacks)).get("orders")?.tools.length, 5);
    });

    it("are refused together when they say too little", async () => {
        const [one, other] = [await write("a.yaml", "name: a\ntools: []"), await write("b.yaml", "[]")];

        await assert.rejects(readDefinitions(folder), (error: Error) => {
            assert.equal(error.name, "Failure");
            assert.match(error.message, /^Servers cannot be run from these:\n/);
            assert.ok(error.message.includes(`${one}: title: `) && error.message.includes(`${other}: (file): `));
            return true;
        });
    });

    it("are refused with the file that is no YAML", async () => {
        const file = await write("a.yaml", "{");
        await assert.rejects(readDefinitions(folder), (error: Error) =>
            error.message.startsWith(`${file} is no YAML: `),
        );
    });
});
