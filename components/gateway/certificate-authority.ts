import { X509Certificate } from "node:crypto";

/** A certificate given as PEM, or as the base64 between the first and last line of PEM, as API Management takes it. */
export function encodedCertificate(text: string): string {
    return parse(text).raw.toString("base64");
}

/** A problem when the text is not the certificate of a certificate authority. */
export function certificateAuthorityProblem(text: string, argument: string): string | undefined {
    try {
        const { ca, subject } = parse(text);
        return ca
            ? undefined
            : `${argument} is the certificate of "${subject}", which is no certificate authority; give the root that the certificate of the ingress comes from.`;
    } catch {
        return `${argument} is no certificate; give one as PEM, or as the base64 between the first and last line of PEM.`;
    }
}

function parse(text: string): X509Certificate {
    return new X509Certificate(text.includes("-----BEGIN") ? text : Buffer.from(text, "base64"));
}
