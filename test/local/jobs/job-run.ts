import { type JobExecution, runJob } from "../../../local/jobs/run-job";
import type { Properties } from "../../../local/provider/provider";
import { accountId, vaultId } from "../azure/landscape";
import { ServedHome } from "../private-endpoints/served-home";
import { jobId, type RunnerLandscape, vaultHost } from "./runner-landscape";

const everything: [string, string][] = [
    ["Key Vault Secrets User", vaultId],
    ["Storage Blob Data Contributor", accountId],
];

/** What a program begins with that gets tokens. */
export const withTokens = `
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_CLIENT_ID } = process.env;
    async function token(resource, clientId = AZURE_CLIENT_ID, secret = IDENTITY_HEADER) {
        const query = new URLSearchParams({ "api-version": "2019-08-01", resource, client_id: clientId });
        const answer = await fetch(IDENTITY_ENDPOINT + "?" + query, { headers: { "X-IDENTITY-HEADER": secret } });
        const body = await answer.json();
        if (!answer.ok) throw new Error(answer.status + " " + body.message);
        return "Bearer " + body.access_token;
    }
    async function secret() {
        const authorization = await token("https://vault.azure.net");
        return fetch("https://${vaultHost}/secrets/session?api-version=7.4", { headers: { authorization } });
    }
    const reason = (error) => (error.cause ?? error).code + " " + (error.cause ?? error).message.trim();
`;

export interface Run {
    execution: JobExecution;
    home: ServedHome;
}

export interface RunOptions {
    /** What the request to start it says, given the client id of the job's identity. Default: nothing. */
    template?(clientId: string): Properties;
    /** Origins by host of what it may call besides vault and account. Default: none. */
    others?: Record<string, string>;
    /** Looks at what it has left. */
    afterwards?(home: ServedHome): Promise<void>;
}

/** Runs the job of a runner, with roles for secrets and blobs unless the landscape has others. */
export async function run(landscape: RunnerLandscape, options: RunOptions = {}): Promise<Run> {
    const home = await ServedHome.start({ roles: everything, ...landscape });
    try {
        const { sink, logged, now, deployed } = home;
        const template = options.template?.(deployed.clientId);
        const execution = await runJob({
            home: deployed.home,
            jobId,
            hosts: new Map([...home.hosts, ...Object.entries(options.others ?? {})]),
            rows: sink,
            log: (line) => logged.push(line),
            now: () => now,
            ...(template && { template }),
        });
        await options.afterwards?.(home);
        return { execution, home };
    } finally {
        await home.close();
    }
}

/** Status of a run of the text of a module, and what it writes. */
export async function outputOf(module: string, landscape: RunnerLandscape = {}): Promise<string[]> {
    const { execution } = await run({ module: withTokens + module, ...landscape });
    return [execution.status, ...execution.output];
}
