// Runs a program without an engine and prints when it registered its first resource and what memory it took.
// Usage: node first-resource.cjs <program> <stack> <configuration as JSON>. Plain JavaScript: any loader can start it.
const [program, stack, configuration] = process.argv.slice(2);
const pulumi = require("@pulumi/pulumi");

const { hostName } = JSON.parse(JSON.parse(configuration)["zero-trust-mcp:gateway"]);
/** The one that the endpoints of the servers lie in. */
const domainName = hostName.slice(hostName.indexOf(".") + 1);
/** What Azure and Entra draw. */
const guid = "33333333-3333-4333-8333-000000000099";
let firstResource;

async function main() {
    pulumi.runtime.setAllConfig(JSON.parse(configuration));
    await pulumi.runtime.setMocks(
        {
            newResource: ({ name, inputs }) => {
                firstResource ??= process.uptime();
                const drawn = { clientId: guid, objectId: guid, principalId: guid };
                const identity = inputs.identity && { ...inputs.identity, ...drawn };
                return { id: `/resources/${name}`, state: { ...drawn, ...inputs, identity } };
            },
            call: ({ token, inputs }) =>
                token === "azuread:index/getDomains:getDomains"
                    ? { domains: [{ domainName, verified: true }] }
                    : inputs,
        },
        "zero-trust-mcp",
        stack,
        true,
    );
    await pulumi.runtime.runInPulumiStack(async () => require(program));
    process.on("exit", () => {
        // maxRSS is in kibibytes: https://nodejs.org/api/process.html#processresourceusage
        console.log(JSON.stringify({ seconds: firstResource, megabytes: process.resourceUsage().maxRSS / 1024 }));
    });
}

main();
