import { readFunctions } from "../../../../components/sentinel/read-functions";
import type { Schema } from "../../../../local/kql/schema";
import { tableSchemas } from "../../../../local/logs/table-schemas";

/** What queries of an environment can refer to. */
export const workspaceSchema: Schema = {
    tables: tableSchemas(),
    functions: readFunctions(),
    watchlists: {
        BreakGlassAccounts: ["ObjectId"],
        Deployers: ["ObjectId"],
        EgressFqdns: ["Fqdn"],
        HighRiskPrincipals: ["ObjectId"],
        McpClients: ["ClientId", "Name"],
        McpTools: ["Server", "Tool"],
    },
};
