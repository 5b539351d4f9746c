// Draws secrets anew, each with what is said of the version before: a deployment finds no difference.
//
//   SECRET_URIS   addresses without version, with spaces between
import { randomBytes } from "node:crypto";
import { ask, run, variable } from "./azure.mjs";

const vaults = "https://vault.azure.net";
const apiVersion = "api-version=7.4";

await run(async () => {
    const uris = [...new Set(variable("SECRET_URIS").split(" "))];
    const wrong = uris.find((uri) => !/^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/[A-Za-z0-9-]+$/.test(uri));
    if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is no address of a secret without version.`);
    for (const uri of uris) await drawAnew(uri);
    return `Drew anew ${uris.join(", ")}.`;
});

async function drawAnew(uri) {
    const { contentType, tags, attributes } = await newestOf(uri);
    await ask(vaults, "PUT", `${uri}?${apiVersion}`, {
        body: {
            value: randomBytes(48).toString("base64"), // as long as a deployment draws them
            contentType,
            tags,
            attributes: { enabled: true, exp: attributes.exp },
        },
    });
}

/** What is said of the newest version; nothing reads its value. */
async function newestOf(uri) {
    const versions = [];
    for (let page = `${uri}/versions?${apiVersion}`; page; ) {
        const { value, nextLink } = await ask(vaults, "GET", page);
        versions.push(...value);
        page = nextLink;
    }
    const [first, ...others] = versions;
    if (first === undefined) throw new Error(`${uri} has no version.`);
    return others.reduce(
        (newest, each) => (each.attributes.created >= newest.attributes.created ? each : newest),
        first,
    );
}
