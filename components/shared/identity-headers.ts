/** Headers by which the gateway tells the server who calls. */
export const identityHeaders = {
    user: "X-MCP-User",
    client: "X-MCP-Client",
    rights: "X-MCP-Rights",
    requestId: "X-MCP-Request-Id",
    issuedAt: "X-MCP-Issued-At",
    signature: "X-MCP-Signature",
};
