// npm start: the command line, in this very process, so that exit code, terminal and signals need no passing on.
const { ensureDependencies } = require("./install");

/** A shell that replaces itself makes npm pass a Ctrl-C on that the terminal has sent already, within milliseconds. */
function dropRepeatedInterrupts() {
    const emit = process.emit;
    let last = Number.NEGATIVE_INFINITY;
    process.emit = function (event, ...args) {
        const now = performance.now();
        if (event === "SIGINT" && now - last < 500) {
            return true;
        }
        last = event === "SIGINT" ? now : last;
        return emit.call(this, event, ...args);
    };
}

ensureDependencies();
dropRepeatedInterrupts();
require("tsx/cjs");
require("../local/cli.ts");
