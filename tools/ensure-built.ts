// Finds or builds the Pulumi engine, the Kubernetes API server, the policy engine of Cilium and the checker of Envoy's
// schema, and prints where they are.
import { ensureEngine } from "../local/engine";
import { ensureEnvoyCheck } from "../local/envoy-check/binary";
import { ensureApiServer } from "../local/kubernetes/api-server/binaries";
import { ensureReachability } from "../local/kubernetes/reachability/binary";

async function ensureBuilt(): Promise<void> {
    const { root, version } = await ensureEngine({ log: console.error });
    console.log(`Pulumi ${version} in ${root}`);
    const { command } = await ensureApiServer({ env: process.env, log: console.error });
    console.log(`Kubernetes API server: ${command}`);
    const reachability = await ensureReachability({ env: process.env, log: console.error });
    console.log(`Policy engine of Cilium: ${reachability}`);
    const envoyCheck = await ensureEnvoyCheck({ env: process.env, log: console.error });
    console.log(`Checker of Envoy's schema: ${envoyCheck}`);
}

ensureBuilt().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
