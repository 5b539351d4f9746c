// Does not prove that npm sets these variables: it proves what is made of them.
import assert from "node:assert/strict";
import { callersFolder } from "../../../local/workspace/callers-folder";

describe("the caller's folder", () => {
    it("is where npm start was typed", () => {
        assert.equal(callersFolder({ npm_lifecycle_event: "start", INIT_CWD: "/typed/here" }), "/typed/here");
    });

    it("is the working folder otherwise, also under another script of npm", () => {
        assert.equal(callersFolder({}), process.cwd());
        assert.equal(callersFolder({ npm_lifecycle_event: "test", INIT_CWD: "/typed/here" }), process.cwd());
    });
});
