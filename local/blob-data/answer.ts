import { lastSegment } from "../azure/arm-id";
import { isAllowed } from "../azure/authorization/effective-role";
import type { Cloud, Stored } from "../azure/cloud";
import { isImmutable } from "../azure/storage/immutability-policy";
import { callerOf } from "../entra/tokens/caller";
import type { Tenant } from "../entra/tokens/tenant";
import { NotModelled, type ServiceAnswer, type ServiceRequest } from "../private-endpoints/serve-answers";
import { textAt, valueAt } from "../provider/values";
import type { BlobPlace, BlobStore, BlobVersion } from "./blob-store";
import * as errors from "./errors";
import { immutableUntil, whyProtected } from "./immutability";
import { element, xml } from "./xml";

/** What the storage accounts of a cloud are asked with. */
export interface BlobSurroundings {
    tenant: Tenant;
    /** What exists at the moment. */
    cloud: Cloud;
    blobs: BlobStore;
    /** Milliseconds since the epoch. */
    now: number;
}

/** https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory */
const audience = "https://storage.azure.com";

/** The first version of the service that takes tokens of Entra. */
const firstVersion = "2017-11-09";

type Right = "add" | "delete" | "hold" | "read" | "write";

/** https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-blob-service-operations */
const rightsOf: Record<Right, { action: string; roles: string[] }> = {
    add: { action: "add/action", roles: ["Storage Blob Data Contributor"] },
    // https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes: no role for blobs has it but their owner's
    hold: { action: "immutableStorage/runAsSuperUser/action", roles: ["Storage Blob Data Owner"] },
    delete: { action: "delete", roles: ["Storage Blob Data Contributor"] },
    read: { action: "read", roles: ["Storage Blob Data Contributor", "Storage Blob Data Reader"] },
    write: { action: "write", roles: ["Storage Blob Data Contributor"] },
};

const blobsOf = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

interface Target {
    account: Stored;
    container: Stored;
    place: BlobPlace;
    request: ServiceRequest;
    may(right: Right): boolean;
    surroundings: BlobSurroundings;
}

interface Operation {
    /** Any of them will do. */
    rights: Right[];
    answer(target: Target): Promise<ServiceAnswer>;
}

/**
 * What a storage account of the cloud answers about its blobs: writes one as a whole, reads one and its versions, lists
 * those of a container, and refuses to delete what is immutable. Who reaches it is for the network to decide.
 *
 * @throws NotModelled for any other operation, header or parameter.
 */
export async function answerBlobs(request: ServiceRequest, surroundings: BlobSurroundings): Promise<ServiceAnswer> {
    const { headers, url } = request;
    const { tenant, cloud } = surroundings;
    const { rights, answer } = operationOf(request);
    const caller = await callerOf(tenant, headers.authorization, audience);
    if (caller === undefined) return errors.unauthorized(tenant, headers.authorization !== undefined);
    const version = textOf(request, "x-ms-version");
    if (version === undefined || version < firstVersion) return errors.missingHeader("x-ms-version");
    const account = accountAt(url, cloud);
    const [, containerName = "", ...segments] = url.pathname.split("/").map(decodeURIComponent);
    const scope = `${account.id}/blobServices/default/containers/${containerName}`;
    const may = (right: Right) => {
        const { action, roles } = rightsOf[right];
        return isAllowed({ principalId: caller.principalId, action: `${blobsOf}/${action}`, roles, scope }, cloud);
    };
    if (!rights.some(may)) return errors.notPermitted();
    const container = cloud.find(scope);
    if (container === undefined) return errors.containerNotFound();
    const place = { account: lastSegment(account.id), container: containerName, name: segments.join("/") };
    return answer({ account, container, place, request, may, surroundings });
}

function operationOf({ method, url, headers }: ServiceRequest): Operation {
    const operation = /^\/[^/]+\/./.test(url.pathname)
        ? blobOperation(method, url, headers)
        : containerOperation(method, url);
    if (operation === undefined) {
        throw new NotModelled(`No storage account here knows ${method} ${url.pathname}${url.search}.`);
    }
    const header = Object.keys(headers).find((name) => !isKnownHeader(name, headers[name], method));
    if (header !== undefined) throw new NotModelled(`No storage account here knows the header ${header} of ${method}.`);
    return operation;
}

function blobOperation(
    method: string,
    { searchParams }: URL,
    headers: ServiceRequest["headers"],
): Operation | undefined {
    const parameters = [...searchParams.keys()];
    if (method === "PUT") {
        const isWhole = parameters.length === 0 && headers["x-ms-blob-type"] === "BlockBlob";
        return isWhole ? { rights: ["write", "add"], answer: putBlob } : undefined;
    }
    if (parameters.some((parameter) => parameter !== "versionid")) return undefined;
    if (method === "DELETE") return { rights: ["delete"], answer: deleteBlob };
    return method === "GET" || method === "HEAD" ? { rights: ["read"], answer: readBlob } : undefined;
}

function containerOperation(method: string, { searchParams }: URL): Operation | undefined {
    const { restype, comp, include = "versions", prefix: _, ...others } = Object.fromEntries(searchParams);
    const isList = method === "GET" && restype === "container" && comp === "list" && include === "versions";
    return isList && Object.keys(others).length === 0 ? { rights: ["read"], answer: listBlobs } : undefined;
}

/** Whether a header does what it does in Azure: some make a request depend on what is there, or be about a part of it. */
function isKnownHeader(name: string, value: unknown, method: string): boolean {
    if (name === "if-none-match") return method === "PUT" && value === "*";
    if (["content-encoding", "content-md5", "range"].includes(name) || name.startsWith("if-")) return false;
    const everywhere = ["x-ms-client-request-id", "x-ms-date", "x-ms-version"];
    const ofPut = ["x-ms-blob-content-type", "x-ms-blob-type", "x-ms-legal-hold"];
    const known = [...everywhere, ...(method === "PUT" ? ofPut : [])];
    return !name.startsWith("x-ms-") || known.includes(name) || (method === "PUT" && name.startsWith("x-ms-meta-"));
}

function accountAt({ host }: URL, cloud: Cloud): Stored {
    const found = cloud
        .all("azure-native:storage:StorageAccount")
        .find(({ body }) => textAt(body, "primaryEndpoints.blob") === `https://${host}/`);
    if (found === undefined) throw new Error(`No storage account has the name ${host}.`);
    return found;
}

/** https://learn.microsoft.com/rest/api/storageservices/put-blob */
async function putBlob({ account, container, place, request, may, surroundings }: Target): Promise<ServiceAnswer> {
    const { blobs, now, cloud } = surroundings;
    const legalHold = holdIn(request, account);
    const current = (await blobs.versions(place)).at(-1);
    if ((current !== undefined && !may("write")) || (legalHold && !may("hold"))) return errors.notPermitted();
    if (current !== undefined && request.headers["if-none-match"] === "*") return errors.blobExists();
    const keepEarlier = hasVersions(account, cloud);
    // a version stays as it is when another follows; without versions, to write over it is to change it
    const isHeld = valueAt(container.body, "hasLegalHold") === true;
    const protection = current && (isHeld || !keepEarlier) && whyProtected(current, container.body, now);
    if (protection) return errors.immutable(protection);
    const until = immutableUntil(account.body, now);
    const version = await blobs.put(place, {
        content: request.body,
        now,
        keepEarlier,
        contentType: textOf(request, "x-ms-blob-content-type") ?? textOf(request, "content-type") ?? defaultType,
        metadata: metadataIn(request),
        ...(until !== undefined && { immutableUntil: until }),
        legalHold,
    });
    return { status: 201, headers: { ...headersOf(version, keepEarlier), "x-ms-request-server-encrypted": "true" } };
}

/** Whether a blob comes with a hold of its own, which only those can have that are immutable one by one. */
function holdIn(request: ServiceRequest, account: Stored): boolean {
    const hold = textOf(request, "x-ms-legal-hold");
    if (hold === undefined) return false;
    if (hold !== "true" || !isImmutable(account.body)) {
        throw new NotModelled(`No storage account here knows x-ms-legal-hold ${hold} of ${request.url.pathname}.`);
    }
    return true;
}

const defaultType = "application/octet-stream";

function textOf({ headers }: ServiceRequest, name: string): string | undefined {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
}

function metadataIn({ headers }: ServiceRequest): Record<string, string> {
    const prefix = "x-ms-meta-";
    return Object.fromEntries(
        Object.entries(headers)
            .filter(([name]) => name.startsWith(prefix))
            .map(([name, value]) => [name.slice(prefix.length), String(value)]),
    );
}

/** https://learn.microsoft.com/rest/api/storageservices/get-blob */
async function readBlob(target: Target): Promise<ServiceAnswer> {
    const { account, place, surroundings } = target;
    const found = await findVersion(target);
    if ("refusal" in found) return found.refusal;
    const { version } = found;
    return {
        status: 200,
        headers: {
            "Content-Type": version.contentType,
            "x-ms-blob-type": "BlockBlob",
            ...headersOf(version, hasVersions(account, surroundings.cloud)),
            ...Object.fromEntries(
                Object.entries(version.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]),
            ),
            ...(version.immutableUntil !== undefined && {
                "x-ms-immutability-policy-until-date": new Date(version.immutableUntil).toUTCString(),
            }),
            "x-ms-legal-hold": String(version.legalHold),
        },
        body: await surroundings.blobs.content(place, version),
    };
}

/** https://learn.microsoft.com/rest/api/storageservices/delete-blob */
async function deleteBlob(target: Target): Promise<ServiceAnswer> {
    const found = await findVersion(target);
    if ("refusal" in found) return found.refusal;
    const protection = whyProtected(found.version, target.container.body, target.surroundings.now);
    if (protection === undefined) throw new NotModelled(`No storage account here deletes ${target.place.name}.`);
    return errors.immutable(protection);
}

async function findVersion({
    place,
    request,
    surroundings,
}: Target): Promise<{ version: BlobVersion } | { refusal: ServiceAnswer }> {
    const versions = await surroundings.blobs.versions(place);
    const wanted = request.url.searchParams.get("versionid");
    const version = wanted === null ? versions.at(-1) : versions.find(({ versionId }) => versionId === wanted);
    return version === undefined ? { refusal: errors.blobNotFound() } : { version };
}

/** https://learn.microsoft.com/rest/api/storageservices/list-blobs */
async function listBlobs({ place, request, surroundings }: Target): Promise<ServiceAnswer> {
    const { searchParams } = request.url;
    const prefix = searchParams.get("prefix") ?? "";
    const all = await surroundings.blobs.list(place.account, place.container);
    const isCurrent = ({ name }: BlobVersion, index: number) => all[index + 1]?.name !== name;
    const entries = all
        .map((version, index) => ({ version, current: isCurrent(version, index) }))
        .filter(({ version }) => version.name.startsWith(prefix))
        .filter(({ current }) => current || searchParams.get("include") === "versions");
    const listed = entries.map(({ version, current }) =>
        element(
            "Blob",
            element("Name", version.name),
            element("VersionId", version.versionId),
            ...(current ? [element("IsCurrentVersion", "true")] : []),
            element(
                "Properties",
                element("Last-Modified", modified(version)),
                element("Etag", etag(version)),
                element("Content-Length", String(version.contentLength)),
                element("Content-Type", version.contentType),
                element("Content-MD5", version.contentMd5),
                element("BlobType", "BlockBlob"),
            ),
        ),
    );
    return {
        status: 200,
        headers: { "Content-Type": "application/xml" },
        body: xml(
            element(
                "EnumerationResults",
                element("Prefix", prefix),
                element("Blobs", ...listed),
                element("NextMarker", ""),
            ),
        ),
    };
}

/** Whether what is written over stays. */
function hasVersions(account: Stored, cloud: Cloud): boolean {
    const service = cloud.find(`${account.id}/blobServices/default`);
    return isImmutable(account.body) || valueAt(service?.body, "isVersioningEnabled") === true;
}

function headersOf(version: BlobVersion, hasVersions: boolean): Record<string, string> {
    return {
        "Content-MD5": version.contentMd5,
        ETag: etag(version),
        "Last-Modified": modified(version),
        ...(hasVersions && { "x-ms-version-id": version.versionId }),
    };
}

function etag({ versionId }: BlobVersion): string {
    return `"0x${Buffer.from(versionId).toString("hex").slice(-16).toUpperCase()}"`;
}

function modified({ versionId }: BlobVersion): string {
    return new Date(versionId).toUTCString();
}
