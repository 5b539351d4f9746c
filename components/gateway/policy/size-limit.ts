/**
 * Bytes that a message may have: as many as API Management compares with a schema
 * (https://learn.microsoft.com/azure/api-management/validate-content-policy).
 */
export const largestMessage = 102_400;
