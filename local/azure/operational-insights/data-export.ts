import type { Properties } from "../../provider/provider";
import { boolean, each, limited, readOnly, required, string } from "../../provider/schema";
import { textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { blobContainer, exportContainer } from "../storage/blob-container";
import { builtInTable, isCustomTable } from "./tables";

/** https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export#limitations */
const mostRules = 10;

/** Microsoft.OperationalInsights/workspaces/dataExports: new rows of tables go to a storage account, too. */
export const dataExport: ResourceType = {
    token: "azure-native:operationalinsights:DataExport",
    apiVersion: "2023-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}/dataExports/{dataExportName}",
    names: {
        workspaceName: limited(string, {
            minLength: 4,
            maxLength: 63,
            pattern: "^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$",
        }),
        dataExportName: limited(string, {
            minLength: 4,
            maxLength: 63,
            pattern: "^[A-Za-z][A-Za-z0-9-]+[A-Za-z0-9]$",
        }),
    },
    properties: {
        ...each(string, "createdDate", "dataExportId", "eventHubName", "lastModifiedDate"),
        enable: boolean,
        resourceId: required(string),
        tableNames: required(list(string)),
        ...readOnly("name", "type"),
    },
    // no published figures; the first rows arrive within half an hour
    seconds: { create: 10, update: 10, delete: 5 },
    outputs: ({ id, inputs, before, cloud }) => ({
        createdDate: inputs.createdDate ?? before?.createdDate ?? cloud.timestamp(),
        lastModifiedDate: inputs.lastModifiedDate ?? cloud.timestamp(),
        dataExportId: inputs.dataExportId ?? before?.dataExportId ?? cloud.newGuid(id, "dataExportId"),
        enable: inputs.enable ?? true,
    }),
    leaves: (put) =>
        isEnabled(put.inputs) ? textsAt(put.inputs, "tableNames").map((name) => containerFor(name, put)) : [],
    refuse: [tableIsNotExported, tooManyRules, tableIsExportedTwice, destinationIsWrong],
};

function isEnabled(body: Properties): boolean {
    return body.enable !== false;
}

/** The container that the first rows of a table make, with Azure's answers to one without inputs. */
function containerFor(table: string, { inputs, cloud }: Put) {
    const name = exportContainer(table);
    const id = `${inputs.resourceId}/blobServices/default/containers/${name}`;
    const type = blobContainer;
    const before = cloud.find(id)?.body;
    const body = before ?? { name, ...type.outputs?.({ type, id, name, inputs: {}, before, cloud }) };
    return { type: type.token, id, body };
}

function tableIsNotExported({ id, inputs, cloud }: Put): ArmError | undefined {
    const names = textsAt(inputs, "tableNames");
    const wrong = names.find((name) =>
        isCustomTable(name)
            ? !cloud.exists(`${parentOf(id)}/tables/${name}`)
            : (builtInTable(name) ?? { notExported: true }).notExported,
    );
    if (names.length === 0) {
        return invalid("tableNames is empty");
    }
    return wrong === undefined ? undefined : invalid(`table ${wrong} does not exist or cannot be exported`);
}

function siblings({ type, id, cloud }: Put): Properties[] {
    return cloud
        .all(type.token)
        .filter((other) => sameId(parentOf(other.id), parentOf(id)) && !sameId(other.id, id))
        .map(({ body }) => body);
}

function tooManyRules(put: Put): ArmError | undefined {
    return isEnabled(put.inputs) && siblings(put).filter(isEnabled).length >= mostRules
        ? invalid(`a workspace has at most ${mostRules} enabled rules`)
        : undefined;
}

function tableIsExportedTwice(put: Put): ArmError | undefined {
    const destination = textAt(put.inputs, "resourceId") ?? "";
    const tables = siblings(put)
        .filter(({ resourceId }) => sameId(String(resourceId), destination))
        .flatMap((other) => textsAt(other, "tableNames"));
    const twice = textsAt(put.inputs, "tableNames").find((name) => tables.some((other) => sameId(other, name)));
    return twice === undefined ? undefined : invalid(`table ${twice} is exported to ${destination} by another rule`);
}

function destinationIsWrong({ id, inputs, cloud }: Put): ArmError | undefined {
    const account = cloud.find(textAt(inputs, "resourceId") ?? "");
    if (account?.type !== "azure-native:storage:StorageAccount") {
        return invalid(`the destination ${inputs.resourceId} is no storage account`);
    }
    const region = textAt(cloud.find(parentOf(id))?.body, "location");
    const policy = "immutableStorageWithVersioning.immutabilityPolicy";
    const problems: [boolean, string][] = [
        [account.body.location !== region, `must be in the workspace's region, ${region}`],
        [/premium/i.test(textAt(account.body, "sku.name") ?? ""), "must not be a premium account"],
        [
            !/AzureServices/.test(textAt(account.body, "networkRuleSet.bypass") ?? ""),
            "must let trusted services in: networkRuleSet.bypass AzureServices",
        ],
        [
            ["Locked", "Unlocked"].includes(textAt(account.body, `${policy}.state`) ?? "") &&
                valueAt(account.body, `${policy}.allowProtectedAppendWrites`) !== true,
            "must let blobs grow: its immutability policy needs allowProtectedAppendWrites",
        ],
    ];
    const [problem] = problems.filter(([isWrong]) => isWrong);
    return problem && invalid(`the destination ${account.id} ${problem[1]}`);
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidParameter", `The data export rule is invalid: ${problem}.`);
}
