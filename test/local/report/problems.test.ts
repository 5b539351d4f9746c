// Does not prove what the engine writes: test/engine does for a table of bad input.
import assert from "node:assert/strict";
import type { DiagnosticEvent } from "@pulumi/pulumi/automation";
import { isCancellation, problemOf, problemsIn } from "../../../local/report/problems";
import { child, vault } from "./events";

describe("problems", () => {
    const disk = child(vault, "keyvault:Key", "disk");

    function problem(message: string, more: Partial<DiagnosticEvent> = {}) {
        return problemOf({
            sequence: 1,
            timestamp: 1,
            diagnosticEvent: { message, color: "never", severity: "error", ...more },
        });
    }

    it("name the resource and the cause", () => {
        assert.deepEqual(problem('<{%reset%}>Status=409 Code="Conflict"<{%reset%}>\n', { urn: disk }), {
            resource: { urn: disk, type: "azure-native:keyvault:Key", name: "disk" },
            message: 'Status=409 Code="Conflict"',
        });
    });

    it("of the program leave out heading and stack trace", () => {
        const message =
            "Running program '/x/infra/index.ts' failed with an unhandled exception:\nError: Two problems:\n- one\n- two\n" +
            "    at Object.<anonymous> (/x/infra/index.ts:3:3)\n    at Module._compile (node:internal)\n";

        assert.deepEqual(problem(message), { resource: undefined, message: "Two problems:\n- one\n- two" });
    });

    it("leave out what only says that there was one, and everything below an error", () => {
        assert.equal(problem("update failed\n"), undefined);
        assert.equal(problem("failed to run remediation: context canceled\n"), undefined);
        assert.equal(problem("careful", { severity: "warning" }), undefined);
    });

    it("leave out that there is one, and know the echo of a Ctrl-C", () => {
        const cancelled = problem("1 error occurred:\n\t* operation cancelled\n\n") ?? assert.fail("no problem");

        assert.equal(cancelled.message, "operation cancelled");
        assert.equal(isCancellation(cancelled), true);
        assert.equal(isCancellation({ message: "Conflict" }), false);
    });

    it("are found in what the engine wrote when it sent no event", () => {
        assert.deepEqual(problemsIn("warning: careful\nerror: first\nmore\nerror: second\n"), [
            { message: "first\nmore" },
            { message: "second" },
        ]);
        assert.deepEqual(problemsIn("panic\n"), [{ message: "panic" }]);
    });
});
