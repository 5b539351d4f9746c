// Does not prove that Azure draws a new random number for each row; the noise is that of Laplace if it does.
import assert from "node:assert/strict";
import { compileQuery } from "../../../../local/kql/run";
import type { Row } from "../../../../local/kql/schema";
import { workspaceSchema } from "./workspace-schema";

/** Numbers from 0 to 1 that look random, the same in each run. */
function seeded(seed: number): () => number {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
    };
}

function run(query: string, random = seeded(1)): Row[] {
    const nothing = () => [];
    return compileQuery(query, workspaceSchema)({ rows: nothing, watchlist: nothing, now: 0, random });
}

describe("NoisyCount", () => {
    const noise = (epsilon: string) =>
        run(`range Row from 1 to 4000 step 1 | project Noise = NoisyCount(1000${epsilon}) - 1000`).map(({ Noise }) =>
            Number(Noise),
        );
    const share = (numbers: number[], holds: (number: number) => boolean) =>
        numbers.filter(holds).length / numbers.length;

    it("adds noise on both sides that averages out", () => {
        const drawn = noise("");
        const average = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
        assert.ok(Math.abs(average) < 0.2, String(average));
        assert.ok(Math.abs(share(drawn, (each) => each > 0) - share(drawn, (each) => each < 0)) < 0.05);
    });

    it("stays within 6 in 95 of 100 answers by default", () => {
        const within = share(noise(""), (each) => Math.abs(each) <= 6);
        assert.ok(within > 0.94 && within < 0.975, String(within));
    });

    it("tells more with a larger epsilon, and less with a smaller one", () => {
        const spread = (epsilon: string) => share(noise(epsilon), (each) => Math.abs(each) > 3);
        assert.ok(spread(", 2.0") < 0.01);
        assert.ok(spread(", 0.1") > 0.6);
    });

    it("gives whole numbers that are not negative", () => {
        const counts = run("range Row from 1 to 500 step 1 | project Count = NoisyCount(0)").map(({ Count }) => Count);
        assert.ok(counts.every((count) => Number.isInteger(count) && Number(count) >= 0));
        assert.ok(counts.includes(0) && counts.some((count) => Number(count) > 0));
    });
});

describe("Pseudonym", () => {
    const of = (id: string, scope: string) => run(`print Name = Pseudonym("${id}", "${scope}")`)[0]?.Name;

    it("is the same for the same person in the same scope, whatever the case", () => {
        assert.equal(of("ABC-1", "/Gateway"), of("abc-1", "/gateway"));
        assert.match(String(of("abc-1", "/gateway")), /^[0-9a-f]{12}$/);
    });

    it("is another one for somebody else, and in another scope", () => {
        assert.notEqual(of("abc-1", "/gateway"), of("abc-2", "/gateway"));
        assert.notEqual(of("abc-1", "/gateway"), of("abc-1", "/another"));
    });
});
