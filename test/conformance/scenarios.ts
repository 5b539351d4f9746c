/** Why a scenario fails, and on which servers. */
export interface ExpectedFailure {
    /** Servers that stream say so in their definition. */
    fails: "always" | "without streams";
    /** What the suite says of it, in part. */
    message: string;
    /** A sentence. */
    why: string;
}

const noMethod = "Method not allowed";
const unanswered = "-32001: The server reported an error";
const asksClient =
    "The server has to ask the client in the middle of a call, which only server-sent events let it do; a server gets them by `streaming: true` in its definition.";
const olderVersion =
    "The scenario agrees on 2025-11-25 and then sends `MCP-Protocol-Version: 2025-03-26`; the gateway takes no older version. With the version that was agreed, it passes.";

/** What becomes of each scenario that the official suite has for servers. */
export const scenarios: Readonly<Record<string, "passes" | ExpectedFailure>> = {
    "completion-complete": {
        fails: "always",
        message: noMethod,
        why: "`completion/complete` is refused: nothing in a definition says what it may tell.",
    },
    "dns-rebinding-protection": "passes",
    "elicitation-sep1034-defaults": { fails: "without streams", message: unanswered, why: asksClient },
    "elicitation-sep1330-enums": { fails: "without streams", message: unanswered, why: asksClient },
    "json-schema-2020-12": "passes",
    "logging-set-level": {
        fails: "always",
        message: noMethod,
        why: "`logging/setLevel` is refused: nothing in a definition says what a server may log to its clients.",
    },
    ping: "passes",
    "prompts-get-embedded-resource": "passes",
    "prompts-get-simple": "passes",
    "prompts-get-with-args": "passes",
    "prompts-get-with-image": "passes",
    "prompts-list": "passes",
    "resources-list": "passes",
    "resources-read-binary": "passes",
    "resources-read-text": "passes",
    "resources-subscribe": {
        fails: "always",
        message: noMethod,
        why: "`resources/subscribe` is refused: a server would tell of changes on a stream, where nobody checks who may still read the resource.",
    },
    "resources-templates-read": {
        fails: "always",
        message: "Not offered by this server",
        why: "A definition lists each resource with the right to read it; templates, which name any number of resources, are not offered.",
    },
    "resources-unsubscribe": {
        fails: "always",
        message: noMethod,
        why: "Nobody subscribes, so nobody ends a subscription.",
    },
    "server-initialize": "passes",
    "server-sse-multiple-streams": { fails: "always", message: "Statuses: 400, 400, 400", why: olderVersion },
    "server-sse-polling": { fails: "always", message: "(HTTP 400)", why: olderVersion },
    "tools-call-audio": "passes",
    "tools-call-elicitation": { fails: "without streams", message: unanswered, why: asksClient },
    "tools-call-embedded-resource": "passes",
    "tools-call-error": "passes",
    "tools-call-image": "passes",
    "tools-call-mixed-content": "passes",
    "tools-call-sampling": { fails: "without streams", message: unanswered, why: asksClient },
    "tools-call-simple-text": "passes",
    "tools-call-with-logging": {
        fails: "always",
        message: noMethod,
        why: "The scenario begins with `logging/setLevel`, which is refused.",
    },
    "tools-call-with-progress": {
        fails: "without streams",
        message: "No progress notifications received",
        why: "Progress comes as server-sent events, for which a server says `streaming: true` in its definition.",
    },
    "tools-list": "passes",
};
