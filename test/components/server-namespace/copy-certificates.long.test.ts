// Does not prove that Envoy hears of a file in a virtual machine.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const program = path.resolve(__dirname, "../../../components/server-namespace/copy-certificates.mjs");

describe("copy-certificates.mjs", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "copy-certificates-"));
    const [from, to] = [path.join(folder, "from"), path.join(folder, "to")];
    after(() => rmSync(folder, { recursive: true }));

    /** Files as the driver brings them: links to a folder that is replaced as a whole. */
    const bring = (version: string, files: Record<string, string>) => {
        mkdirSync(path.join(from, version));
        for (const [name, content] of Object.entries(files)) {
            writeFileSync(path.join(from, version, name), content);
            rmSync(path.join(from, name), { force: true });
            symlinkSync(path.join("..data", name), path.join(from, name));
        }
        rmSync(path.join(from, "..data"), { force: true });
        symlinkSync(version, path.join(from, "..data"));
    };
    const copyOnce = () => execFileSync(process.execPath, [program, from, to, "once"]);
    const copied = () =>
        Object.fromEntries(readdirSync(to).map((name) => [name, readFileSync(path.join(to, name), "utf8")]));

    it("copies every file, for the proxy's user only, and again what has changed", () => {
        mkdirSync(from);
        mkdirSync(to);
        bring("..1", { orders: "key and certificate", authority: "authority" });
        copyOnce();
        assert.deepEqual(copied(), { authority: "authority", orders: "key and certificate" });
        assert.equal(statSync(path.join(to, "orders")).mode & 0o777, 0o400);
        const inode = (name: string) => statSync(path.join(to, name)).ino;
        const before = [inode("authority"), inode("orders")];
        bring("..2", { orders: "renewed", authority: "authority" });
        copyOnce();
        assert.deepEqual(copied(), { authority: "authority", orders: "renewed" });
        assert.equal(inode("authority"), before[0]);
        assert.notEqual(inode("orders"), before[1]);
    });

    it("fails when there is nothing to copy from, so that the proxy does not start", () => {
        const options = { stdio: "ignore" } as const;
        assert.throws(() => execFileSync(process.execPath, [program, path.join(folder, "none"), to, "once"], options));
    });

    it("stays until it is told to end", async () => {
        rmSync(path.join(to, "orders"));
        const copying = spawn(process.execPath, [program, from, to]);
        while (!readdirSync(to).includes("orders")) await new Promise((resolve) => setTimeout(resolve, 20));
        assert.equal(copying.exitCode, null);
        copying.kill("SIGTERM");
        assert.deepEqual(await once(copying, "exit"), [0, null]);
    });
});
