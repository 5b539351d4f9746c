import type { EgressRule } from "../components";
import type { ServerDefinition } from "./server-definition";

/** What the pods of the servers may call, for the firewall: the hosts that each definition lists, by the server's name. */
export function serverEgress(servers: ServerDefinition[]): Record<string, EgressRule> {
    return Object.fromEntries(
        servers
            .filter(({ egress }) => egress.length > 0)
            .map(({ name, egress }) => [
                `server-${name}`,
                {
                    zone: "cluster-nodes",
                    fqdns: egress,
                    ports: ["HTTPS:443"],
                    reason: `The MCP server ${name} calls them.`,
                },
            ]),
    );
}
