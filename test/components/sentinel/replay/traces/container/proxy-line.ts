import assert from "node:assert/strict";
import { connectionLog, requestLog } from "../../../../../../components/server-namespace/proxy/access-log";

type Facts = Readonly<Record<string, string | number>>;

/** The line for a request that Envoy writes in the format of the component, with these values of its commands. */
export const requestLine = (facts: Facts) => line(requestLog("orders"), facts);

/** The same for a connection. */
export const connectionLine = (facts: Facts) => line(connectionLog("orders"), facts);

/** A command without a value is written as null: that is what Envoy does with a field of one command. */
function line(log: ReturnType<typeof requestLog>, facts: Facts): string {
    const { json_format: format } = formatOf(log);
    const commands = Object.values(format);
    for (const command of Object.keys(facts)) assert.ok(commands.includes(command), `${command} is not in the format.`);
    return JSON.stringify(
        Object.fromEntries(
            Object.entries(format).map(([name, command]) => [
                name,
                command.startsWith("%") ? (facts[command] ?? null) : command,
            ]),
        ),
    );
}

function formatOf(log: ReturnType<typeof requestLog>): { json_format: Record<string, string> } {
    const { typed_config: config } = log as unknown as {
        typed_config: { log_format: { json_format: Record<string, string> } };
    };
    return config.log_format;
}
