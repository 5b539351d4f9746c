import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunnerJob } from "../runner/runner-job";
import { PlaybookName } from "./playbooks/playbook-name";

const folder = join(__dirname, "response-jobs");

/**
 * Jobs of `Runner` for what only the network reaches, by the name of the playbook that starts them. Each is a program of
 * Node.js without packages, and is told by environment variables what to do when it is started. `Sentinel` gives their
 * identities the roles that they need in Azure; `ServerNamespace` and `ClusterGuards` what they need in the cluster.
 *
 * Serves practices IR-2, IR-3 and 2.2.
 *
 * @param image - Image of Node.js 20 or later in the registry, pinned by its digest.
 */
export function responseJobs(image: string): Record<string, RunnerJob> {
    const job = (playbook: PlaybookName): [string, RunnerJob] => [
        playbook,
        { image, command: ["node", "--input-type=module", "--eval", program(`${playbook}.mjs`)], timeoutSeconds: 600 },
    ];
    return Object.fromEntries(
        [PlaybookName.IsolateNamespace, PlaybookName.RotateSessionKeys, PlaybookName.SnapshotEvidence].map(job),
    );
}

/** The program of a job as one text: in the place of each import of a file beside it is the file, once. */
function program(file: string, inlined = new Set<string>()): string {
    return readFileSync(join(folder, file), "utf8")
        .replace(/^import .* from "\.\/(.+)";\n/gm, (_, beside: string) => {
            if (inlined.has(beside)) return "";
            inlined.add(beside);
            return program(beside, inlined);
        })
        .replace(/^export /gm, "");
}
