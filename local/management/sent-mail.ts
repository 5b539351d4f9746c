import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../cloud/folder";
import { unlessMissing } from "../missing-file";

/** A mail that nobody gets. */
export interface Mail {
    /** Object id of the mailbox. */
    from: string;
    to: string[];
    subject: string;
    body: string;
    /** RFC 3339. */
    sentTime: string;
}

/** Mails that were sent: each is a file of the cloud's folder, named by its number. */
export class SentMail {
    readonly #folder: string;
    #last: Promise<unknown> = Promise.resolve();

    /** @param home - Folder of the cloud. */
    constructor(home: string) {
        this.#folder = join(home, "mail");
    }

    /** All of them, the oldest first. */
    async all(): Promise<Mail[]> {
        const names = await this.#names();
        return await Promise.all(
            names.map(async (name) => JSON.parse(await readFile(join(this.#folder, name), "utf8")) as Mail),
        );
    }

    add(mail: Mail): Promise<void> {
        const added = this.#last.then(async () => {
            await mkdir(this.#folder, { recursive: true, mode: 0o700 });
            const number = Number.parseInt((await this.#names()).at(-1) ?? "0", 10) + 1;
            await replaceFile(join(this.#folder, `${number}.json`), Buffer.from(JSON.stringify(mail, null, 4)));
        });
        this.#last = added.catch(() => {});
        return added;
    }

    async #names(): Promise<string[]> {
        const names = await readdir(this.#folder).catch(unlessMissing<string[]>([]));
        return names
            .filter((name) => name.endsWith(".json"))
            .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
    }
}
