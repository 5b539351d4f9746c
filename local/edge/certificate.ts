import "reflect-metadata"; // as @peculiar/x509 wants it, before it is loaded
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

/**
 * A certificate for a host, by an authority of its own whose key is thrown away. It stands in for the one in a vault, of
 * which the local cloud only knows the name.
 */
export async function certificateFor(host: string): Promise<ServerCertificate> {
    // clients judge it by their own clock, so no other one counts
    const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 30 * day) };
    const [authorityKeys, keys] = await Promise.all([newKeys(), newKeys()]);
    const name = "CN=Local authority of the edge";
    const authority = await X509CertificateGenerator.createSelfSigned({
        ...validity,
        name,
        keys: authorityKeys,
        signingAlgorithm: algorithm,
        extensions: [
            new BasicConstraintsExtension(true, 0, true),
            new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
        ],
    });
    const certificate = await X509CertificateGenerator.create({
        ...validity,
        issuer: name,
        subject: [{ CN: [host] }],
        publicKey: keys.publicKey,
        signingKey: authorityKeys.privateKey,
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
        authority: authority.toString("pem"),
    };
}

function newKeys() {
    return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}
