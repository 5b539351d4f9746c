/** A list that queries look things up in: its columns, the first of which is searched, and its rows. */
export interface WatchlistContent {
    columns: string[];
    rows: string[][];
}

/** The list as comma-separated values, each in quotes. */
export function csvOf({ columns, rows }: WatchlistContent): string {
    const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
    return [columns, ...rows].map((cells) => `${line(cells)}\n`).join("");
}

/** A problem when a text cannot be in a list: queries compare it as it is, so nothing can be put before it. */
export function cellProblem(text: string, argument: string): string | undefined {
    // https://owasp.org/www-community/attacks/CSV_Injection
    return /^[=+\-@]|[\p{Cc}]/u.test(text) || text === ""
        ? `${argument} is ${JSON.stringify(text)}; it must be text on one line that does not begin with =, +, - or @, which spreadsheets take for a formula.`
        : undefined;
}

/** Azure takes a list with its request up to this size: https://learn.microsoft.com/azure/sentinel/watchlists#limitations-of-watchlists */
const maxBytes = 3_800_000;

/** A problem when the list is larger than Azure takes. */
export function sizeProblem(csv: string, alias: string): string | undefined {
    const bytes = Buffer.byteLength(csv);
    return bytes <= maxBytes
        ? undefined
        : `The watchlist ${alias} has ${bytes} bytes; Azure takes ${maxBytes} at most.`;
}
