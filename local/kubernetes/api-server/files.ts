import { generateKeyPair } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Access } from "../connection";
import { auditPolicy } from "./audit-policy";

/** The paths in the folder of a cluster, each with one purpose. */
export interface ClusterFiles {
    /** Everything; etcd keeps what exists in `etcd` here. */
    folder: string;
    /** Certificates of one run. */
    certificates: string;
    /** The certificate that the server makes for itself, PEM. */
    certificate: string;
    /** Who may do what, by token. */
    tokens: string;
    /** Signs the tokens of service accounts, which live as long as what exists. */
    serviceAccountKey: string;
    /** Says which custom resource definitions the cluster has. */
    definitions: string;
    /** For kubectl. */
    kubeconfig: string;
    controllersKubeconfig: string;
    /** What the server records of requests. */
    auditPolicy: string;
    /** The requests that it has recorded, one JSON object a line. */
    auditLog: string;
}

export function clusterFiles(folder: string): ClusterFiles {
    const certificates = join(folder, "certificates");
    return {
        folder,
        certificates,
        certificate: join(certificates, "apiserver.crt"),
        tokens: join(folder, "tokens.csv"),
        serviceAccountKey: join(folder, "service-account.key"),
        definitions: join(folder, "definitions"),
        kubeconfig: join(folder, "kubeconfig"),
        controllersKubeconfig: join(folder, "controllers.kubeconfig"),
        auditPolicy: join(folder, "audit-policy.json"),
        auditLog: join(folder, "audit.log"),
    };
}

/** Who has a token that the server knows, and their groups. */
export interface Tokens {
    admin: string;
    controllers: string;
}

/** Writes what the API server needs; only its user may read that. */
export async function writeServerFiles(files: ClusterFiles, tokens: Tokens): Promise<void> {
    await mkdir(files.folder, { recursive: true, mode: 0o700 });
    await rm(files.certificates, { recursive: true, force: true });
    const users = { admin: tokens.admin, "system:kube-controller-manager": tokens.controllers };
    const lines = Object.entries(users).map(([user, token]) => `${token},${user},${user},system:masters\n`);
    await writeFile(files.tokens, lines.join(""), { mode: 0o600 });
    await writeFile(files.auditPolicy, auditPolicy, { mode: 0o600 });
    try {
        await writeFile(files.serviceAccountKey, await serviceAccountKey(), { mode: 0o600, flag: "wx" });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
            throw error;
        }
    }
}

async function serviceAccountKey(): Promise<string> {
    const { privateKey } = await promisify(generateKeyPair)("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "pkcs1", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    return privateKey;
}

export async function writeKubeconfig(file: string, { server, token, certificate }: Access): Promise<void> {
    const name = "local-cloud";
    const authority = Buffer.from(certificate).toString("base64");
    const kubeconfig = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster: { server, "certificate-authority-data": authority } }],
        users: [{ name, user: { token } }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
    };
    await writeFile(file, `${JSON.stringify(kubeconfig, undefined, 2)}\n`, { mode: 0o600 });
}
