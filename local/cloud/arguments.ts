import { parseArgs } from "node:util";

/** What the process of the local cloud is told. */
export interface CloudArguments {
    /** Folder that keeps what exists. */
    home: string;
    /** Seconds of cloud time for each second. */
    speed: number;
    /** Port of the first provider; free ones when absent. */
    firstPort: number | undefined;
    /** File with faults that are to happen, if any. */
    faults: string | undefined;
    /** Whether the cluster starts only when something needs it. */
    lazyCluster: boolean;
}

/** Ports are 16 bits wide, and there are three providers. */
const lastFirstPort = 2 ** 16 - 4;

/** Reads `--home DIR --speed N [--port FIRST] [--faults FILE] [--lazy-cluster]`. Throws one error that names what is wrong and what is allowed. */
export function readArguments(args: string[]): CloudArguments {
    const { values } = parseArgs({
        args,
        options: {
            home: { type: "string" },
            speed: { type: "string" },
            port: { type: "string" },
            faults: { type: "string" },
            "lazy-cluster": { type: "boolean", default: false },
        },
    });
    const { home, speed, port, faults, "lazy-cluster": lazyCluster } = values;
    const problems: string[] = [];
    if (home === undefined || home === "") {
        problems.push("--home is missing; it must be a folder.");
    }
    if (!(Number(speed) > 0 && Number(speed) < Infinity)) {
        problems.push(`--speed is ${speed}; it must be a number greater than 0: seconds of the cloud per second.`);
    }
    if (port !== undefined && !(Number.isInteger(Number(port)) && Number(port) >= 1 && Number(port) <= lastFirstPort)) {
        problems.push(
            `--port is ${port}; it must be from 1 to ${lastFirstPort}: the three ports after it are used, too.`,
        );
    }
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
    const firstPort = port === undefined ? undefined : Number(port);
    return { home: String(home), speed: Number(speed), firstPort, faults, lazyCluster };
}
