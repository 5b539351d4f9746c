import { defineRule, unless } from "../../engine";
import { secretIn } from "../governance/secret-patterns";

const reads = {
    secret: "secret",
    reference: "keyVault.secretIdentifier",
    reader: "keyVault.identityClientId",
    value: "value",
};
const reference = "https://kv-contoso.vault.azure.net/secrets/session-key";

/**
 * Secrets of policies stay in a vault: API Management reads them, and takes over new versions by itself.
 *
 * It reads them as the service itself: the firewall of a vault lets no assigned identity through. A value beside a vault
 * must not look like a key either; names of principals, addresses and switches do not.
 */
export default defineRule({
    id: "apim-named-values-kv",
    title: "Secret named values are references to a vault",
    severity: "critical",
    level: "mandatory",
    practices: ["6.3"],
    references: { mcsb: ["IM-8", "DP-6"], azurePolicy: ["f1cc7827"], psrule: ["APIM.EncryptValues"] },
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/api-management-howto-properties",
    types: ["apimanagement:NamedValue"],
    reads: Object.values(reads),
    optional: Object.values(reads),
    why: "A secret that is a value is in the program, in its state and in every export of the service, and the key by which sessions are signed makes a session of any user.",
    fix: "Set secret to true and keyVault.secretIdentifier to the address of the secret without its version, and remove value and keyVault.identityClientId; let the system identity read the secret.",
    check: ({ secret, keyVault, value }) => [
        ...unless(
            secret !== true || value === undefined,
            reads.value,
            "a secret is given as a value, instead of its address in a vault",
            [reads.secret],
        ),
        ...unless(
            (secret !== true && keyVault === undefined) || isCurrent(keyVault?.secretIdentifier),
            reads.reference,
            "a secret is read from no vault, or in one version for ever",
            [reads.secret],
        ),
        ...unless(
            keyVault === undefined || secret === true,
            reads.secret,
            "what a vault holds is shown to whoever may read the service",
        ),
        ...unless(
            keyVault?.identityClientId === undefined,
            reads.reader,
            "an assigned identity reads the vault, whose firewall lets none through",
        ),
        ...unless(!looksSecret(value), reads.value, "the value looks like a secret"),
    ],
    examples: {
        compliant: [
            { inputs: { secret: true, keyVault: { secretIdentifier: reference } } },
            { inputs: { secret: false, value: "https://ai-contoso.cognitiveservices.azure.com/" } },
            { inputs: { value: "33333333-3333-4333-8333-000000000021" } },
            {
                inputs: {
                    value: "33333333-3333-4333-8333-000000000021 33333333-3333-4333-8333-000000000022",
                },
            },
        ],
        violating: [
            // the key by which sessions are signed, in the open
            { inputs: { secret: true, value: "c2Vzc2lvbi1rZXktb2YtY29udG9zby0zMi1ieXRlcyE=" } },
            { inputs: { secret: false, value: "c2Vzc2lvbi1rZXktb2YtY29udG9zby0zMi1ieXRlcyE=" } },
            { inputs: { value: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" } },
            { inputs: { value: `AccountKey=${"0".repeat(86)}==` } },
            { inputs: { value: "session-key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" } },
            { inputs: { secret: true } },
            // no key by its looks, which a vault holds already
            { inputs: { secret: true, value: "summer", keyVault: { secretIdentifier: reference } } },
            {
                inputs: {
                    secret: true,
                    keyVault: { secretIdentifier: `${reference}/0123456789abcdef0123456789abcdef` },
                },
            },
            { inputs: { secret: true, keyVault: { secretIdentifier: "" } } },
            { inputs: { secret: false, keyVault: { secretIdentifier: reference } } },
            { inputs: { keyVault: { secretIdentifier: reference } } },
            // what is not called a secret is read from a vault all the same
            { inputs: { secret: false, keyVault: { secretIdentifier: "" } } },
            {
                inputs: {
                    secret: true,
                    keyVault: {
                        secretIdentifier: reference,
                        identityClientId: "33333333-3333-4333-8333-000000000021",
                    },
                },
            },
        ],
    },
});

function isCurrent(identifier: string | undefined): boolean {
    return /^https:\/\/[^/]+\/secrets\/[^/]+\/?$/.test(identifier ?? "");
}

/** A GUID is the longest word without a meaning that is none. */
function looksSecret(value: unknown): boolean {
    const text = typeof value === "string" ? value : "";
    const isKey = (word: string) =>
        /^[A-Za-z0-9+/_-]{32,}={0,2}$/.test(word) && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word);
    return secretIn(text) !== undefined || text.split(/[\s,;]+/).some(isKey);
}
