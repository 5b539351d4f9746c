// Does not prove that Go builds the real API server or that the modules have these files: a fake command stands in.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ensureApiServer } from "../../../../local/kubernetes/api-server/binaries";
import { apiServerKey, definitionFiles } from "../../../../local/kubernetes/api-server/recipe";
import { Sandbox, until } from "../../engine/sandbox";

describe("ensureApiServer", () => {
    let sandbox: Sandbox;
    let root: string;
    beforeEach(() => {
        sandbox = new Sandbox();
        root = path.join(sandbox.cache, "kubernetes", apiServerKey());
    });
    afterEach(() => sandbox.remove());

    const ensure = (signal?: AbortSignal) =>
        ensureApiServer({ env: sandbox.env, log: (line) => sandbox.log.push(line), signal });

    /** A Go whose modules hold every file that is wanted, and whose build is a script. */
    function go({ whileDownloading = "", whileBuilding = "" } = {}): void {
        const download = Object.entries(definitionFiles).flatMap(([module, files]) => [
            ...files.map(
                (file) => `mkdir -p modules/${module}/${path.dirname(file)}; echo ${file} > modules/${module}/${file}`,
            ),
            `printf '{\\n\\t"Path": "%s",\\n\\t"Dir": "%s"\\n}\\n' ${module} ${sandbox.folder}/modules/${module}`,
        ]);
        const script = [
            `if [ "$1" = env ]; then echo go1.99.0; exit; fi`,
            `echo "$$ $1" >> builds`,
            `if [ "$1" = mod ]; then ${[whileDownloading, ...download].filter(Boolean).join("; ")}; exit; fi`,
            whileBuilding,
            `while [ "$1" != -o ]; do shift; done`,
            `echo binary > "$2"; chmod 755 "$2"`,
        ];
        sandbox.command("go", script.join("\n"));
    }

    it("builds the server and takes the definitions from their modules, once", async () => {
        go();
        const binaries = { command: path.join(root, "bin", "kube-apiserver"), definitions: path.join(root, "crds") };
        assert.deepEqual(await ensure(), binaries);
        const wanted = Object.values(definitionFiles).flat();
        assert.deepEqual(readdirSync(binaries.definitions), wanted.map((file) => path.basename(file)).sort());
        for (const file of wanted) {
            assert.equal(readFileSync(path.join(binaries.definitions, path.basename(file)), "utf8"), `${file}\n`);
        }
        assert.deepEqual(
            sandbox.log.map((line) => line.replace(/\d+ s$/, "N s")),
            [
                `Building the Kubernetes API server 1.36.1 once, into ${root}.`,
                "Downloading custom resource definitions from Go modules ...",
                "Building kube-apiserver from Go modules, about 7 minutes on two cores ...",
                "  kube-apiserver: built, 0 modules downloaded, 0 packages compiled, N s",
            ],
        );
        sandbox.command("go", "exit 1");
        assert.deepEqual(await ensure(), binaries);
    });

    it("says what needs it and how to get it when there is no Go", async () => {
        await assert.rejects(ensure(), {
            message:
                "The program has Kubernetes resources. There is no Kubernetes API server. Go, which would build it, is not " +
                "on PATH either. Install Go 1.26.0 or newer (https://go.dev/doc/install); the API server is then built " +
                "once, in about 7 minutes.",
        });
    });

    it("passes on what a download says when it fails", async () => {
        go({ whileDownloading: `printf '{ "Path": "a", "Error": "no such module" }\\n'; echo gone >&2; exit 1` });
        await assert.rejects(ensure(), {
            message: "Downloading custom resource definitions failed:\nno such module\ngone",
        });
    });

    it("gives up when it is told to, and leaves nothing", async () => {
        go({ whileBuilding: "exec sleep 1000" });
        const abort = new AbortController();
        const result = ensure(abort.signal);
        await until(() => sandbox.log.some((line) => line.startsWith("Building kube-apiserver")));
        abort.abort(new Error("enough"));
        await assert.rejects(result, { name: "AbortError" });
        assert.deepEqual(readdirSync(path.dirname(root)), [`${apiServerKey()}.lock-1`]);
    });
});
