// Does not prove what a reset removes: the test of resets on the real engine does.
import assert from "node:assert/strict";
import { renderRemoved } from "../../local/reset-command";

describe("reset", () => {
    it("says what is gone", () => {
        assert.equal(
            renderRemoved("dev", { resources: 27, deletedNames: 1 }),
            "dev is empty: 27 resources and 1 name that deleted ones kept are removed from the local cloud, with its state " +
                "and its run folder. Other stacks are as they were.",
        );
    });

    it("says what to do about resources that no state names", () => {
        assert.match(
            renderRemoved("dev", { resources: 0, deletedNames: 0 }),
            /^The local cloud has nothing that the state of dev names; .* npm start -- reset --all removes everything/,
        );
    });

    it("says when it was declined", () => {
        assert.equal(renderRemoved("dev", undefined), "Nothing was removed.");
    });
});
