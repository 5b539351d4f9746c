import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import type * as pulumi from "@pulumi/pulumi";
import type { QueryFunction } from "./read-functions";
import type { HuntingQuery } from "./read-hunting-queries";
import type { WorkspaceReference } from "./workspace";

type Content = pulumi.Unwrap<
    Omit<operationalinsights.SavedSearchArgs, "resourceGroupName" | "savedSearchId" | "version" | "workspaceName">
>;

/** What queries call by name, as they would a table. */
export function createFunctions(
    name: string,
    functions: QueryFunction[],
    workspace: WorkspaceReference,
    opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
    return functions.map(({ name: alias, title, parameters, query }) =>
        createSavedSearch(
            `${name}-function-${alias}`,
            alias.toLowerCase(),
            { category: "Functions", displayName: title, functionAlias: alias, functionParameters: parameters, query },
            workspace,
            opts,
        ),
    );
}

/** What hunters start from: https://learn.microsoft.com/azure/sentinel/hunting */
export function createHuntingQueries(
    name: string,
    queries: HuntingQuery[],
    workspace: WorkspaceReference,
    opts: pulumi.CustomResourceOptions,
): void {
    for (const { id, title, description, tactics, query } of queries) {
        const tags = [
            { name: "description", value: description },
            { name: "tactics", value: tactics.join(",") },
        ];
        const content = { category: "Hunting Queries", displayName: title, tags, query };
        createSavedSearch(`${name}-hunting-${id}`, `hunting-${id}`, content, workspace, opts);
    }
}

/**
 * Azure takes a change only with the ETag of what it replaces, which azure-native does not send, so that another content
 * is another resource: https://github.com/Azure/bicep-types-az/issues/1548
 */
function createSavedSearch(
    name: string,
    savedSearchId: string,
    content: Content,
    workspace: WorkspaceReference,
    opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
    return new operationalinsights.SavedSearch(
        name,
        {
            ...content,
            savedSearchId,
            workspaceName: workspace.name,
            resourceGroupName: workspace.resourceGroupName,
            version: 2,
        },
        {
            ...opts,
            deleteBeforeReplace: true,
            replaceOnChanges: ["category", "displayName", "functionAlias", "functionParameters", "query", "tags"],
        },
    );
}
