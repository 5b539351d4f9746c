import assert from "node:assert/strict";
import { anySecret } from "../../../../components/gateway/policy/secret-patterns";

const redact = (text: string) => text.replace(new RegExp(anySecret, "g"), "[redacted]");

// made up, and put together here so that no scanner takes them for real
const secrets: Record<string, string> = {
    "a JSON Web Token": ["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "c2lnbmF0dXJl"].join("."),
    "a bearer token": `Bearer ${"abcdefghij".repeat(3)}`,
    "a private key": `-----BEGIN ${"PRIVATE"} KEY-----\nMIIE\nabc\n-----END PRIVATE KEY-----`,
    "the key of a storage account": `AccountKey=${"A".repeat(86)}==`,
    "the key of a queue": `SharedAccessKey=${"a1B2".repeat(11)}=`,
    "the password of a database": `Password=${"correct"}-horse`,
    "a client secret": `client_secret = ${"abcdef123456"}`,
    "a shared access signature": `sig=${"aB3%2F".repeat(8)}`,
    "a password in a URL": `://orders:${"hunter2"}@`,
    "a secret of Entra": `abc8Q~${"x".repeat(34)}`,
    "a key of Azure": `${"a".repeat(52)}JQQJ99${"b".repeat(26)}`,
    "an older key of Azure": `${"a".repeat(76)}+ASt${"b".repeat(5)}Q==`,
    "a key of AWS": `AKIA${"IOSFODNN7EXAMPLE"}`,
    "a token of GitHub": `ghp_${"a".repeat(36)}`,
    "a fine-grained token of GitHub": `github_pat_${"a".repeat(22)}`,
    "a token of GitLab": `glpat-${"a".repeat(20)}`,
    "a token of Slack": `xoxb-${"1".repeat(12)}`,
    "a key of Google": `AIza${"a".repeat(35)}`,
    "a key of a model": `sk-${"a".repeat(24)}`,
    "a token of npm": `npm_${"a".repeat(36)}`,
};

describe("Redaction", () => {
    for (const [what, secret] of Object.entries(secrets)) {
        it(`takes away ${what}, and nothing around it`, () => {
            assert.equal(redact(`before ${secret} after`), "before [redacted] after");
            assert.equal(redact(`"${secret}"`), '"[redacted]"');
        });
    }

    it("takes a private key that was cut off", () => {
        assert.equal(redact(`x -----BEGIN RSA ${"PRIVATE"} KEY-----\nMIIE`), "x [redacted]");
    });

    it("leaves what only looks a little like one", () => {
        const honest = [
            "The password is on the note; ask for it.",
            "sig= and sk- and AKIA and Bearer of bad news",
            "https://contoso.example:8443/a?sig=short&user=a@b.example",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            `${"A".repeat(300)}`,
            "eyJhbGciOiJSUzI1NiJ9 alone",
            "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
            "task-force, risk-averse-but-not-too-long",
        ];
        for (const text of honest) assert.equal(redact(text), text);
    });

    it("takes no longer on texts made to hold it up", () => {
        const hostile = [
            `-----BEGIN ${"PRIVATE"} KEY-----`.repeat(10_000),
            "-----BEGIN ".repeat(30_000),
            "eyJaaaaaaaaaaaa.".repeat(20_000),
            "password=".repeat(30_000),
            `password${" ".repeat(300_000)}`,
            "://a".repeat(80_000),
            "a".repeat(300_000),
            "sig=".repeat(80_000),
        ];
        const start = performance.now();
        for (const text of hostile) redact(text);
        // quadratic time would be minutes
        assert.ok(performance.now() - start < 10_000);
    });
});
