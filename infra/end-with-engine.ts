/**
 * Ends the program when nobody reads what it writes: its engine was killed. Left alone, the SDK would report the failed
 * write on the same broken pipe, and that report's failure again, without end and with ever more memory.
 */
export function endWithEngine(): void {
    for (const stream of [process.stdout, process.stderr]) {
        stream.on("error", () => process.exit(1));
    }
}
