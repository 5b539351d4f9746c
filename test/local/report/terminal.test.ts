// Does not prove that every terminal understands these sequences (ECMA-48, cursor up and erase).
import assert from "node:assert/strict";
import { duration } from "../../../local/report/duration";
import { openTerminal } from "../../../local/report/terminal";

describe("terminal", () => {
    function stream(more: object): NodeJS.WriteStream & { text: string } {
        const target = { text: "", write: (text: string) => (target.text += text), ...more };
        return target as unknown as NodeJS.WriteStream & { text: string };
    }

    it("draws the block anew below lines that stay, clipped to its size", () => {
        const out = stream({ isTTY: true, columns: 8, rows: 3 });
        const terminal = openTerminal(out);
        terminal.block(["1", "123456789", "3"]);
        terminal.line("stays");
        terminal.block([]);

        assert.equal(out.text, "1\n123456…\n\u001b[2A\u001b[Jstays\n");
    });

    it("that is a file gets lines only", () => {
        const out = stream({});
        const terminal = openTerminal(out);
        terminal.block(["1"]);
        terminal.line("stays");

        assert.equal(out.text, "stays\n");
        assert.equal(terminal.colors.red("x"), "x");
    });
});

describe("duration", () => {
    const cases: [number, string][] = [
        [0.04, "0.0 s"],
        [9.94, "9.9 s"],
        [9.97, "10 s"],
        [59.4, "59 s"],
        [59.6, "1 min 0 s"],
        [3599, "59 min 59 s"],
        [7384, "2 h 3 min"],
    ];
    for (const [seconds, text] of cases) {
        it(`of ${seconds} is ${text}`, () => assert.equal(duration(seconds), text));
    }
});
