// Does not prove how the command line itself ends: a small one stands in for it.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { Checkout } from "./checkout";

describe("npm start", () => {
    let checkout: Checkout;
    beforeEach(() => {
        checkout = new Checkout();
    });
    afterEach(() => checkout.remove());

    it("passes arguments and exit code through", async () => {
        checkout.write(
            "local/cli.ts",
            `enum Exit { Code = 7 } console.log(process.argv.slice(2)); process.exitCode = Exit.Code;`,
        );
        assert.deepEqual(await checkout.run("start.js", "up", "--stack", "a b"), {
            code: 7,
            stdout: "[ 'up', '--stack', 'a b' ]\n",
            stderr: "",
        });
    });

    it("hands over one interrupt when two arrive at once, and a later one", async () => {
        checkout.write(
            "local/cli.ts",
            `let interrupts = 0, time = 1000;
            performance.now = () => time;
            process.on("SIGINT", () => console.log("interrupt", ++interrupts));
            process.on("SIGUSR2", () => { time += 500; console.log("half a second"); });
            process.on("SIGTERM", () => process.exit(3));
            setInterval(() => {}, 1000);
            console.log("ready");`,
        );
        const { process: cli, ended } = checkout.start("start.js");
        const next = () => once(cli.stdout as Readable, "data");
        await next();
        const send = async (signal: NodeJS.Signals) => {
            const answer = next();
            cli.kill(signal);
            await answer;
        };
        await send("SIGINT");
        cli.kill("SIGINT");
        await send("SIGUSR2");
        await send("SIGINT");
        cli.kill("SIGTERM");
        assert.deepEqual(await ended, {
            code: 3,
            stdout: "ready\ninterrupt 1\nhalf a second\ninterrupt 2\n",
            stderr: "",
        });
    });
});
