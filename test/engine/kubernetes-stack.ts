import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { ensureEngine } from "../../local/engine";

const checkout = path.resolve(__dirname, "..", "..");

/** Objects by logical name. */
export type Objects = Record<string, object>;

/** A stack of the real engine whose program declares the objects that it is told. */
export class KubernetesStack {
    readonly folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kubernetes-")));
    #pulumi = "";

    constructor(
        private readonly port: number,
        private readonly provider: object = {},
    ) {}

    async create(): Promise<this> {
        const { runtime } = parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8"));
        mkdirSync(path.join(this.folder, "state"));
        writeFileSync(path.join(this.folder, "package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), path.join(this.folder, "node_modules"));
        writeFileSync(
            path.join(this.folder, "Pulumi.yaml"),
            stringify({ name: "objects", main: path.join(__dirname, "programs", "objects.ts"), runtime }),
        );
        this.#pulumi = path.join((await ensureEngine()).root, "bin", "pulumi");
        await this.run({}, "stack", "init", "test");
        return this;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true });
    }

    /** What the command prints; rejects with that when it fails. */
    async run(objects: Objects, ...args: string[]): Promise<string> {
        const { stdout } = await promisify(execFile)(this.#pulumi, [...args, "--non-interactive"], {
            cwd: this.folder,
            env: {
                ...process.env,
                KUBECONFIG: undefined,
                OBJECTS: JSON.stringify({ objects, provider: this.provider }),
                PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_SKIP_UPDATE_CHECK: "1",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_DEBUG_PROVIDERS: `kubernetes:${this.port}`,
            },
            maxBuffer: 10 * 1024 * 1024,
        }).catch((error) => {
            throw new Error(`${error.stdout}\n${error.stderr}`);
        });
        return stdout;
    }

    /** Operations by logical name, of those that do something. */
    async preview(objects: Objects): Promise<Record<string, string>> {
        const { steps } = JSON.parse(await this.run(objects, "preview", "--json")) as {
            steps: { op: string; urn: string }[];
        };
        return Object.fromEntries(steps.filter(({ op }) => op !== "same").map(({ op, urn }) => [nameOf(urn), op]));
    }

    up(objects: Objects): Promise<string> {
        return this.run(objects, "up", "--yes", "--skip-preview");
    }

    refresh(): Promise<string> {
        return this.run({}, "refresh", "--yes", "--skip-preview");
    }

    destroy(): Promise<string> {
        return this.run({}, "destroy", "--yes", "--skip-preview");
    }

    /** The whole state as text, secrets encrypted unless asked. */
    exportState(...args: string[]): Promise<string> {
        return this.run({}, "stack", "export", ...args);
    }

    /** Resources of the state by logical name. */
    async resources(): Promise<Record<string, Resource>> {
        const { deployment } = JSON.parse(await this.exportState("--show-secrets"));
        const resources: Resource[] = deployment.resources ?? [];
        return Object.fromEntries(resources.map((resource) => [nameOf(resource.urn), resource]));
    }
}

export interface Resource {
    urn: string;
    id: string;
    inputs: object;
    // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever is there
    outputs: any;
    initErrors?: string[];
}

function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf(":") + 1);
}
