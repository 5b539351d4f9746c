/**
 * Bytes that a message may have: the most that API Management checks against a schema.
 * https://learn.microsoft.com/azure/api-management/validate-content-policy#attributes
 */
export const messageBytes = 102_400;
