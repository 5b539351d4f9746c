/** A message of Envoy's as its JSON has it: https://www.envoyproxy.io/docs/envoy/latest/api-v3/api */
export type Message = Record<string, unknown>;

/** A message that says of which type it is. */
export function typed(type: string, message: Message = {}): Message {
    return { "@type": `type.googleapis.com/${type}`, ...message };
}

/** An extension under the name that Envoy knows it by. */
export function extension(name: string, type: string, message: Message = {}): Message {
    return { name, typed_config: typed(type, message) };
}
