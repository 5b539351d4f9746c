// Does not prove that the process uses what it is told: client.long.test.ts does.
import assert from "node:assert/strict";
import { readArguments } from "../../../local/cloud/arguments";

describe("readArguments", () => {
    it("reads what there is", () => {
        assert.deepEqual(readArguments(["--home", "/h", "--speed", "0.5"]), {
            home: "/h",
            speed: 0.5,
            firstPort: undefined,
            faults: undefined,
            lazyCluster: false,
        });
        assert.equal(readArguments(["--home", "/h", "--speed", "60", "--lazy-cluster"]).lazyCluster, true);
        assert.equal(readArguments(["--home", "/h", "--speed", "60", "--faults", "/f.yaml"]).faults, "/f.yaml");
        assert.equal(readArguments(["--home", "/h", "--speed", "60", "--port", "65532"]).firstPort, 65532);
    });

    it("lists every problem", () => {
        const speed = (value: string) =>
            `--speed is ${value}; it must be a number greater than 0: seconds of the cloud per second.`;
        const port = (value: string) =>
            `--port is ${value}; it must be from 1 to 65532: the three ports after it are used, too.`;
        const cases: [string[], string[]][] = [
            [
                ["--port", "65534"],
                ["--home is missing; it must be a folder.", speed("undefined"), port("65534")],
            ],
            [
                ["--home", "", "--speed", "0", "--port", "0"],
                ["--home is missing; it must be a folder.", speed("0"), port("0")],
            ],
            [["--home", "/h", "--speed", "-1"], [speed("-1")]],
            [["--home", "/h", "--speed", "fast"], [speed("fast")]],
            [["--home", "/h", "--speed", "Infinity"], [speed("Infinity")]],
            [["--home", "/h", "--speed", "1", "--port", "80.5"], [port("80.5")]],
        ];
        for (const [args, problems] of cases) {
            // node:util takes a value that starts with a dash only in this form
            const joined = args.flatMap((each, index) => (index % 2 === 0 ? [`${each}=${args[index + 1]}`] : []));
            assert.throws(() => readArguments(joined), { message: problems.join("\n") });
        }
        assert.throws(() => readArguments(["--colour"]), /Unknown option '--colour'/);
    });
});
