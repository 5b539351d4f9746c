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

/** What a command that failed has printed. */
interface Printed {
    stdout: string;
}

/** A small program in a folder of its own, on the real engine with providers of the local cloud attached. */
export class AttachedProgram {
    #ports: Record<string, number> = {};

    private constructor(
        private readonly folder: string,
        private readonly cli: string,
        private readonly servers: ProviderServer[],
    ) {}

    /**
     * @param program - TypeScript, with the packages of the project.
     * @param packages - Served until the program is closed. Others can be attached.
     */
    static async open(name: string, program: string, packages: ProviderPackage[]): Promise<AttachedProgram> {
        const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `${name}-`)));
        writeFileSync(path.join(folder, "index.ts"), program);
        writeFileSync(path.join(folder, "package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
        return AttachedProgram.openIn(folder, packages, name);
    }

    /** @param folder - With a program, `index.ts`, and its packages. It is removed when the program is closed. */
    static async openIn(
        folder: string,
        packages: ProviderPackage[],
        name = path.basename(folder),
    ): Promise<AttachedProgram> {
        mkdirSync(path.join(folder, "state"));
        const { runtime } = parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8"));
        writeFileSync(path.join(folder, "Pulumi.yaml"), stringify({ name, main: "index.ts", runtime }));
        const cli = path.join((await ensureEngine()).root, "bin", "pulumi");
        const servers = await Promise.all(packages.map((pkg) => serveProvider(pkg, 0)));
        const attached = new AttachedProgram(folder, cli, servers);
        attached.attach(Object.fromEntries(packages.map(({ name }, index) => [name, servers[index]?.port ?? 0])));
        await attached.pulumi({}, "stack", "init", "test");
        return attached;
    }

    /** Gives the program another text. */
    change(program: string): void {
        writeFileSync(path.join(this.folder, "index.ts"), program);
    }

    /** Uses providers that listen already, by package name. */
    attach(ports: Record<string, number>): void {
        this.#ports = ports;
    }

    async close(): Promise<void> {
        await Promise.all(this.servers.map((server) => server.close()));
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
                PULUMI_DEBUG_PROVIDERS: Object.entries(this.#ports)
                    .map(([name, port]) => `${name}:${port}`)
                    .join(","),
                ...variables,
            },
            maxBuffer: 10 * 1024 * 1024,
        }).catch((error: Error & Printed) => {
            error.message += `\n${error.stdout}`; // what went wrong is there
            throw error;
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

    /**
     * Runs a command to its end, whatever fails on the way, and returns the errors about resources: their names with the
     * engine's words.
     */
    async errors(command: "up" | "refresh" | "destroy", variables: Variables = {}): Promise<[string, string][]> {
        const goOn = command === "refresh" ? [] : ["--continue-on-error"];
        const args = [command, "--yes", "--skip-preview", "--json", "--parallel", "64", ...goOn];
        const printed = await this.pulumi(variables, ...args).catch((error: Printed) => error.stdout);
        const events = printed
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map(
                (line) => JSON.parse(line) as { diagnosticEvent?: { severity: string; urn?: string; message: string } },
            );
        return events.flatMap(({ diagnosticEvent: { severity, urn = "", message } = { severity: "", message: "" } }) =>
            severity === "error" && urn !== ""
                ? [
                      [urn.slice(urn.lastIndexOf(":") + 1), message.replace(/^error: |\n$/g, "")] satisfies [
                          string,
                          string,
                      ],
                  ]
                : [],
        );
    }

    async destroy(): Promise<void> {
        await this.pulumi({}, "destroy", "--yes", "--skip-preview");
    }

    /** The state as the engine exports it, secrets encrypted. */
    async exported(): Promise<string> {
        return this.pulumi({}, "stack", "export");
    }
}
