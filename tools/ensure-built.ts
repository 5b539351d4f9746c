// Finds or builds the Pulumi engine and the Kubernetes API server, and prints where they are.
import { ensureEngine } from "../local/engine";
import { ensureApiServer } from "../local/kubernetes/api-server/binaries";

async function ensureBuilt(): Promise<void> {
    const { root, version } = await ensureEngine({ log: console.error });
    console.log(`Pulumi ${version} in ${root}`);
    const { command } = await ensureApiServer({ env: process.env, log: console.error });
    console.log(`Kubernetes API server: ${command}`);
}

ensureBuilt().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
