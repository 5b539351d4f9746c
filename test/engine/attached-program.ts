import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { ensureEngine } from "../../local/engine";
import type { ProviderPackage } from "../../local/provider/provider";
import { type ProviderServer, serveProvider } from "../../local/provider/server";

const checkout = path.resolve(__dirname, "..", "..");

interface Step {
    op: string;
    urn: string;
}

/** Environment of the program. */
type Variables = Record<string, string>;

/** A small program in a folder of its own, on the real engine with providers of the local cloud attached. */
export class AttachedProgram {
    private constructor(
        private readonly folder: string,
        private readonly cli: string,
        private readonly servers: [name: string, server: ProviderServer][],
    ) {}

    /** @param program - TypeScript, with the packages of the project. */
    static async open(name: string, program: string, packages: ProviderPackage[]): Promise<AttachedProgram> {
        const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `${name}-`)));
        writeFileSync(path.join(folder, "index.ts"), program);
        writeFileSync(path.join(folder, "package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
        return AttachedProgram.attach(folder, packages);
    }

    /** @param folder - With a program, `index.ts`, and its packages. It is removed when the program is closed. */
    static async attach(folder: string, packages: ProviderPackage[]): Promise<AttachedProgram> {
        mkdirSync(path.join(folder, "state"));
        const name = path.basename(folder);
        const { runtime } = parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8"));
        writeFileSync(path.join(folder, "Pulumi.yaml"), stringify({ name, main: "index.ts", runtime }));
        const cli = path.join((await ensureEngine()).root, "bin", "pulumi");
        const servers: [string, ProviderServer][] = [];
        for (const pkg of packages) {
            servers.push([pkg.name, await serveProvider(pkg, 0)]);
        }
        const attached = new AttachedProgram(folder, cli, servers);
        await attached.pulumi({}, "stack", "init", "test");
        return attached;
    }

    /** Gives the program another text. */
    change(program: string): void {
        writeFileSync(path.join(this.folder, "index.ts"), program);
    }

    async close(): Promise<void> {
        await Promise.all(this.servers.map(([, server]) => server.close()));
        rmSync(this.folder, { recursive: true });
    }

    /** What the CLI writes to stdout; rejects with it when the CLI fails. */
    async pulumi(variables: Variables, ...args: string[]): Promise<string> {
        const { stdout } = await promisify(execFile)(this.cli, [...args, "--non-interactive"], {
            cwd: this.folder,
            env: {
                ...process.env,
                PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_SKIP_UPDATE_CHECK: "1",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_DEBUG_PROVIDERS: this.servers.map(([name, { port }]) => `${name}:${port}`).join(","),
                ...variables,
            },
            maxBuffer: 10 * 1024 * 1024,
        });
        return stdout;
    }

    /** Operations by logical name, of those that do something. */
    async preview(variables: Variables = {}, ...args: string[]): Promise<Record<string, string>> {
        const { steps } = JSON.parse(await this.pulumi(variables, "preview", "--json", ...args)) as { steps: Step[] };
        const changes = steps.filter(({ op }) => op !== "same");
        return Object.fromEntries(changes.map(({ op, urn }) => [urn.slice(urn.lastIndexOf(":") + 1), op]));
    }

    /** Outputs of the stack after an update. */
    async up(variables: Variables = {}): Promise<Record<string, string>> {
        await this.pulumi(variables, "up", "--yes", "--skip-preview");
        return JSON.parse(await this.pulumi(variables, "stack", "output", "--json", "--show-secrets"));
    }

    async destroy(): Promise<void> {
        await this.pulumi({}, "destroy", "--yes", "--skip-preview");
    }

    /** The state as the engine exports it, secrets encrypted. */
    async exported(): Promise<string> {
        return this.pulumi({}, "stack", "export");
    }
}
