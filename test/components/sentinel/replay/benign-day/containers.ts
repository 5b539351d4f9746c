import { tools } from "../../../server-namespace/sample-args";
import { definitionLine } from "../traces/container/definition-line";
import { connectionLine, requestLine } from "../traces/container/proxy-line";
import { containerRow, jobRow, now } from "../traces/container/traces";
import type { Day } from "./day";

const peer = { "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%": "10.20.3.4" };

/** Servers are called and checked, one token has ended on its way, and a deployment has nothing to except. */
export async function containerDay(): Promise<Day> {
    const calls = Array.from({ length: 20 }, () => requestLine({ "%RESPONSE_CODE%": 200, ...peer }));
    const proxied = [...calls, requestLine({ "%RESPONSE_CODE%": 401, ...peer }), connectionLine(peer)];
    const checked = await definitionLine(tools);
    return {
        log: {
            ContainerLogV2: [
                ...proxied.map((line) => containerRow("proxy", line)),
                containerRow("definition-check", checked),
            ],
            ContainerAppConsoleLogs: ["Policy packs: 0 violations", "Resources: 31 unchanged"].map(jobRow),
        },
        times: [now],
    };
}
