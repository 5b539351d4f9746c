import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const command = path.join(__dirname, "..", "..", "node_modules/@modelcontextprotocol/conformance/dist/index.js");

/** A check of a scenario, as the suite writes it. */
interface Check {
    status: "SUCCESS" | "FAILURE" | "WARNING" | "INFO" | "SKIPPED";
    errorMessage?: string;
}

/** Milliseconds, several times what all scenarios take. */
const longest = 90_000;

/**
 * Runs one or every scenario of the official suite against a server, in a process of its own.
 *
 * @returns For each scenario `passes`, or what the suite says of its checks.
 */
export async function runSuite(url: string, folder: string, scenario?: string): Promise<Map<string, string>> {
    const choice = scenario === undefined ? ["--suite", "all"] : ["--scenario", scenario];
    const said = await run(["server", "--url", url, ...choice, "--output-dir", folder]);
    const names = await readdir(folder);
    if (names.length === 0) throw new Error(`The suite ran no scenario: ${said}`);
    const outcomes = names.map(async (name): Promise<[string, string]> => {
        const checks: Check[] = JSON.parse(await readFile(path.join(folder, name, "checks.json"), "utf8"));
        return [scenarioOf(name), outcomeOf(checks)];
    });
    return new Map(await Promise.all(outcomes));
}

// its status is the same for a failed scenario and for one that could not run
function run(choice: string[]): Promise<string> {
    return new Promise((resolve) => {
        execFile(process.execPath, [command, ...choice], { timeout: longest }, (_failed, _output, errors) =>
            resolve(errors),
        );
    });
}

/** Folders are called `server-<scenario>-<time>`. */
function scenarioOf(folder: string): string {
    const [, scenario] = /^server-(.+)-\d{4}-\d{2}-\d{2}T.+$/.exec(folder) ?? [];
    if (scenario === undefined) throw new Error(`No scenario is written to a folder called ${folder}.`);
    return scenario;
}

// a scenario that only informs has found nothing to check
function outcomeOf(checks: Check[]): string {
    const wrong = checks.filter(({ status }) => !["SUCCESS", "INFO"].includes(status));
    if (wrong.length > 0) return wrong.map(({ errorMessage = "no message" }) => errorMessage).join("; ");
    return checks.some(({ status }) => status === "SUCCESS") ? "passes" : "Nothing was checked";
}
