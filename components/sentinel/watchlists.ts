import * as securityinsights from "@pulumi/azure-native/securityinsights";
import * as pulumi from "@pulumi/pulumi";
import { checked } from "../shared";
import type { SentinelArgs } from "./sentinel-args";
import { csvOf, sizeProblem, type WatchlistContent } from "./watchlist-content";
import type { WorkspaceReference } from "./workspace";

interface Watchlist extends WatchlistContent {
    title: string;
}

/** What queries look up, by the alias that they use: https://learn.microsoft.com/azure/sentinel/watchlists-queries */
export function watchlistsOf(args: SentinelArgs): Record<string, pulumi.Output<Watchlist>> {
    const { tools, breakGlassAccountIds, egressFqdns, highRiskPrincipalIds = [], deployerIds } = args;
    const clients = pulumi
        .all(args.clients)
        .apply((ids) => list("Applications that may call", ["ClientId", "Name"], swapped(ids)));
    const toolRows = Object.entries(tools).flatMap(([server, names]) => names.map((tool) => [server, tool]));
    return {
        BreakGlassAccounts: pulumi.output(principals("Emergency accounts", breakGlassAccountIds)),
        Deployers: pulumi.all(deployerIds).apply((ids) => principals("Who deploys", ids)),
        EgressFqdns: pulumi.output(list("Domain names that the firewall lets through", ["Fqdn"], single(egressFqdns))),
        HighRiskPrincipals: pulumi.output(principals("Principals that are watched more closely", highRiskPrincipalIds)),
        McpClients: clients,
        McpTools: pulumi.output(list("Tools that may be called", ["Server", "Tool"], toolRows)),
    };
}

function list(title: string, columns: string[], rows: string[][]): Watchlist {
    // a list without rows has no columns for a query; nobody has this id
    const none = columns.map(() => "00000000-0000-0000-0000-000000000000");
    return { title, columns, rows: rows.length === 0 ? [none] : rows };
}

function principals(title: string, ids: string[]): Watchlist {
    return list(title, ["ObjectId"], single(ids));
}

const single = (texts: string[]) => texts.map((text) => [text]);

const swapped = (record: Record<string, string>) => Object.entries(record).map(([name, value]) => [value, name]);

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
        ([alias, watchlist]) =>
            new securityinsights.Watchlist(
                `${name}-watchlist-${alias}`,
                {
                    watchlistAlias: alias,
                    workspaceName: workspace.name,
                    resourceGroupName: workspace.resourceGroupName,
                    displayName: watchlist.apply(({ title }) => title),
                    provider: "Microsoft",
                    source: `${alias}.csv`,
                    sourceType: "Local",
                    contentType: "text/csv",
                    numberOfLinesToSkip: 0,
                    itemsSearchKey: watchlist.apply(({ columns: [first = ""] }) => first),
                    rawContent: checked(watchlist.apply(csvOf), (csv) => sizeProblem(csv, alias)),
                },
                { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["rawContent"] },
            ),
    );
}
