import { spawnSync } from "node:child_process";

/** One variant of a measurement: run once, answers its figure (seconds, bytes ...). */
export interface Variant {
    name: string;
    measure(): number | Promise<number>;
}

export interface Comparison {
    unit: string;
    /** Figures of each variant in the order they were taken. */
    figures: Record<string, number[]>;
    /** Median over the rounds of (variant / first variant), each pair taken in the same round. */
    ratios: Record<string, number>;
}

/**
 * Measures the variants in turn, A B C A B C ..., so that a machine that slows down slows all of them, and compares
 * each with the first one round by round. One round before that warms the caches and is not counted.
 */
export async function compare(variants: Variant[], options: { rounds: number; unit: string }): Promise<Comparison> {
    const figures: Record<string, number[]> = Object.fromEntries(variants.map(({ name }) => [name, []]));
    for (let round = -1; round < options.rounds; round++) {
        for (const { name, measure } of variants) {
            const figure = await measure();
            if (round >= 0) figures[name]?.push(figure);
        }
    }
    return comparison(figures, options.unit);
}

/** Figures of variants that were taken round by round, each compared with the first variant's of the same round. */
export function comparison(figures: Record<string, number[]>, unit: string): Comparison {
    const [base = []] = Object.values(figures);
    const ratios = Object.fromEntries(
        Object.entries(figures).map(([name, own]) => [
            name,
            median(own.map((figure, i) => figure / (base[i] ?? Number.NaN))),
        ]),
    );
    return { unit, figures, ratios };
}

/** The comparison as lines of text: raw figures first, so that a reader can judge the noise behind the ratio. */
export function render(title: string, { figures, ratios, unit }: Comparison): string {
    const width = Math.max(...Object.keys(figures).map((name) => name.length));
    const rows = Object.entries(figures).map(([name, own]) => {
        const raw = own.map((figure) => figure.toPrecision(3)).join(" ");
        return `  ${name.padEnd(width)}  median ${median(own).toPrecision(3)} ${unit}  ratio ${ratios[name]?.toFixed(2)}  (${raw})`;
    });
    return [title, ...rows].join("\n");
}

export function median(figures: number[]): number {
    const sorted = [...figures].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? Number.NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Runs a command to its end and answers its standard output. Throws with its error output when it fails. */
export function run(command: string, args: string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): string {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
        encoding: "utf8",
        maxBuffer: 256 * 1024 * 1024,
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
}
