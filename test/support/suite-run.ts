import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalRun, type ProjectChange } from "./local-run";

/**
 * Provisioning takes about a second: for tests that are about what happens, not when. Not faster, because what a busy
 * machine writes and reads counts as cloud time: the hour within which an edge has to be there is 0.7 seconds.
 */
export const fastEverywhere = ["--speed", "5000"];

/** The same for tests that are about something else than the cluster: without its objects, no API server has to start. */
export const fast = [...fastEverywhere, "--without-kubernetes"];

/** A command line with a folder and a project for all tests of a suite, removed after them. To be called inside a `describe` block. */
export function suiteRun(change?: ProjectChange): LocalRun {
    const local = new LocalRun(join(tmpdir(), `zero-trust-mcp-test-${randomUUID()}`));
    before(() => local.writeProject(change));
    after(() => rm(local.folder, { recursive: true, force: true }));
    return local;
}
