import { DotNetException } from "./exception";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Text of UTF-8; what is none becomes U+FFFD, a mark of the byte order stays. */
export function decodeUtf8(bytes: Uint8Array): string {
    return utf8.decode(bytes);
}

/** UTF-8 of a text; a surrogate without its other half becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
    return new Uint8Array(Buffer.from(text, "utf8"));
}

// what .NET has without further packages: https://learn.microsoft.com/dotnet/api/system.text.encoding#list-of-encodings
const decoders: Record<string, (bytes: Uint8Array) => string> = {
    "utf-8": decodeUtf8,
    "us-ascii": (bytes) => latin1(bytes).replace(/[\x80-\xff]/g, "\ufffd"),
    "iso-8859-1": latin1,
    "utf-16": (bytes) => new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes),
    "utf-16be": (bytes) => new TextDecoder("utf-16be", { ignoreBOM: true }).decode(bytes),
};

/**
 * Text of a body, by the charset of its content type; UTF-8 when that names none.
 * @throws DotNetException when the charset is not known.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): string {
    const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType ?? "") ?? [];
    const charset = (quoted ?? plain ?? "utf-8").toLowerCase();
    const decode = Object.hasOwn(decoders, charset) ? decoders[charset] : undefined;
    if (decode === undefined) {
        throw new DotNetException("InvalidOperationException", `The character set ${charset} is not known.`);
    }
    return decode(bytes).replace(/^\ufeff/, "");
}

function latin1(bytes: Uint8Array): string {
    return Buffer.from(bytes).toString("latin1");
}
