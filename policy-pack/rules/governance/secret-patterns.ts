/** How a kind of secret looks. */
interface SecretPattern {
    /** As a finding calls it. */
    name: string;
    pattern: RegExp;
}

/**
 * Shapes that hardly anything but a secret has, after the lists of well-kept scanners: microsoft/security-utilities for
 * Azure, gitleaks for the rest.
 *
 * Each pattern takes time in proportion to the text: what repeats without limit begins at a boundary, and everything else
 * has a fixed length. So a text of a megabyte cannot stop a preview.
 */
export const secretPatterns: readonly SecretPattern[] = [
    // header and claims are JSON in base64; the fewest bytes of a signature are those of an HMAC
    {
        name: "a JSON web token",
        pattern: /(?<![\w-])(?:eyJ|eyAi|ewog)[\w-]{8,}\.(?:eyJ|eyAi|ewog)[\w-]{8,}\.[\w-]{43}/,
    },
    { name: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/ },
    { name: "a private key", pattern: /PuTTY-User-Key-File-\d/ },
    { name: "a private key", pattern: /AGE-SECRET-KEY-1[A-Z0-9]{58}/ },
    { name: "a certificate with its private key", pattern: /MI[I-L][A-Za-z0-9+/]{2}[AQgw]IBAzCC/ },

    // signatures of Azure Storage, Service Bus, Logic Apps
    { name: "a shared access signature", pattern: /(?:^|[?&;])sig=[\w%+/-]{43}/ },
    { name: "an access key", pattern: /(?:Account|Access|Storage)Key\s?=\s?[A-Za-z0-9+/]{24}/i },
    { name: "an access key", pattern: /;\s?Secret=[A-Za-z0-9+/]{24}/i },
    { name: "a password", pattern: /(?:^|[;,])\s?(?:password|pwd)=[^\s;,"'<>{}()$@=][^\s;,"'<>{}()]{5}/i },
    { name: "a password", pattern: /:\/\/[^\s:@/?#"'<>{}$]{1,64}:[^\s:@/?#"'<>{}$]{6,128}@/ },

    // keys that Azure makes recognisable: the mark has a fixed place in them
    { name: "a client secret", pattern: /(?<![\w~.+/-])[\w~.-]{3}\dQ~[\w~.-]{31}/ },
    { name: "an Azure key", pattern: /JQQJ9(?<=[A-Za-z0-9]{52}JQQJ9)[9DH][A-Za-z0-9][A-L][A-Za-z0-9]{24}/ },
    {
        name: "an Azure key",
        pattern: /(?:\+ASt|\+ABa|\+AMC|ACDb|APIM)(?<=[A-Za-z0-9+/]{76}....)[A-Za-z0-9+/]{5}[AQgw]==/,
    },
    {
        name: "an Azure key",
        pattern: /(?:\+ASb|\+AEh|\+ARm|AIoT|AZEG|AzCa)(?<=[A-Za-z0-9+/]{33}....)[A-P][A-Za-z0-9+/]{5}=/,
    },
    { name: "an Azure key", pattern: /(?:\+ACR|AzSe)(?<=[A-Za-z0-9+/]{42}....)[A-D][A-Za-z0-9+/]{5}(?![\w+/=-])/ },
    { name: "an Azure key", pattern: /AzFu(?<=[\w-]{44}AzFu)[\w-]{5}[AQgw]==/ },

    // source code and packages
    { name: "a GitHub token", pattern: /gh[oprsu]_[A-Za-z0-9]{36}/ },
    { name: "a GitHub token", pattern: /github_pat_\w{82}/ },
    { name: "a GitLab token", pattern: /gl(?:pat|ptt|rt|dt|cbt|soat)-[\w-]{20}/ },
    { name: "an npm token", pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/ },
    { name: "a PyPI token", pattern: /pypi-AgEIcHlwaS5vcmc[\w-]{50}/ },
    { name: "a Docker token", pattern: /dckr_[op]at_[\w-]{27}/ },
    { name: "a Pulumi token", pattern: /(?<![A-Za-z0-9])pul-[a-f0-9]{40}/ },

    // models
    { name: "a key of an AI service", pattern: /(?<![\w-])sk-[A-Za-z0-9]{32}/ },
    { name: "a key of an AI service", pattern: /(?<![\w-])sk-(?:admin|ant|or|proj|svcacct)-[\w-]{24}/ },
    { name: "a key of an AI service", pattern: /(?<![A-Za-z0-9])hf_[A-Za-z]{34}/ },

    // other clouds and services that tools call
    { name: "an AWS key", pattern: /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])/ },
    { name: "a Google key", pattern: /(?<![\w-])AIza[\w-]{35}/ },
    { name: "a Stripe key", pattern: /(?<![A-Za-z0-9])[rs]k_(?:live|prod|test)_[A-Za-z0-9]{10}/ },
    { name: "a Slack token", pattern: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}/ },
    { name: "a webhook address", pattern: /hooks\.slack\.com\/(?:services|triggers|workflows)\/[A-Za-z0-9+/]{43}/ },
    { name: "a webhook address", pattern: /\.webhook\.office\.com\/webhookb2\/[a-f0-9-]{36}@/ },
    { name: "a SendGrid key", pattern: /(?<![A-Za-z0-9])SG\.[\w-]{22}\.[\w-]{43}/ },
    { name: "a Vault token", pattern: /(?<![A-Za-z0-9])hv[bs]\.[\w-]{90}/ },
    { name: "a Databricks token", pattern: /(?<![A-Za-z0-9])dapi[a-f0-9]{32}/ },
];

/** What a text holds that looks like a secret, as a finding calls it; undefined when nothing does. */
export function secretIn(text: string): string | undefined {
    return secretPatterns.find(({ pattern }) => pattern.test(text))?.name;
}
