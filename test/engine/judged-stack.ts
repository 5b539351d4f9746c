import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type EngineEvent, LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { ensureEngine } from "../../local/engine";
import { type ProviderServer, serveProvider } from "../../local/provider/server";
import { willingPackage } from "../support/willing-package";

const checkout = path.resolve(__dirname, "..", "..");
const run = promisify(execFile);

/** The pack as an executable. */
export const pack = path.join(checkout, "policy-pack", "run");

/** What the pack says of one resource. */
export interface Finding {
    rule: string;
    level: string;
    /** Logical name. */
    resource: string;
    message: string;
}

export interface Verdict {
    /** In the order of rules and resources. */
    findings: Finding[];
    /** Everything else that the engine says. */
    output: string;
    failed: boolean;
}

/** Policy configuration: settings of the pack, and what is said of rules. */
type Configuration = Record<string, unknown> & { pack?: object };

/** A stack of a small program on the real engine, with providers that accept everything, judged by the pack. */
export class JudgedStack {
    private constructor(
        private readonly folder: string,
        private readonly cli: string,
        private readonly env: Record<string, string>,
        private readonly provider: ProviderServer,
        private readonly stack: Stack,
    ) {}

    /** @param program - TypeScript, with the packages of the project. */
    static async open(program: string): Promise<JudgedStack> {
        const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "judged-stack-")));
        for (const name of ["program", "run", "state"]) mkdirSync(path.join(folder, name));
        writeFileSync(path.join(folder, "program", "index.ts"), program);
        writeFileSync(path.join(folder, "program", "package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "program", "node_modules"));
        const { root } = await ensureEngine();
        const cli = path.join(root, "bin", "pulumi");
        const provider = await serveProvider(willingPackage, 0);
        const env = {
            PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
            // `policy analyze` logs what it sends to a pack, secrets included
            PULUMI_HOME: path.join(folder, "home"),
            PULUMI_CONFIG_PASSPHRASE: "test",
            PULUMI_SKIP_UPDATE_CHECK: "1",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // the second is what `pulumi package add` makes
            PULUMI_DEBUG_PROVIDERS: `azure-native:${provider.port},azure-native_keyvault_v20260201:${provider.port}`,
            // the engine finds its language host beside itself when that folder is on PATH
            PATH: [path.dirname(cli), process.env.PATH].join(path.delimiter),
        };
        const workspace = await LocalWorkspace.create({
            workDir: path.join(folder, "run"),
            envVars: env,
            pulumiCommand: await PulumiCommand.get({ root }),
            projectSettings: {
                name: "judged",
                main: path.join(folder, "program", "index.ts"),
                runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } as never },
            },
        });
        return new JudgedStack(folder, cli, env, provider, await Stack.createOrSelect("test", workspace));
    }

    async close(): Promise<void> {
        await this.provider.close();
        rmSync(this.folder, { recursive: true });
    }

    /** @param samples - Which parts of the program to run, by its configuration `samples`. */
    async preview(samples: string, configuration?: Configuration): Promise<Verdict> {
        await this.choose(samples);
        return this.judge((options) => this.stack.preview(options), configuration);
    }

    async up(samples: string, configuration?: Configuration): Promise<Verdict> {
        await this.choose(samples);
        return this.judge((options) => this.stack.up(options), configuration);
    }

    /** Deploys without being judged. */
    async deploy(samples: string): Promise<void> {
        await this.choose(samples);
        await this.stack.up({});
    }

    /** `pulumi policy analyze` of the exported state, in another folder; without the passphrase if asked. */
    async analyze(configuration: Configuration = {}, { offline = false } = {}): Promise<Verdict> {
        const state = path.join(this.folder, "state.json");
        const all = { ...process.env, ...this.env };
        await run(this.cli, ["stack", "export", "--stack", "test", "--file", state], {
            cwd: path.join(this.folder, "run"),
            env: all,
        });
        const args = ["policy", "analyze", "--json", "--file", state, "--policy-pack", pack];
        args.push("--policy-pack-config", this.write(configuration));
        const { PULUMI_CONFIG_PASSPHRASE, ...withoutPassphrase } = all;
        const env = offline ? withoutPassphrase : all;
        const { code, stdout, stderr } = await run(this.cli, args, { cwd: os.tmpdir(), env }).catch((error) => error);
        const events = String(stdout)
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map((line): EngineEvent => JSON.parse(line));
        return verdict(events, `${stdout}${stderr}`, Boolean(code));
    }

    /** Logical names of what exists. */
    async resources(): Promise<string[]> {
        const { deployment } = await this.stack.exportStack();
        return (deployment.resources ?? []).map(({ urn }: { urn: string }) => nameOf(urn));
    }

    private choose(samples: string): Promise<void> {
        return this.stack.setConfig("samples", { value: samples });
    }

    private async judge(
        operation: (options: object) => Promise<unknown>,
        configuration: Configuration = {},
    ): Promise<Verdict> {
        const events: EngineEvent[] = [];
        let output = "";
        const onOutput = (text: string) => {
            output += text;
        };
        const failed = await operation({
            policyPacks: [pack],
            policyPackConfigs: [this.write(configuration)],
            onEvent: (event: EngineEvent) => events.push(event),
            onOutput,
            onError: onOutput,
        }).then(
            () => false,
            () => true,
        );
        return verdict(events, output, failed);
    }

    private write({ pack: settings, ...rules }: Configuration): string {
        const file = path.join(this.folder, "policy.json");
        // an environment in which nothing has to be protected, so that one sample can go when another comes
        writeFileSync(file, JSON.stringify({ pack: { environment: "test", ...settings }, ...rules }));
        return file;
    }
}

function verdict(events: EngineEvent[], output: string, failed: boolean): Verdict {
    const findings = events.flatMap(({ policyEvent: event }): Finding[] =>
        event
            ? [
                  {
                      rule: event.policyName,
                      level: event.enforcementLevel,
                      resource: nameOf(event.resourceUrn ?? ""),
                      message: event.message.trimEnd(),
                  },
              ]
            : [],
    );
    assert.doesNotMatch(output + JSON.stringify(findings), /hunter2/, "a secret is shown");
    const key = ({ rule, resource, level, message }: Finding) => [rule, resource, level, message].join("\n");
    // about each vault of the SDK's own version: another would need a package that is not installed here
    const told = findings.filter(({ rule }) => rule !== "gov-api-lifecycle");
    return { findings: told.sort((a, b) => (key(a) < key(b) ? -1 : 1)), output, failed };
}

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? "";
}

/** Findings without what they say. */
export function levels({ findings }: Verdict): string[] {
    return findings.map(({ rule, resource, level }) => `${level} ${rule} ${resource}`);
}
