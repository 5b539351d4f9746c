/**
 * Versions of the protocol that may be spoken, by the year that names their era. Older ones lack what the guards rely on.
 * Serves practice 3.4.
 */
export const protocolVersions = {
    /** Sessions that begin with `initialize`: https://modelcontextprotocol.io/specification/2025-11-25 */
    "2025": "2025-11-25",
    /** Every request stands alone and repeats its method in headers: https://modelcontextprotocol.io/specification/2026-07-28 */
    "2026": "2026-07-28",
};

export type Era = keyof typeof protocolVersions;
