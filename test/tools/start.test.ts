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

    it("hands over each signal once", async () => {
        checkout.write(
            "local/cli.ts",
            `process.on("SIGINT", () => console.log("interrupt"));
            process.on("SIGTERM", () => process.exit(3));
            setInterval(() => {}, 1000);
            console.log("ready");`,
        );
        const { process: cli, ended } = checkout.start("start.js");
        await once(cli.stdout as Readable, "data");
        const answer = once(cli.stdout as Readable, "data");
        cli.kill("SIGINT");
        await answer;
        cli.kill("SIGTERM");
        assert.deepEqual(await ended, { code: 3, stdout: "ready\ninterrupt\n", stderr: "" });
    });
});
