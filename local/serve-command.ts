import { stderr } from "node:process";
import { type Command, InvalidArgumentError } from "commander";
import { type Served, serve } from "./commands/serve";
import { clientSetup } from "./report/client-setup";
import { openTerminal } from "./report/terminal";
import type { RunAnswer } from "./run-answer";

interface Options {
    server: Map<string, string>;
    json?: boolean;
}

/** Adds the command `serve`. */
export function addServeCommand(program: Command, run: RunAnswer): void {
    program
        .command("serve")
        .description(
            "Serve what is deployed: the edge, API Management with its policies, Content Safety, Entra. Until Ctrl-C.",
        )
        .showSuggestionAfterError()
        .option(
            "--server <name=origin>",
            "an MCP server on this machine that stands for a deployed one, such as orders=http://127.0.0.1:3000; may be repeated (default: one that is made from its definition)",
            addServer,
            new Map<string, string>(),
        )
        .option("--json", "print one JSON document on stdout once it serves; problems stay on stderr")
        .addHelpText(
            "after",
            "\nAll stacks of the local cloud are served, as they are at the moment of each request: what up, cloud set or " +
                "another\ncommand changes counts from the next one on. The tables of the log grow as JSON lines in a " +
                "folder that is named.",
        )
        .action(async (options: Options) => {
            const { line } = openTerminal(stderr);
            let served: Served | undefined;
            await run({ command: "serve" }, options, async () => {
                served = await serve(options.server, line);
                return { document: { command: "serve", ...served.description }, text: renderServed(served) };
            });
            await served?.end();
        });
}

function addServer(text: string, servers: Map<string, string>): Map<string, string> {
    const [, name = "", origin = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (
        !URL.canParse(origin) ||
        new URL(origin).origin !== origin ||
        !/^http:\/\/(127\.0\.0\.1|localhost):/.test(origin)
    ) {
        throw new InvalidArgumentError("It must be like orders=http://127.0.0.1:3000.");
    }
    return servers.set(name, origin);
}

/** What a person needs to call what is served. */
export function renderServed({ description }: Served): string {
    const { edges, entra, tables } = description;
    return [
        ...edges.flatMap(({ host, port, certificateAuthority, endpoints }) => [
            `${host} answers on 127.0.0.1:${port}, with a certificate of ${certificateAuthority}`,
            ...endpoints.map((endpoint) => `  ${endpoint}`),
            `  try: curl --cacert ${certificateAuthority} --connect-to ${host}:443:127.0.0.1:${port} ${endpoints[0] ?? `https://${host}`}/.well-known/oauth-protected-resource`,
        ]),
        `${entra.host} answers on 127.0.0.1:${entra.port}, with a certificate of ${entra.certificateAuthority}`,
        `  ${entra.signIn}`,
        clientSetup(description),
        `Log: ${tables}`,
        "Ctrl-C ends it.",
    ].join("\n");
}
