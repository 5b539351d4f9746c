// Copies the files of a folder into another one, and again whenever one has changed.
//
//   copy-certificates.mjs <from> <to> [once]
//
// A pod in a virtual machine of its own hears of no change to a file that somebody outside replaces, so the proxy would
// go on with an old certificate: https://github.com/kata-containers/kata-containers/blob/main/docs/design/inotify.md
// Here is looked, and what is written inside the virtual machine, the proxy hears of. `once` ends after one copy.
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const everyMilliseconds = 60_000;

const [from, to, once] = process.argv.slice(2);

// the first process of a container ends on no signal that it does not handle
process.on("SIGTERM", () => process.exit(0));
for (;;) {
    copyChanged();
    if (once !== undefined) {
        break;
    }
    await delay(everyMilliseconds);
}

function copyChanged() {
    // names with a dot are those by which the driver replaces the others together
    for (const name of readdirSync(from).filter((file) => !file.startsWith("."))) {
        const content = readFileSync(join(from, name));
        if (!content.equals(contentOf(join(to, name)))) {
            // a reader finds the old file or the new one, never a part
            const unfinished = join(to, `.${name}.${process.pid}`);
            writeFileSync(unfinished, content, { mode: 0o400 });
            renameSync(unfinished, join(to, name));
        }
    }
}

function contentOf(file) {
    try {
        return readFileSync(file);
    } catch {
        return Buffer.alloc(0);
    }
}
