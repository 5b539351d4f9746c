import { createHash } from "node:crypto";
import type { Seed } from "../cloud/seed";
import { type Properties, Refusal } from "../provider/provider";
import type { Directory } from "./directory";

/** Functions of the SDK that the local cloud answers. */
const functions: Record<string, (seed: Seed) => Properties> = {
    "azuread:index/getClientConfig:getClientConfig": whoDeploys,
    "azuread:index/getDomains:getDomains": verifiedDomains,
};

/** Answers the functions of the SDK. */
export function invoke(token: string, args: Properties, { seed }: Directory): Properties {
    const answer = functions[token];
    if (answer === undefined) {
        const names = Object.keys(functions).map((name) => name.slice(name.lastIndexOf(":") + 1));
        throw new Refusal(
            `Function ${token} is not part of the local cloud, which has ${names.join(" and ")}. Add it to local/entra/invoke.ts.`,
        );
    }
    const given = Object.keys(args).filter((name) => !name.startsWith("__"));
    if (given.length > 0) {
        throw new Refusal(
            `Function ${token} takes no ${given.join(", ")} in the local cloud. Add it to local/entra/invoke.ts.`,
        );
    }
    return answer(seed);
}

function whoDeploys({ tenantId, client }: Seed): Properties {
    return { ...client, tenantId, id: `${tenantId}-${client.clientId}-${client.objectId}` };
}

/** Without filters, the provider leaves out what is not verified. */
function verifiedDomains({ tenantId, verifiedDomains }: Seed): Properties {
    const domains = verifiedDomains.map((domainName, index) => ({
        adminManaged: true,
        authenticationType: "Managed",
        default: index === 0,
        domainName,
        initial: domainName.endsWith(".onmicrosoft.com"),
        root: true,
        supportedServices: [],
        verified: true,
    }));
    const hash = createHash("sha1").update(verifiedDomains.join("/")).digest("base64url");
    return {
        domains,
        id: `domains#${tenantId}#${hash.padEnd(28, "=")}`,
        adminManaged: false,
        includeUnverified: false,
        onlyDefault: false,
        onlyInitial: false,
        onlyRoot: false,
    };
}
