// Does not prove how a CI system shows the document.
import assert from "node:assert/strict";
import { gateJunit } from "../../../../local/report/gate/junit";
import { blob, failure, report } from "./sample";

describe("JUnit XML of the gate", () => {
    /** The suite of a policy, without indentation. */
    function suite(name: string, document = gateJunit(report())): string {
        const [found] = new RegExp(`<testsuite name="${name}"[^]*?</testsuite>`).exec(document) ?? assert.fail(name);
        return found.replace(/\n +</g, "\n<");
    }

    it("has a suite for each policy, and counts", () => {
        const document = gateJunit(report());

        assert.ok(document.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Policy pack on '));
        assert.match(document, / tests="9" failures="3" errors="0" skipped="2" time="1\.5">$/m);
        assert.deepEqual(
            [...document.matchAll(/<testsuite name="(.*?)"/g)].map(([, name]) => name),
            ["pack", "key-strong", "key-rotates", "key-kept", "key-off", "exceptions"],
        );
    });

    it("fails a resource by what is mandatory, all of a rule in one test", () => {
        assert.equal(
            suite("key-rotates"),
            `<testsuite name="key-rotates" tests="1" failures="1" errors="0" skipped="0">
<properties>
<property name="title" value="Keys rotate"/>
<property name="severity" value="critical"/>
<property name="level" value="mandatory"/>
<property name="practices" value="6.1, ZT-2"/>
<property name="url" value="https://example.com/key-rotates"/>
</properties>
<testcase classname="key-rotates" name="azure-native:keyvault:Key::blob" time="0">
<failure message="rotation: it is off." type="critical">Keys rotate.
rotation: it is off.
expiry: it is never.
Why: Why key-rotates.
Fix: Fix key-rotates &amp; all.

${blob}</failure>
</testcase>
</testsuite>`,
        );
    });

    it("skips what is undecided, and passes what is advisory, with what there is to say", () => {
        const strong = suite("key-strong");

        assert.match(
            strong,
            /name="azure-native:keyvault:Key::disk" time="0">\n<skipped message="Undecided, because not known yet: keySize, curve\."\/>\n<system-out>/,
        );
        assert.match(
            strong,
            /name="azure-native:keyvault:Key::blob" time="0">\n<system-out>Keys are strong\.\nkeySize: it is &lt;2048\./,
        );
    });

    it("has exceptions as properties of the rule", () => {
        const kept = suite("key-kept");

        assert.match(
            kept,
            /<property name="exception" value="azure-native:keyvault:Key::disk until 2027-01-31 \(12 days left\) by a&amp;b: It moves soon\."\/>/,
        );
        assert.match(kept, /^<testsuite name="key-kept" tests="2" failures="1" errors="0" skipped="0">/);
        assert.equal(kept.match(/name="exception"/g)?.length, 1);
    });

    it("skips a rule that is switched off, and passes one that has nothing to say", () => {
        assert.match(
            suite("key-off"),
            /<testcase classname="key-off" name="Keys are on" time="0">\n<skipped message="Switched off by the policy configuration\."\/>/,
        );
        const quiet = gateJunit(report({ findings: [] }));
        assert.match(quiet, / tests="6" failures="0" errors="0" skipped="0" /);
        assert.match(suite("key-off", quiet), /<testcase classname="key-off" name="Keys are on" time="0"\/>/);
    });

    it("fails the configuration by its problems", () => {
        assert.match(
            suite("pack"),
            /name="The policy configuration of key-kept" time="0">\n<failure message="The policy configuration of key-kept: dayz is no parameter\."/,
        );
        assert.match(
            suite("exceptions"),
            /name="The exception from key-kept for &quot;a::b&quot; is not needed" time="0">\n<system-out>/,
        );
    });

    it("of a failure is one test in error", () => {
        assert.equal(
            gateJunit(failure),
            `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Policy pack on dev" tests="1" failures="0" errors="1" skipped="0" time="0">
  <testsuite name="gate" tests="1" failures="0" errors="1" skipped="0">
    <testcase classname="gate" name="dev" time="0">
      <error message="No &lt;engine&gt;." type="failed"/>
    </testcase>
  </testsuite>
</testsuites>
`,
        );
    });
});
