import { parse } from "csv-parse/sync";
import type { Stored } from "../azure/cloud";
import type { Row, SavedFunction, Schema } from "../kql/schema";
import { tableSchemas } from "../logs/table-schemas";
import { textAt } from "../provider/values";

/** Items of a watchlist: its columns, and its rows. */
export interface Watchlist {
    columns: string[];
    rows: Row[];
}

/** What queries find in the workspace, as it is deployed. */
export interface Workspace {
    schema: Schema;
    watchlists: ReadonlyMap<string, Watchlist>;
}

/** Columns that Sentinel adds to each item: https://learn.microsoft.com/azure/sentinel/watchlists-queries */
const added = ["_DTItemId", "LastUpdatedTimeUTC", "SearchKey"];

/** The workspace with the functions and watchlists that are deployed. */
export function workspaceOf(resources: Stored[]): Workspace {
    const watchlists = new Map(resources.flatMap(readWatchlist));
    return {
        schema: {
            tables: tableSchemas(),
            functions: resources.flatMap(readFunction),
            watchlists: Object.fromEntries([...watchlists].map(([alias, { columns }]) => [alias, columns])),
        },
        watchlists,
    };
}

function readFunction({ type, body }: Stored): SavedFunction[] {
    const name = textAt(body, "functionAlias");
    if (type !== "azure-native:operationalinsights:SavedSearch" || name === undefined) return [];
    return [{ name, parameters: textAt(body, "functionParameters") ?? "", query: textAt(body, "query") ?? "" }];
}

function readWatchlist({ type, body }: Stored): [string, Watchlist][] {
    if (type !== "azure-native:securityinsights:Watchlist") return [];
    const key = textAt(body, "itemsSearchKey") ?? "";
    const [columns = [], ...lines] = parse(textAt(body, "rawContent") ?? "");
    const rows = lines.map((cells, index) => {
        const item = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]));
        return {
            ...item,
            SearchKey: item[key] ?? "",
            _DTItemId: String(index),
            LastUpdatedTimeUTC: textAt(body, "updated") ?? "",
        };
    });
    return [[textAt(body, "watchlistAlias") ?? "", { columns: [...columns, ...added], rows }]];
}
