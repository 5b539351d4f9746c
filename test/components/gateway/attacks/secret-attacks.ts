import assert from "node:assert/strict";
import { type Attack, outcome } from "./attack";

/** On keys at rest. */
export const secretAttacks: Attack[] = [
    {
        id: "W12",
        name: "reads the keys of sessions with the right to read the gateway",
        source: "OWASP MCP01",
        guards: ["named-values.ts"],
        practices: ["6.3"],
        async attempt(isGuarded) {
            const keys = await sessionKeyValues();
            assert.equal(keys.length, 2);
            const deployed = isGuarded ? keys : keys.map((each) => ({ ...each, value: "a key", keyVault: undefined }));
            return outcome(deployed.some(({ value, keyVault }) => value !== undefined || keyVault === undefined));
        },
    },
];

async function sessionKeyValues(): Promise<{ value?: unknown; keyVault?: unknown }[]> {
    // the components load long, and whoever only reads the table does without
    const [{ Gateway }, { capture }, { gatewayArgs }] = await Promise.all([
        import("../../../../components/index.js"),
        import("../../../support/capture.js"),
        import("../sample-args.js"),
    ]);
    const captured = await capture(() => new Gateway("gateway", gatewayArgs));
    return captured
        .all("azure-native:apimanagement:NamedValue")
        .map(({ inputs }) => inputs)
        .filter(({ displayName }) => displayName.startsWith("session-key-"));
}
