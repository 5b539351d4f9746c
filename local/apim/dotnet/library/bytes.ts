import { createHash, createHmac } from "node:crypto";
import { decodeBase64, encodeBase64 } from "../base64";
import { given, inRange } from "../checks";
import { decodeUtf8, encodeUtf8 } from "../encoding";
import { DotNetException } from "../exception";
import type { Members } from "./members";

/** The functions that a static member gives, which have no state. */
const utf8 = {};
const sha256 = {};

export const encodingMembers: Members = {
    "static UTF8: Encoding": () => utf8,
    "GetByteCount(string): int": (_: unknown, text: string | null) => Buffer.byteLength(given(text, "chars")),
    "GetBytes(string): byte[]": (_: unknown, text: string | null) => encodeUtf8(given(text, "s")),
    "GetString(byte[]): string": (_: unknown, bytes: Uint8Array | null) => decodeUtf8(given(bytes, "bytes")),
};

export const convertMembers: Members = {
    "static FromBase64String(string): byte[]": (text: string | null) => decodeBase64(given(text, "s")),
    "static ToBase64String(byte[]): string": (bytes: Uint8Array | null) => encodeBase64(given(bytes, "inArray")),
};

export const bitConverterMembers: Members = {
    "static ToString(byte[], int, int): string": (value: Uint8Array | null, start: number, length: number) => {
        const bytes = given(value, "value");
        inRange(start === 0 || (start > 0 && start < bytes.length), "startIndex");
        inRange(length >= 0, "length");
        if (start > bytes.length - length) {
            throw new DotNetException("ArgumentException", "The array is shorter than what is asked of it.");
        }
        return Array.from(bytes.subarray(start, start + length), (byte) =>
            byte.toString(16).toUpperCase().padStart(2, "0"),
        ).join("-");
    },
};

export const sha256Members: Members = {
    "static Create(): SHA256": () => sha256,
    "ComputeHash(byte[]): byte[]": (_: unknown, bytes: Uint8Array | null) =>
        new Uint8Array(createHash("sha256").update(given(bytes, "buffer")).digest()),
};

export const hmacSha256Members: Members = {
    "new(byte[])": (key: Uint8Array | null) => ({ key: given(key, "key") }),
    "ComputeHash(byte[]): byte[]": ({ key }: { key: Uint8Array }, bytes: Uint8Array | null) =>
        new Uint8Array(createHmac("sha256", key).update(given(bytes, "buffer")).digest()),
};
