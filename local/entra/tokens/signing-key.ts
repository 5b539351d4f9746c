import { randomUUID } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
    type CryptoKey,
    calculateJwkThumbprint,
    createLocalJWKSet,
    exportJWK,
    generateKeyPair,
    importJWK,
    type JSONWebKeySet,
    type JWK,
    type JWTVerifyGetKey,
} from "jose";
import { syncFolder } from "../../cloud/folder";
import { unlessMissing } from "../../missing-file";

/** https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature */
const algorithm = "RS256";

/** What a tenant signs its tokens with. */
export interface SigningKey {
    kid: string;
    privateKey: CryptoKey;
    /** What a document of keys has of it. */
    publicKey: JWK;
}

/** A key that no other tenant has. */
export async function newSigningKey(): Promise<SigningKey> {
    return signingKeyOf(await newPrivateJwk());
}

/**
 * The key that is kept in a folder, made when there is none yet. Whoever else opens it at the same moment gets the same
 * one, and after a kill there is a whole key or none. Only its owner can read it.
 */
export async function openSigningKey(folder: string): Promise<SigningKey> {
    const file = join(folder, "token-signing-key.json");
    const text = (await contentOf(file)) ?? (await newKeyFile(folder, file));
    return signingKeyOf(JSON.parse(text));
}

/** The public keys, as the address `discovery/v2.0/keys` of a tenant answers. */
export function publicKeys({ publicKey }: SigningKey): JSONWebKeySet {
    return { keys: [publicKey] };
}

/** Finds the key that a token was signed with. */
export function verificationKeys(key: SigningKey): JWTVerifyGetKey {
    return createLocalJWKSet(publicKeys(key));
}

async function signingKeyOf(jwk: JWK): Promise<SigningKey> {
    const { kty, n, e } = jwk;
    const kid = await calculateJwkThumbprint(jwk);
    const privateKey = await importJWK(jwk, algorithm);
    if (privateKey instanceof Uint8Array) {
        throw new Error("The key that tokens are signed with is no RSA key.");
    }
    return { kid, privateKey, publicKey: { kty, use: "sig", kid, n, e } };
}

async function newPrivateJwk(): Promise<JWK> {
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
    return exportJWK(privateKey);
}

function contentOf(file: string): Promise<string | undefined> {
    return readFile(file, "utf8").catch(unlessMissing(undefined));
}

/** The first one who links the file decides, so that nobody signs with a key that is replaced. */
async function newKeyFile(folder: string, file: string): Promise<string> {
    const draft = `${file}.${randomUUID()}.new`;
    const handle = await open(draft, "wx", 0o600);
    try {
        await handle.writeFile(JSON.stringify(await newPrivateJwk()));
        await handle.sync();
    } finally {
        await handle.close();
    }
    try {
        await link(draft, file);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
        await rm(draft);
    }
    await syncFolder(folder);
    return readFile(file, "utf8");
}
