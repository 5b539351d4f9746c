import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
/** https://csrc.nist.gov/pubs/sp/800/38/d/final: 96 bits, and the longest tag. */
const [nonceBytes, tagBytes] = [12, 16];

/** The text for whoever has the key, and only with the label that it is sealed with. */
export function seal(text: string, label: string, key: Buffer): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(label));
    const ciphertext = [cipher.update(text, "utf8"), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...ciphertext]).toString("base64");
}

/** Opens what {@link seal} has sealed. Throws when it was sealed with another key or label, or is not as it was. */
export function unseal(sealed: string, label: string, key: Buffer): string {
    const bytes = Buffer.from(sealed, "base64");
    const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
    try {
        const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
            .setAAD(Buffer.from(label))
            .setAuthTag(tag);
        const text = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
        return Buffer.concat(text).toString("utf8");
    } catch {
        throw new Error(
            `What is sealed of ${label} cannot be opened: it was sealed with another key, or is not as it was written. ` +
                "Put the key of that time back, or deploy a new value.",
        );
    }
}
