// Does not prove that a secret of another shape is found: a password alone looks like any other text.
import assert from "node:assert/strict";
import { secretIn, secretPatterns } from "../../../../policy-pack/rules/governance/secret-patterns";

/** Some characters of those that a pattern takes; samples are made here, so that no scanner takes this file for a leak. */
const chars = (count: number, from = "aB3dE5fG7h") => from.repeat(Math.ceil(count / from.length)).slice(0, count);
const lower = (count: number) => chars(count, "abcdef0123");
const upper = (count: number) => chars(count, "ABCDEF2345");
const letters = (count: number) => chars(count, "abcdefXYZ");

const claims = `eyJ${chars(20)}`;
/** Of each kind, the shortest texts that are one. */
const samples: Record<string, string[]> = {
    "a JSON web token": ["eyJ", "eyAi", "ewog"].map((start) => `${start}${chars(8)}.${start}${chars(8)}.${chars(43)}`),
    "a private key": [
        ...["", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "].map((kind) => `-----BEGIN ${kind}PRIVATE KEY-----`),
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        `PuTTY-User-Key-File-${3}: ssh-ed25519`,
        `AGE-SECRET-KEY-1${upper(58)}`,
    ],
    "a certificate with its private key": [`MIIJ${"qQ"}IBAzCC`, `MILK${"+g"}IBAzCC`].map(
        (text) => `${text}${chars(9)}`,
    ),
    "a shared access signature": ["?", "&", ";", ""].map((start) => `${start}sig=${chars(43)}`),
    "an access key": [
        ...["AccountKey", "SharedAccessKey", "StorageKey", "accesskey"].map((name) => `${name}=${chars(24)}`),
        `AccountKey = ${chars(24)}`,
        `Id=a;Secret=${chars(24)}`,
        `Id=a; Secret=${chars(24)}`,
    ],
    "a password": [
        `Password=${chars(6)}`,
        `Server=a;PWD=${chars(6)};`,
        `Server=a; password=${chars(6)}`,
        `host:6380,password=${chars(6)},ssl=True`,
        `amqps://user:${chars(6)}@host`,
    ],
    "a client secret": [`${chars(3)}8Q~${chars(31)}`, `secret=${chars(3)}7Q~${chars(31)}`],
    "an Azure key": [
        ...["9", "D", "H"].map((mark) => `${chars(52)}JQQJ9${mark}aA${chars(24)}`),
        ...["+ASt", "+ABa", "+AMC", "ACDb", "APIM"].map((mark) => `${chars(76)}${mark}${chars(5)}A==`),
        ...["+ASb", "+AEh", "+ARm", "AIoT", "AZEG", "AzCa"].map((mark) => `${chars(33)}${mark}A${chars(5)}=`),
        ...["+ACR", "AzSe"].map((mark) => `${chars(42)}${mark}A${chars(5)}`),
        `${chars(44)}AzFu${chars(5)}A==`,
    ],
    "a GitHub token": [
        ...["gho", "ghp", "ghr", "ghs", "ghu"].map((kind) => `${kind}_${chars(36)}`),
        `github_${"pat"}_${chars(82)}`,
    ],
    "a GitLab token": ["pat", "ptt", "rt", "dt", "cbt", "soat"].map((kind) => `gl${kind}-${chars(20)}`),
    "an npm token": [`npm_${chars(36)}`],
    "a PyPI token": [`pypi-AgEIcHlwaS5vcmc${chars(50)}`],
    "a Docker token": ["pat", "oat"].map((kind) => `dckr_${kind}_${chars(27)}`),
    "a Pulumi token": [`pul-${lower(40)}`],
    "a key of an AI service": [
        `sk-${chars(32)}`,
        ...["admin", "ant", "or", "proj", "svcacct"].map((kind) => `sk-${kind}-${chars(24)}`),
        `hf_${letters(34)}`,
    ],
    "an AWS key": ["AKIA", "ASIA", "ABIA", "ACCA"].map((kind) => `${kind}${upper(16)}`),
    "a Google key": [`AIza${chars(35)}`],
    "a Stripe key": ["sk_live", "rk_live", "sk_test", "rk_prod"].map((kind) => `${kind}_${chars(10)}`),
    "a Slack token": ["xoxa", "xoxb", "xoxe", "xoxo", "xoxp", "xoxr", "xoxs"].map((kind) => `${kind}-${chars(10)}`),
    "a webhook address": [
        ...["services", "triggers", "workflows"].map((kind) => `https://hooks.slack.com/${kind}/${chars(43)}`),
        `https://contoso.webhook.office.com/webhookb2/${lower(36)}@${lower(36)}`,
    ],
    "a SendGrid key": [`SG.${chars(22)}.${chars(43)}`],
    "a Vault token": ["hvs", "hvb"].map((kind) => `${kind}.${chars(90)}`),
    "a Databricks token": [`dapi${lower(32)}`],
};

/** What people write that is no secret. */
const harmless: Record<string, string> = {
    "a digest": `sha256:${lower(64)}`,
    "an image": `contoso.azurecr.io/orders@sha256:${lower(64)}`,
    "a GUID": "1f3afdf9-d0c9-4c3d-847f-89da613e70a8",
    "an ARM id":
        "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv",
    "the address of a secret": `https://kv-contoso.vault.azure.net/secrets/session/${lower(32)}`,
    "a certificate": `-----BEGIN CERTIFICATE-----\nMII${chars(900)}\n-----END CERTIFICATE-----`,
    "a public key": `-----BEGIN PUBLIC KEY-----\nMII${chars(300)}\n-----END PUBLIC KEY-----`,
    "a public key for SSH": `ssh-rsa AAAAB3NzaC1yc2E${chars(300)} admin`,
    "part of a token": `${claims}.${claims}`,
    "a header of a token": claims,
    "a named value": '<set-header name="Authorization"><value>Bearer {{backend-token}}</value></set-header>',
    "a connection string that refers to a vault":
        "Server=a;Password=@Microsoft.KeyVault(SecretUri=https://kv/secrets/a)",
    "a connection string with a named value":
        "Endpoint=sb://a/;SharedAccessKeyName=send;SharedAccessKey={{key}};Password={{pw}}",
    "a connection string with a variable": "Server=a;Password=$(password);User=b",
    "a connection string for Entra": "Server=tcp:a.database.windows.net;Authentication=Active Directory Default",
    "a policy expression":
        '@{ var password = context.Variables["pw"]; var a = 1; password = Get(password); return true; }',
    "a policy that checks a token":
        '<validate-azure-ad-token tenant-id="{{tenant}}"><audiences><audience>api://orders</audience></audiences></validate-azure-ad-token>',
    "a query": 'AppTraces | where Properties.sig == "x" | extend password = tostring(Properties.password) | take 10',
    "an address with a port": "https://contoso.azure-api.net:443/orders?sig=&sv=2024@1",
    "an image with a port": "oci://registry:5000@sha256",
    words: "task-list of the disk-0123456789abcdef0123456789abcdef, sk-learn, risk-assessment-of-the-third-quarter",
    "an instrumentation key": "InstrumentationKey=1f3afdf9-d0c9-4c3d-847f-89da613e70a8;IngestionEndpoint=https://a/",
};

describe("secretIn", () => {
    for (const [kind, texts] of Object.entries(samples))
        for (const [index, text] of texts.entries())
            it(`finds ${kind} (${index + 1}), alone and within a text`, () => {
                assert.equal(secretIn(text), kind);
                assert.equal(secretIn(`a=b;${text};c=d`), kind);
            });

    it("finds every kind that it has a pattern for", () => {
        assert.deepEqual(new Set(Object.keys(samples)), new Set(secretPatterns.map(({ name }) => name)));
        const idle = secretPatterns.filter(
            ({ pattern }) =>
                !Object.values(samples)
                    .flat()
                    .some((text) => pattern.test(text)),
        );
        assert.deepEqual(idle, []);
    });

    for (const [name, text] of Object.entries(harmless))
        it(`takes ${name} for none`, () => assert.equal(secretIn(text), undefined));

    it("takes nothing that is too short for one", () => {
        for (const text of [
            `eyJ${chars(8)}.eyJ${chars(8)}.${chars(42)}`,
            `eyJ${chars(7)}.eyJ${chars(8)}.${chars(43)}`,
            `eyJ${chars(8)}.eyJ${chars(7)}.${chars(43)}`,
            `?sig=${chars(42)}`,
            `AccountKey=${chars(23)}`,
            `Password=${chars(5)}`,
            `://user:${chars(5)}@host`,
            `ghp_${chars(35)}`,
            `sk-${chars(31)}`,
            `AKIA${upper(17)}`,
            `${chars(51)}JQQJ99aA${chars(24)}`,
        ])
            assert.equal(secretIn(text), undefined, text);
    });

    describe("takes time in proportion to the text:", function () {
        this.timeout(60_000);
        const megabyte = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length));
        const starts = [
            "e",
            "eyJ",
            "eyJaaaaaaaa.",
            "eyJaaaaaaaa-",
            ".eyJ",
            "-",
            "-----BEGIN ",
            "-----BEGIN A ",
            "MIIA",
            "sig=",
            "&sig=",
            "AccountKey=",
            "Key = ",
            ";Secret=",
            ";password=",
            ",pwd=a",
            "://",
            "://a:",
            "://a:b",
            "aaa8Q~",
            "JQQJ9",
            "+ASt",
            "AIoT",
            "AzSe",
            "AzFu",
            "ghp_",
            "github_pat_",
            "glpat-",
            "npm_",
            "sk-",
            "sk-ant-",
            "hf_",
            "AKIA",
            "AIza",
            "xoxb-",
            "hooks.slack.com/services/",
            ".webhook.office.com/webhookb2/",
            "SG.",
            "hvs.",
            "dapi",
            " ",
            "\n",
            "a",
            "A",
        ];
        for (const start of starts)
            it(JSON.stringify(start), () => {
                const texts = [
                    megabyte(start),
                    `${start}${megabyte("a")}`,
                    `eyJ${megabyte("a")}.eyJ${megabyte(start)}`,
                ];
                for (const text of texts) {
                    const before = performance.now();
                    secretIn(text);
                    const milliseconds = performance.now() - before;
                    assert.ok(milliseconds < 2000, `${milliseconds} ms`);
                }
            });
    });
});
