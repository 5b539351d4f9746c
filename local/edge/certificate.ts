import "reflect-metadata"; // as @peculiar/x509 wants it, before it is loaded
import type { webcrypto } from "node:crypto";
import {
    BasicConstraintsExtension,
    ExtendedKeyUsage,
    ExtendedKeyUsageExtension,
    KeyUsageFlags,
    KeyUsagesExtension,
    PemConverter,
    SubjectAlternativeNameExtension,
    X509CertificateGenerator,
} from "@peculiar/x509";

/** What a server presents, in PEM. */
export interface ServerCertificate {
    key: string;
    certificate: string;
    /** Certificate of the authority that has signed it, which clients must trust. */
    authority: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 24 * 60 * 60 * 1000;

/** Who signs certificates, as long as its key is in memory. */
export interface Authority {
    /** In PEM. */
    certificate: string;
    privateKey: webcrypto.CryptoKey;
}

const authorityName = "CN=Local authority of the edge";

/** An authority of one's own: whoever trusts it trusts what it signs, and nobody else. */
export async function newAuthority(): Promise<Authority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
        ...validity(),
        name: authorityName,
        keys,
        signingAlgorithm: algorithm,
        extensions: [
            new BasicConstraintsExtension(true, 0, true),
            new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
        ],
    });
    return { certificate: certificate.toString("pem"), privateKey: keys.privateKey };
}

/**
 * A certificate for a host. It stands in for the one in a vault, of which the local cloud only knows the name.
 *
 * @param authority - Optional. Who signs it. Default: an authority of its own whose key is thrown away.
 */
export async function certificateFor(host: string, authority?: Authority): Promise<ServerCertificate> {
    const signer = authority ?? (await newAuthority());
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
        ...validity(),
        issuer: authorityName,
        subject: [{ CN: [host] }],
        publicKey: keys.publicKey,
        signingKey: signer.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
            new BasicConstraintsExtension(false, undefined, true),
            new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
            new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
            new SubjectAlternativeNameExtension([{ type: "dns", value: host }]),
        ],
    });
    const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
    return {
        key: PemConverter.encode(key, PemConverter.PrivateKeyTag),
        certificate: certificate.toString("pem"),
        authority: signer.certificate,
    };
}

/** Clients judge it by their own clock, so no other one counts. */
function validity() {
    return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 30 * day) };
}

function newKeys() {
    return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}
