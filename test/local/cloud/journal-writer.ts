// Writes k1, k2, ... to the journal of its argument for ever, and prints each number once it is durable.
import { openJournal } from "../../../local/cloud/journal";

async function run(): Promise<void> {
    const journal = await openJournal(process.argv[2] as string);
    for (let n = 1; ; n += 3) {
        const numbers = [n, n + 1, n + 2];
        await Promise.all(
            numbers.map((number) =>
                journal.write([{ key: `k${String(number).padStart(9, "0")}`, value: { n: number } }]),
            ),
        );
        console.log(n + 2);
    }
}

void run();
