import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

/** Colours for a stream: none when it is no terminal, or when NO_COLOR is set (https://no-color.org). */
export function colorsFor(stream: { isTTY?: boolean }): Colors {
    return createColors(stream.isTTY === true && !process.env.NO_COLOR);
}

/** Where progress is written: lines that stay, and on a terminal a block below them that is drawn anew. */
export interface Terminal {
    /** Whether the block is shown at all. */
    interactive: boolean;
    colors: Colors;
    line(text: string): void;
    /** Replaces the block. Does nothing when the stream is no terminal. */
    block(lines: string[]): void;
}

export function openTerminal(stream: NodeJS.WriteStream): Terminal {
    const interactive = stream.isTTY === true;
    let height = 0;
    const erase = () => {
        const sequence = height > 0 ? `\u001b[${height}A\u001b[J` : "";
        height = 0;
        return sequence;
    };
    return {
        interactive,
        colors: colorsFor(stream),
        line: (text) => {
            stream.write(`${erase()}${text}\n`);
        },
        block: (lines) => {
            if (interactive) {
                // A wrapped or scrolled line could not be erased again.
                const [columns, rows] = [stream.columns || 80, stream.rows || 24];
                const fitting = lines.slice(0, Math.max(1, rows - 1)).map((text) => clip(text, columns));
                stream.write(erase() + fitting.map((text) => `${text}\n`).join(""));
                height = fitting.length;
            }
        },
    };
}

function clip(text: string, columns: number): string {
    return text.length < columns ? text : `${text.slice(0, columns - 2)}…`;
}
