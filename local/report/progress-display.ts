import type { EngineEvent } from "@pulumi/pulumi/automation";
import { duration } from "./duration";
import { type ComponentProgress, Progress, slowest } from "./progress";
import { kindOf, label, type Resource } from "./resource";
import type { Terminal } from "./terminal";

/** How often the block of a terminal is drawn anew, and how often a log file hears that a long step still runs. */
const drawMilliseconds = 200;
const heartbeatMilliseconds = 15_000;

/**
 * Shows an operation of the engine while it runs: a line that stays for each component that is complete, and for those
 * under way a block on a terminal, a line now and then in a log.
 */
export class ProgressDisplay {
    private readonly progress: Progress;
    private readonly shown = new Set<ComponentProgress>();
    private readonly timer: NodeJS.Timeout;

    constructor(
        private readonly terminal: Terminal,
        expected: { urn: string; component: Resource }[],
        private readonly now: () => number = Date.now,
    ) {
        this.progress = new Progress(expected);
        this.timer = setInterval(
            () => this.tick(),
            terminal.interactive ? drawMilliseconds : heartbeatMilliseconds,
        ).unref();
    }

    apply(event: EngineEvent): void {
        const completed = this.progress.apply(event, this.now());
        if (completed !== undefined) {
            this.showCompleted(completed);
        }
    }

    /** Shows what is under way. */
    tick(): void {
        const active = this.progress.components().filter(({ running }) => running.size > 0);
        const lines = active.map((entry) => this.activeLine(entry));
        if (this.terminal.interactive) {
            this.terminal.block(lines);
        } else {
            for (const line of lines) {
                this.terminal.line(line);
            }
        }
    }

    /** Stops drawing and shows the components that are not complete. */
    close(): void {
        clearInterval(this.timer);
        this.terminal.block([]);
        for (const entry of this.progress.components()) {
            this.showCompleted(entry);
        }
    }

    private showCompleted(entry: ComponentProgress): void {
        if (this.shown.has(entry)) {
            return;
        }
        this.shown.add(entry);
        const { colors } = this.terminal;
        const complete = entry.pending.size === 0 && entry.failed.size === 0;
        const mark = complete ? colors.green("✓") : colors.red("✗");
        const failed = entry.failed.size > 0 ? `, ${entry.failed.size} failed` : "";
        const time = duration(((entry.ended ?? this.now()) - entry.started) / 1000);
        this.terminal.line(`${mark} ${title(entry)}  ${count(entry)}${failed}  ${colors.dim(time)}`);
    }

    private activeLine(entry: ComponentProgress): string {
        const { colors } = this.terminal;
        const oldest = slowest(entry);
        const step = oldest ? `${label(oldest[0])} ${duration((this.now() - oldest[1]) / 1000)}` : "";
        return `${colors.cyan("…")} ${title(entry)}  ${count(entry)}  ${colors.dim(step)}`;
    }
}

function title({ component }: ComponentProgress): string {
    return `${component.name.padEnd(16)} ${kindOf(component.type).padEnd(16)}`;
}

function count({ resources, pending, failed }: ComponentProgress): string {
    const done = resources.size - pending.size - failed.size;
    return `${done} of ${resources.size}`.padStart(9);
}
