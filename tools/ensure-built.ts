// Finds or builds the Pulumi engine, the Kubernetes API server and the policy engine of Cilium, and prints where they are.
import { ensureEngine } from "../local/engine";
import { ensureApiServer } from "../local/kubernetes/api-server/binaries";
import { ensureReachability } from "../local/kubernetes/reachability/binary";

async function ensureBuilt(): Promise<void> {
    const { root, version } = await ensureEngine({ log: console.error });
    console.log(`Pulumi ${version} in ${root}`);
    const { command } = await ensureApiServer({ env: process.env, log: console.error });
    console.log(`Kubernetes API server: ${command}`);
    const reachability = await ensureReachability({ env: process.env, log: console.error });
    console.log(`Policy engine of Cilium: ${reachability}`);
}

ensureBuilt().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
