// Finds or builds the Pulumi engine and prints where it is: node --import tsx tools/ensure-engine.ts
import { ensureEngine } from "../local/engine";

ensureEngine({ log: console.error }).then(
    ({ root, version }) => console.log(`Pulumi ${version} in ${root}`),
    (error: Error) => {
        console.error(error.message);
        process.exitCode = 1;
    },
);
