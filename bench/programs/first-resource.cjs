// Runs a program without an engine and prints when it registered its first resource and what memory it took.
// Usage: node first-resource.cjs <program> <stack> <configuration as JSON>. Plain JavaScript: any loader can start it.
const [program, stack, configuration] = process.argv.slice(2);
const pulumi = require("@pulumi/pulumi");

let firstResource;

async function main() {
    pulumi.runtime.setAllConfig(JSON.parse(configuration));
    await pulumi.runtime.setMocks(
        {
            newResource: ({ name, inputs }) => {
                firstResource ??= process.uptime();
                return { id: `/resources/${name}`, state: inputs };
            },
            call: ({ inputs }) => inputs,
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
