import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureEngine } from "../../../local/engine";

/** A folder with its own PATH and cache, so that no command of this computer is ever found. */
export class Sandbox {
    readonly folder = mkdtempSync(path.join(os.tmpdir(), "engine-test-"));
    readonly bin = path.join(this.folder, "bin");
    readonly cache = path.join(this.folder, "cache");
    readonly log: string[] = [];
    readonly env: NodeJS.ProcessEnv = { PATH: this.bin, HOME: this.folder, ZERO_TRUST_MCP_CACHE: this.cache };

    /** Writes an executable shell script, by default into the folder that is on PATH. */
    command(name: string, script: string, folder = this.bin): string {
        mkdirSync(folder, { recursive: true });
        const file = path.join(folder, name);
        writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\ncd ${this.folder}\n${script}\n`);
        chmodSync(file, 0o755);
        return file;
    }

    pulumi(version: string, folder = this.bin): string {
        return this.command("pulumi", `echo v${version}`, folder);
    }

    /** A language host that takes the runtime options by RPC. */
    languageHost(): string {
        return this.command(
            "pulumi-language-nodejs",
            `printf '    \\t[obsolete] Arguments for the Node process\\n' >&2`,
        );
    }

    /** A Go whose builds are scripts that print a version; `whileBuilding` runs before each of them. */
    go({ version = "1.99.0", whileBuilding = "" } = {}): void {
        const build = [
            `echo "$$" >> builds`,
            whileBuilding,
            `while [ "$1" != -o ]; do shift; done`,
            `printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"`,
            `chmod 755 "$2"`,
        ].join("\n");
        this.command("go", `if [ "$1" = env ]; then echo go${version}; exit; fi\n${build}`);
    }

    /** Process ids of the builds that were started, in order. */
    builds(): number[] {
        const file = path.join(this.folder, "builds");
        return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
    }

    ensureEngine(log = this.log) {
        return ensureEngine({ env: this.env, log: (line) => log.push(line) });
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Waits until the condition holds; mocha's time limit ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
        await delay(10);
    }
}
