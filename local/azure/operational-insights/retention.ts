/** Days that a workspace keeps what it is not told about: https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure */
export const defaultRetention = 30;
