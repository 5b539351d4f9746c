// Does not prove that what is shown is true: report.test.ts and test/engine/gate.test.ts do.
import assert from "node:assert/strict";
import { gateText } from "../../../../local/report/gate/text";
import { verdictOf } from "../../../../local/report/gate/verdict";
import { colorsFor } from "../../../../local/report/terminal";
import { blob, failure, report } from "./sample";

describe("the text of the gate", () => {
    const plain = colorsFor({});

    it("shows findings by resource, worst first, then all that they do not tell, and the verdict last", () => {
        const folder = process.cwd();

        assert.equal(
            gateText(report(), plain),
            `blob (Key)  ${blob}
  critical  mandatory  key-rotates  Keys rotate.
    rotation: it is off.
    expiry: it is never.
  medium    advisory   key-strong  Keys are strong.
    keySize: it is <2048.
  low       mandatory  key-kept  Keys are kept.
    days: too few.

Why, and what to do
  key-rotates
    Why: Why key-rotates.
    Fix: Fix key-rotates & all.
  key-strong
    Why: Why key-strong.
    Fix: Fix key-strong & all.
  key-kept
    Why: Why key-kept.
    Fix: Fix key-kept & all.

Policy configuration
  mandatory  The policy configuration of key-kept: dayz is no parameter.

Exceptions in use
  key-kept  disk (Key)  until 2027-01-31 (12 days left) by a&b: It moves soon.
    days: too few.
    lock: none.

Exceptions that are not needed
  The exception from key-kept for "a::b" is not needed: remove it.

Undecided
  key-strong  disk (Key): keySize, curve

Weakened rules
  key-off is switched off by the policy configuration: it judges nothing.

warning  could not decrypt secrets

Findings    critical      high    medium       low
mandatory          3         0         0         1
advisory           0         0         1         0

Judged   ${folder}/states/a b.json: 2 resources
By       4 rules (zero-trust-mcp 0.1.0, Pulumi 3.259.0)
As       environment prod, stackRole component; no policy configuration: thresholds of production
Besides  exceptions: 1 in use (1 ending within 30 days), 1 not needed; undecided: 1; weakened rules: 1
Took     1.5 s

The policy pack blocks ${folder}/states/a b.json: 4 mandatory findings.`,
        );
    });

    it("of a stack that passes says by which configuration", () => {
        const text = gateText(report({ findings: [], stack: "dev", policyConfiguration: "/p.json" }), plain);

        assert.match(text, /^Judged {3}what is deployed of stack dev: 2 resources$/m);
        assert.match(text, /^As {7}environment prod, stackRole environment; \/p\.json$/m);
        assert.match(text, /^Besides {2}exceptions: 0 in use, 0 not needed; undecided: 0; weakened rules: 0$/m);
        assert.match(text, /\n\ndev passes the policy pack: no mandatory finding\.$/);
        assert.doesNotMatch(text, /Undecided|Weakened rules|Exceptions|Policy configuration/);
    });

    it("of a failure is its message", () => {
        assert.equal(verdictOf(failure, plain), "error  No <engine>.");
        const interrupted = { ...failure, result: "interrupted" as const, problems: [{ message: "Interrupted." }] };
        assert.equal(verdictOf(interrupted, plain), "Interrupted.");
    });
});
