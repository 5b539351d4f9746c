/** Whether a host is one of some login servers, where a `*` in front of the first dot stands for any name. */
export function isHostAmong(servers: readonly string[], host = ""): boolean {
    const anyInstead = host.replace(/^[a-z0-9-]+(?=\.)/, "*");
    return servers.some((server) => server === host || server === anyInstead);
}
