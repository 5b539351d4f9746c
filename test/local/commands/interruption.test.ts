// Does not prove that the engine ends cleanly: test/engine does.
import assert from "node:assert/strict";
import { Interruption } from "../../../local/commands/interruption";
import { recordingTerminal } from "../report/events";

describe("interruption", () => {
    let now: number;
    let terminal: ReturnType<typeof recordingTerminal>;
    let interruption: Interruption;

    beforeEach(() => {
        now = 1_000_000;
        terminal = recordingTerminal(false);
        interruption = new Interruption(terminal, () => now);
    });

    afterEach(() => interruption.close());

    function press(...signals: NodeJS.Signals[]): [boolean, boolean, number] {
        for (const signal of signals) {
            process.emit(signal);
        }
        return [interruption.stop.aborted, interruption.force.aborted, terminal.written.length];
    }

    it("stops once, however often one key press arrives", () => {
        assert.deepEqual(press(), [false, false, 0]);
        assert.deepEqual(press("SIGINT", "SIGINT"), [true, false, 1]);
        now += 999;
        assert.deepEqual(press("SIGINT"), [true, false, 1]);
        assert.match(
            String(terminal.written[0]),
            /^Stopping: the engine cancels what is under way and saves its state\./,
        );
    });

    it("stops at once when the key is pressed again", () => {
        press("SIGINT");
        now += 1000;

        assert.deepEqual(press("SIGINT"), [true, true, 2]);
        assert.match(String(terminal.written[1]), /^Stopping at once\./);
    });

    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        it(`takes ${signal} like Ctrl-C`, () => assert.deepEqual(press(signal), [true, false, 1]));
    }

    it("ends what it races against, before and after it came", async () => {
        const never = interruption.race(new Promise(() => {}));
        press("SIGINT");

        await assert.rejects(never, { name: "Interrupted" });
        await assert.rejects(interruption.race(Promise.resolve()), { name: "Interrupted" });
    });

    it("leaves a promise that settles in time as it is", async () => {
        assert.equal(await interruption.race(Promise.resolve(1)), 1);
        await assert.rejects(interruption.race(Promise.reject(new Error("own"))), { message: "own" });
    });

    it("leaves no listener behind", () => {
        const before = process.listenerCount("SIGINT");
        interruption.close();

        assert.equal(process.listenerCount("SIGINT"), before - 1);
    });
});
