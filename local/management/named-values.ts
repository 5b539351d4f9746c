import { createHash } from "node:crypto";
import type { Cloud, Stored } from "../azure/cloud";
import { requestFor } from "../azure/drift";
import { asRead, update } from "../azure/operations";
import type { Properties } from "../provider/provider";
import { isObject } from "../provider/values";
import { json, type ManagementAnswer, ManagementError } from "./answer";
import { type ArmOperation, type ArmRequest, bodyWith, group, resourceNotFound } from "./arm-operation";

const path = `${group}/Microsoft.ApiManagement/service/{service}/namedValues/{name}`;
const apiVersions = ["2024-05-01"];
const type = "azure-native:apimanagement:NamedValue";
const action = (name: string) => `Microsoft.ApiManagement/service/namedValues/${name}`;
const writers = ["Owner", "Contributor"];
const properties = ["displayName", "keyVault", "secret", "tags", "value"];

/** https://learn.microsoft.com/rest/api/apimanagement/named-value */
export const namedValueOperations: ArmOperation[] = [
    {
        method: "GET",
        path,
        apiVersions,
        action: action("read"),
        roles: ["Owner", "Contributor", "Reader"],
        answer: ({ id, cloud }) => shown(200, find(id, cloud), cloud),
    },
    { method: "PATCH", path, apiVersions, action: action("write"), roles: writers, answer: patch },
    {
        method: "POST",
        path,
        behind: "/refreshSecret",
        apiVersions,
        action: action("refreshSecret/action"),
        roles: writers,
        answer: refresh,
    },
];

async function patch({ id, body, headers, cloud, change }: ArmRequest): Promise<ManagementAnswer> {
    const wanted = bodyWith(bodyWith(body, ["properties"], "a named value").properties, properties, "a named value");
    find(id, cloud);
    return await change(async (changing) => {
        const expected = headers["if-match"];
        if (expected === undefined) {
            throw new ManagementError(400, "MissingHeader", "The header If-Match is required.");
        }
        // read where it is written, so that nobody comes between
        if (expected !== "*" && expected !== etagOf(find(id, changing), changing)) {
            throw new ManagementError(
                412,
                "PreconditionFailed",
                "Resource was modified since last retrieval. Fetch the resource again and retry.",
            );
        }
        return accepted(await write(id, wanted, changing), changing);
    });
}

async function refresh({ id, cloud, change }: ArmRequest): Promise<ManagementAnswer> {
    if (!isObject(find(id, cloud).body.keyVault)) {
        throw new ManagementError(
            400,
            "ValidationError",
            `The named value ${id} does not refer to a secret of a vault.`,
        );
    }
    return await change(async (changing) => accepted(await write(id, {}, changing), changing));
}

/** Done already, but whoever asked is told to look again, as by Azure, which takes some time. */
function accepted(resource: Stored, cloud: Cloud): ManagementAnswer {
    const { headers, body } = shown(202, resource, cloud);
    const operation = `api-version=${apiVersions[0]}&asyncId=${cloud.newGuid(resource.id, "operation")}&asyncCode=200`;
    const Location = `https://management.azure.com${resource.id}?${operation}`;
    return { status: 202, headers: { ...headers, Location }, body };
}

function find(id: string, cloud: Cloud): Stored {
    const found = cloud.find(id);
    if (found?.type !== type) throw resourceNotFound(id);
    return found;
}

async function write(id: string, changes: Properties, cloud: Cloud): Promise<Stored> {
    const namedValue = cloud.typeOf(type);
    const { id: exact, body } = find(id, cloud);
    const inputs = { ...requestFor(namedValue, exact, body), ...changes };
    return await update(namedValue, exact, inputs, cloud, new AbortController().signal);
}

function shown(status: number, resource: Stored, cloud: Cloud): ManagementAnswer {
    const { id, body } = asRead(resource, cloud);
    const content = Object.fromEntries(
        properties.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])),
    );
    const contract = { id, type: "Microsoft.ApiManagement/service/namedValues", name: body.name ?? "" };
    return json(status, { ...contract, properties: content }, { ETag: etagOf(resource, cloud) });
}

/** Another one for each content. */
function etagOf(resource: Stored, cloud: Cloud): string {
    const { body } = asRead(resource, cloud);
    const hash = createHash("sha256")
        .update(JSON.stringify(sorted(body)))
        .digest();
    return `"${hash.subarray(0, 9).toString("base64")}"`;
}

function sorted(properties: Properties): Properties {
    return Object.fromEntries(
        Object.entries(properties)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, value]) => [name, isObject(value) ? sorted(value) : value]),
    );
}
