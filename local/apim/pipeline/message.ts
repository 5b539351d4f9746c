import { Headers, type Message, type MessageBody, type ResponseMessage } from "../context";
import type { Section } from "../subset";
import type { Exchange } from "./exchange";

/** A response that a statement makes: `200 OK` unless it says otherwise. */
export class MadeResponse implements ResponseMessage {
    statusCode = 200;
    reason = "OK";
    headers = new Headers();
    body: MessageBody | null = null;
}

/** A request that a statement makes. */
export class MadeRequest implements Message {
    method = "GET";
    headers = new Headers();
    body: MessageBody | null = null;
}

/** What a statement changes: the message that the statement around it makes, else that of its section. */
export function messageOf({ context }: Exchange, section: Section, made: Message | undefined): Message {
    if (made) return made;
    if (section === "inbound" || section === "backend") return context.request;
    if (context.response === null) throw new Error(`The section ${section} has no response.`);
    return context.response;
}
