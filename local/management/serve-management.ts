import type { Listener } from "../listen";
import { serveAnswers } from "../private-endpoints/serve-answers";
import type { Management } from "./management";

/** Serves Resource Manager and Graph on 127.0.0.1, without TLS, for what runs in networks that reach them. */
export function serveManagement(management: Management, log: (line: string) => void): Promise<Listener> {
    return serveAnswers(async ({ method, url, headers, body }) => {
        const sent = Object.entries(headers).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, String(value)]],
        );
        const answer = await management.answer({
            method,
            url: url.href,
            headers: Object.fromEntries(sent),
            body: body.length === 0 ? undefined : JSON.parse(body.toString()),
        });
        return {
            status: answer.status,
            headers: answer.headers,
            ...(answer.body !== undefined && { body: JSON.stringify(answer.body) }),
        };
    }, log);
}
