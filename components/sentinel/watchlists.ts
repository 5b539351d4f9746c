import * as securityinsights from "@pulumi/azure-native/securityinsights";
import * as pulumi from "@pulumi/pulumi";
import { checked } from "../shared";
import { allDeployers, type SentinelArgs } from "./sentinel-args";
import { csvOf, sizeProblem } from "./watchlist-content";
import type { WorkspaceReference } from "./workspace";

interface Watchlist {
    title: string;
    /** The first is what queries search. */
    columns: string[];
    rows: pulumi.Output<string[][]>;
}

/** What queries look up, by the alias that they use: https://learn.microsoft.com/azure/sentinel/watchlists-queries */
export function watchlistsOf(args: SentinelArgs): Record<string, Watchlist> {
    const { breakGlassAccountIds, egressFqdns, highRiskPrincipalIds = [] } = args;
    const clients = pulumi.all(args.clients).apply((ids) => Object.entries(ids).map(([client, id]) => [id, client]));
    const tools = Object.entries(args.tools).flatMap(([server, names]) => names.map((tool) => [server, tool]));
    return {
        BreakGlassAccounts: { title: "Emergency accounts", columns: ["ObjectId"], rows: single(breakGlassAccountIds) },
        Deployers: { title: "Who deploys", columns: ["ObjectId"], rows: single(allDeployers(args)) },
        EgressFqdns: { title: "Names that the firewall lets through", columns: ["Fqdn"], rows: single(egressFqdns) },
        HighRiskPrincipals: {
            title: "Who is watched more closely",
            columns: ["ObjectId"],
            rows: single(highRiskPrincipalIds),
        },
        McpClients: { title: "Applications that may call", columns: ["ClientId", "Name"], rows: clients },
        McpTools: { title: "Tools that may be called", columns: ["Server", "Tool"], rows: pulumi.output(tools) },
    };
}

function single(texts: pulumi.Input<string>[]): pulumi.Output<string[][]> {
    return pulumi.all(texts).apply((known) => known.map((text) => [text]));
}

/**
 * Azure adds what is new in the content of a list and keeps what has left it, so that a list with other content is
 * deleted and made anew: https://learn.microsoft.com/azure/sentinel/watchlists-manage
 */
export function createWatchlists(
    name: string,
    workspace: WorkspaceReference,
    args: SentinelArgs,
    opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
    return Object.entries(watchlistsOf(args)).map(
        ([alias, { title, columns, rows }]) =>
            new securityinsights.Watchlist(
                `${name}-watchlist-${alias}`,
                {
                    watchlistAlias: alias,
                    workspaceName: workspace.name,
                    resourceGroupName: workspace.resourceGroupName,
                    displayName: title,
                    provider: "Microsoft",
                    source: `${alias}.csv`,
                    sourceType: "Local",
                    contentType: "text/csv",
                    numberOfLinesToSkip: 0,
                    itemsSearchKey: columns[0] ?? "",
                    rawContent: checked(
                        rows.apply((known) => csvOf(columns, known)),
                        (csv) => sizeProblem(csv, alias),
                    ),
                },
                { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["rawContent"] },
            ),
    );
}
