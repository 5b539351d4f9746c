/** A row of a table of Log Analytics: what columns of that table hold. */
export interface LogRow {
    /** RFC 3339. */
    TimeGenerated: string;
    [column: string]: unknown;
}

/** Takes what resources write to the log. */
export interface LogSink {
    /**
     * Writes a row, if a diagnostic setting of the resource sends such rows to a workspace.
     *
     * @param resourceId - ARM id of who writes it.
     * @param table - Name of the table, such as `ApiManagementGatewayLogs`.
     */
    write(resourceId: string, table: string, row: LogRow): void;
}
