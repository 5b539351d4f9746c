import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type Environment, parseEnvironment } from "./environment";
import { readServerFiles } from "./read-server-files";

/**
 * The environment of the stack that is being deployed.
 *
 * @throws pulumi.RunError with all problems, shown without a stack: the reader of the message wrote the files.
 */
export function loadEnvironment(): Environment {
    const stack = pulumi.getStack();
    const serverFiles = readServerFiles(path.join(__dirname, ".."));
    const parsed = parseEnvironment(stack, pulumi.runtime.allConfig(), serverFiles, new Date());
    if ("environment" in parsed) return parsed.environment;
    const count = parsed.problems.length === 1 ? "a problem" : `${parsed.problems.length} problems`;
    throw new pulumi.RunError(
        [`The configuration of stack "${stack}" has ${count}:`, ...parsed.problems.map((each) => `  - ${each}`)].join(
            "\n",
        ),
    );
}
