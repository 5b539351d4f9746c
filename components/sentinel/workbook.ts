import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import type * as pulumi from "@pulumi/pulumi";
import { guidFrom, type PlacementArgs, tags } from "../shared";
import type { WorkbookQuery } from "./read-workbook-queries";
import type { WorkspaceReference } from "./workspace";

const title = "MCP servers";

/** What people look at: https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-overview */
export function createWorkbook(
    name: string,
    queries: WorkbookQuery[],
    workspace: WorkspaceReference,
    args: PlacementArgs,
    opts: pulumi.CustomResourceOptions,
): void {
    new applicationinsights.Workbook(
        `${name}-workbook`,
        {
            resourceName: workspace.id.apply((id) => guidFrom(id, "workbook", name)),
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            kind: "shared",
            category: "sentinel",
            displayName: title,
            sourceId: workspace.id,
            version: "Notebook/1.0",
            serializedData: workspace.id.apply((id) => workbookData(queries, id)),
            tags: tags(args, "sentinel"),
        },
        opts,
    );
}

/** The workbook as JSON: a choice of time, and one view of each query in its order. */
export function workbookData(queries: WorkbookQuery[], workspaceId: string): string {
    return JSON.stringify({
        version: "Notebook/1.0",
        items: [timeRange, ...queries.map(view)],
        fallbackResourceIds: [workspaceId],
        $schema: "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
    });
}

const days = (count: number) => ({ durationMs: count * 86_400_000 });

const timeRange = {
    type: 9,
    name: "time",
    content: {
        version: "KqlParameterItem/1.0",
        parameters: [
            {
                id: guidFrom("workbook", "time"),
                version: "KqlParameterItem/1.0",
                name: "TimeRange",
                label: "Time",
                type: 4,
                isRequired: true,
                value: days(7),
                typeSettings: { selectableValues: [1, 7, 14, 30].map(days) },
            },
        ],
        style: "pills",
        queryType: 0,
        resourceType: "microsoft.operationalinsights/workspaces",
    },
};

function view({ id, title, visualization, query }: WorkbookQuery) {
    return {
        type: 3,
        name: id,
        content: {
            version: "KqlItem/1.0",
            title,
            query,
            size: 0,
            timeContextFromParameter: "TimeRange",
            queryType: 0,
            resourceType: "microsoft.operationalinsights/workspaces",
            visualization,
        },
    };
}
